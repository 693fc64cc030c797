"""The database itself refuses to change the journal, whoever asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from stellazh.audit.models import AuditEntry
from stellazh.audit.services import record
from stellazh.people.models import Person

IS_SQLITE = connection.vendor == "sqlite"
TABLE = "audit_auditentry"


def _save(entry: AuditEntry) -> object:
    entry.note = "подправлено"
    return entry.save()


def _sql(statement: str) -> Callable[[AuditEntry], object]:
    def execute(entry: AuditEntry) -> object:
        with connection.cursor() as cursor:
            return cursor.execute(statement, {"id": entry.pk} if "%(id)s" in statement else None)

    return execute


CHANGES: dict[str, Callable[[AuditEntry], object]] = {
    "save": _save,
    "update": lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(note="подправлено"),
    "delete": lambda entry: entry.delete(),
    "delete all": lambda entry: AuditEntry.objects.all().delete(),
    "raw update": _sql(f"UPDATE {TABLE} SET actor_name = 'Никто'"),
    "raw delete": _sql(f"DELETE FROM {TABLE}"),
    "upsert": lambda entry: AuditEntry.objects.bulk_create(
        [AuditEntry(pk=entry.pk, at=entry.at, note="подправлено")],
        update_conflicts=True,
        update_fields=["note"],
        unique_fields=["id"],
    ),
}
if IS_SQLITE:
    CHANGES["replace"] = _sql(
        f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE id = %(id)s"  # REPLACE fires no DELETE trigger
    )
else:
    CHANGES["truncate"] = _sql(f"TRUNCATE {TABLE}")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_journal_refuses_change(person: Person, at: datetime, change: Callable[[AuditEntry], object]) -> None:
    entry = record("shelf_dusted", person, by=person, at=at)
    before = AuditEntry.objects.values().get()

    with pytest.raises(DatabaseError, match="audit entries are never changed or deleted"), transaction.atomic():
        change(entry)

    assert list(AuditEntry.objects.values()) == [before]


def _foreign_connection() -> Any:
    """A connection of another program to the same database, without anything of ours in it."""
    if IS_SQLITE:
        return sqlite3.connect(connection.settings_dict["NAME"])
    return psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None, "context": None})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", [f"DELETE FROM {TABLE}", f"UPDATE {TABLE} SET note = 'x'"])
def test_journal_refuses_other_programs(person: Person, at: datetime, statement: str) -> None:
    with transaction.atomic():
        record("shelf_dusted", person, by=person, at=at)

    with closing(_foreign_connection()) as foreign, pytest.raises((sqlite3.Error, psycopg.Error)):
        foreign.execute(statement)

    assert AuditEntry.objects.values_list("note", flat=True).get() == ""


@pytest.mark.django_db(transaction=True)
def test_flush_is_closed_without_the_setting(person: Person, at: datetime, settings: Settings) -> None:
    settings.AUDIT_MAY_BE_FLUSHED = False
    with transaction.atomic():
        entry = record("shelf_dusted", person, by=person, at=at)

    with pytest.raises(CommandError, match="нельзя стереть"):
        call_command("flush", interactive=False, verbosity=0)

    assert list(AuditEntry.objects.all()) == [entry]
    settings.AUDIT_MAY_BE_FLUSHED = True


@pytest.mark.django_db(transaction=True)
def test_flush_of_tests_empties_and_closes_the_door(person: Person, at: datetime) -> None:
    with transaction.atomic():
        record("shelf_dusted", person, by=person, at=at)

    call_command("flush", interactive=False, verbosity=0)

    assert AuditEntry.objects.count() == 0
    with transaction.atomic():
        entry = record("shelf_dusted", person, by=person, at=at)
    erase = f"DELETE FROM {TABLE}" if IS_SQLITE else f"TRUNCATE {TABLE}"
    with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as cursor:
        cursor.execute(erase)
    assert list(AuditEntry.objects.all()) == [entry]
