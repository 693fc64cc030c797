"""Around migrations: tables change without our triggers, and get them again when all of them have changed."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from stellazh.textindex.entries.synonyms import fill_synonyms
from stellazh.textindex.entries.triggers import MARKS, install_triggers, mark_anew, remove_triggers


def before_migrations(sender: object, *, using: str, plan: list[Any] | None = None, **_: Any) -> None:
    """SQLite rebuilds no table that a trigger of another one names. Nothing is lost: see `install_triggers`."""
    if using == DEFAULT_DB_ALIAS and plan:
        remove_triggers()


def after_migrations(sender: object, *, using: str, plan: list[Any] | None = None, **_: Any) -> None:
    """All tables that will be are there. `flush` sends the same signal without a plan: then marks of what was deleted
    by it are left over on SQLite, and the few things that stand already are marked anew."""
    if using != DEFAULT_DB_ALIAS or MARKS not in connection.introspection.table_names():
        return
    install_triggers()
    fill_synonyms()
    if plan is None:
        mark_anew()
