"""What Django's checks say of the live bus."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connections

from stellazh.live.bus import POSTGRES, PROCESS


@register()
def check_live_bus(**kwargs: Any) -> list[CheckMessage]:
    """The bus must reach every process that serves pages, and its back end must exist."""
    bus, workers = settings.LIVE_BUS, settings.WEB_WORKERS
    is_postgres = connections["default"].vendor == "postgresql"
    if bus not in (PROCESS, POSTGRES):
        return [Error(f"LIVE_BUS: «{bus}» неизвестно; возможны process и postgres.", id="live.E001")]
    if bus == POSTGRES and not is_postgres:
        return [Error("LIVE_BUS=postgres требует базы PostgreSQL в DATABASE_URL.", id="live.E002")]
    if bus == PROCESS and workers > 1:
        return [
            Error(
                f"Рабочих процессов {workers}, а живые обновления ходят внутри одного.",
                hint="Задайте STELLAZH_LIVE_BUS=postgres и базу PostgreSQL или оставьте один процесс.",
                id="live.E003",
            )
        ]
    if bus == PROCESS and not settings.RUN_WORKER_IN_PROCESS:
        return [
            Warning(
                "Фоновая работа идёт в отдельном процессе, а живые обновления до страниц оттуда не доходят.",
                hint="Страницы всё равно обновятся опросом. Сразу – со STELLAZH_LIVE_BUS=postgres.",
                id="live.W001",
            )
        ]
    return []
