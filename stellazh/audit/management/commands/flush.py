"""Django's `flush`, which empties the database between tests that commit. Closed everywhere else: see `erasure`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush

from stellazh.audit.erasure import flushing


class Command(DjangoFlush):
    """Empty every table, the journal of deeds too, where `AUDIT_MAY_BE_FLUSHED` is set."""

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "AUDIT_MAY_BE_FLUSHED", False):
            raise CommandError("Журнал действий нельзя стереть, поэтому flush здесь закрыт. Создайте новую базу.")
        with flushing(options["database"]):
            super().handle(**options)
