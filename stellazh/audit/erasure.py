"""The one door through which a whole database, its journal too, may be emptied: `flush` where settings allow it.

The triggers of the journal refuse DELETE and TRUNCATE. Tests that commit must empty the database after themselves, so
on SQLite the trigger asks a function of the connection, and on PostgreSQL a setting of the session. Both are closed
except inside `flushing()`. Who owns the database can always drop the triggers: they guard against our own code and
against slips of the hand, not against the owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_FUNCTION = "stellazh_audit_is_flushing"
POSTGRES_SETTING = "stellazh.allow_audit_truncate"

_is_flushing: ContextVar[bool] = ContextVar("audit_is_flushing", default=False)


def teach_connection(sender: object, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Give a new SQLite connection the function that the journal's trigger asks. A receiver of `connection_created`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 0, lambda: int(_is_flushing.get()))


@contextmanager
def flushing(using: str) -> Iterator[None]:
    """Let the journal of the database `using` be emptied with everything else, inside the block only."""
    connection = connections[using]
    is_postgres = connection.vendor == "postgresql"
    token = _is_flushing.set(True)
    try:
        if is_postgres:
            with connection.cursor() as cursor:
                cursor.execute(f"SET {POSTGRES_SETTING} = 'on'")
        yield
    finally:
        _is_flushing.reset(token)
        if is_postgres:
            with connection.cursor() as cursor:
                cursor.execute(f"RESET {POSTGRES_SETTING}")
