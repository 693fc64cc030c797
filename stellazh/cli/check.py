"""`stellazh check`: is this installation fit to work, in words."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable

from stellazh.cli.django_setup import PRODUCTION, set_up
from stellazh.cli.refusal import CommandRefused, sentence_of

MAIL_SECONDS = 5


def check(arguments: argparse.Namespace) -> int:
    """Look at the settings, the database, the storage and the mail; 1 when one of them will not do."""
    set_up()
    looks: list[tuple[str, Callable[[], str]]] = [
        ("Настройки", _look_at_settings),
        ("База данных", _look_at_database),
        ("Хранилище файлов", _look_at_storage),
        ("Почта", _look_at_mail),
    ]
    return 1 if sum(not _report(name, look) for name, look in looks) else 0


def _report(name: str, look: Callable[[], str]) -> bool:
    try:
        words, is_fine = look(), True
    except Exception as error:
        words, is_fine = sentence_of(error), False
    print(f"{'да ' if is_fine else 'НЕТ'}  {name}: {words}")
    return is_fine


def _look_at_settings() -> str:
    from django.conf import settings
    from django.core.checks import ERROR, run_checks

    checks = run_checks(include_deployment_checks=settings.SETTINGS_MODULE == PRODUCTION)
    found = [message for message in checks if not message.is_silenced()]
    for message in found:
        print(f"     {message.id}: {message.msg}")
    if any(message.level >= ERROR for message in found):
        raise CommandRefused("есть ошибки, они названы выше")
    return f"ошибок нет, замечаний – {len(found)}"


def _look_at_database() -> str:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise CommandRefused(f"не применено миграций: {len(waiting)}. Применить: stellazh migrate")
    return f"{connection.vendor}, все миграции применены"


def _look_at_storage() -> str:
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    content = secrets.token_bytes(32)
    name = default_storage.save(f"check/{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name, "rb") as stored:
            if stored.read() != content:
                raise CommandRefused("прочиталось не то, что записали")
    finally:
        default_storage.delete(name)
    return "запись и чтение работают"


def _look_at_mail() -> str:
    from django.conf import settings
    from django.core.mail import get_connection

    if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        return "письма никуда не уходят, так задано настройками"
    server = get_connection(timeout=MAIL_SECONDS)
    server.open()
    server.close()
    return f"сервер {settings.EMAIL_HOST}:{settings.EMAIL_PORT} отвечает"
