"""Every kind has entries, and nothing that its texts are made of changes unnoticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from stellazh.textindex.entries import catch_up, has_stale, verify
from stellazh.textindex.models import IndexedEntry, StaleEntry
from stellazh.textindex.searchable import SearchableKind, SearchEntry, searchables
from tests.search.world import NOW, World

TABLE: Final = re.compile(r'(?:FROM|JOIN) "([a-z_]+)"')
# What nobody changes in a row that stands, or what its texts do not follow by rights: see each.
LEFT_OUT: Final = frozenset(
    {
        # Texts of consents are published once and never changed.
        ("people_consenttext", "purpose"),
        # What a file holds never changes: a trigger refuses it.
        ("files_storedfile", "sha256"),
        # A page stays of its kind.
        ("wagtailcore_page", "content_type_id"),
    }
)
# Rows that never go by themselves: what goes with them is marked.
ALWAYS_WITH_OTHERS: Final = ("people_consenttext", "pages_sitehome", "files_storedfile")


class Undone(Exception):
    """Takes back what was tried."""


def test_every_kind_has_entries_and_the_index_is_true(world: World) -> None:
    kinds = set(IndexedEntry.objects.values_list("kind", flat=True).distinct())

    assert kinds == {kind.code for kind in searchables}
    assert not has_stale()
    assert catch_up() == 0
    assert verify() == []


def test_whatever_changes_in_a_text_leaves_a_mark(world: World) -> None:
    """Every column of every table that a kind reads is changed in all rows: whose text is another must be marked."""
    before = {kind.code: _entries(kind) for kind in searchables}
    readers = _readers()
    unnoticed: list[str] = []
    tried = 0

    for model in apps.get_models(include_auto_created=True):
        kinds = readers.get(model._meta.db_table, [])
        for field in model._meta.local_concrete_fields if kinds else ():
            for value in _values(model, field):
                tried += 1
                unnoticed += _unnoticed(model, field, value, kinds, before)

    assert tried > 400
    assert sorted(set(unnoticed)) == []


def test_rows_that_come_and_go_leave_a_mark(world: World) -> None:
    """Of every table that a kind reads, all rows go: whose text became another must be marked."""
    before = {kind.code: _entries(kind) for kind in searchables}
    unnoticed: list[str] = []

    for table, kinds in _readers().items():
        try:
            with transaction.atomic():
                StaleEntry.objects.all().delete()
                with connection.cursor() as cursor:
                    cursor.execute(f'DELETE FROM "{table}"')
                unnoticed += _unmarked(f"DELETE {table}", kinds, before)
                raise Undone
        except (Undone, DatabaseError):
            continue

    assert [one for one in unnoticed if not one.endswith(tuple(ALWAYS_WITH_OTHERS))] == []


def _entries(kind: SearchableKind) -> dict[int, SearchEntry]:
    keys = list(kind.every_key().order_by().values_list("pk", flat=True))
    return {entry.key: entry for entry in kind.entries(keys)}


def _readers() -> dict[str, list[SearchableKind]]:
    """Which kinds read which tables for their texts."""
    found: dict[str, list[SearchableKind]] = {}
    for kind in searchables:
        with CaptureQueriesContext(connection) as asked:
            _entries(kind)
        for table in sorted({table for query in asked.captured_queries for table in TABLE.findall(query["sql"])}):
            found.setdefault(table, []).append(kind)
    return found


def _values(model: type[models.Model], field: Any) -> Iterator[Any]:
    """What a column is changed to, in all rows at once."""
    if field.primary_key or (model._meta.db_table, field.column) in LEFT_OUT:
        return
    if field.is_relation:
        yield from (field.related_model._base_manager.order_by(f"{sign}pk").first() for sign in ("", "-"))
    elif isinstance(field, models.BooleanField):
        yield from (True, False)
    elif isinstance(field, models.CharField | models.TextField):
        yield from _words(field)
    elif isinstance(field, models.DateTimeField):
        yield NOW
    elif isinstance(field, models.DateField):
        yield (NOW + timedelta(days=900)).date()
    elif isinstance(field, models.IntegerField):
        yield F(field.attname) + 1
    elif isinstance(field, models.JSONField):
        yield {}
    if field.null:
        yield None


def _words(field: Any) -> Iterator[Any]:
    if field.column == "time_zone":
        yield "Asia/Vladivostok"
    elif field.choices:
        yield from (code for code, _ in field.choices)
    else:
        yield Concat(F(field.attname), Value("щ"), output_field=models.TextField())
        yield ""


def _unnoticed(
    model: type[models.Model], field: Any, value: Any, kinds: list[SearchableKind], before: dict[str, Any]
) -> list[str]:
    found: list[str] = []
    try:
        with transaction.atomic():
            StaleEntry.objects.all().delete()
            QuerySet(model).update(**{field.name: value})
            found = _unmarked(f"{model._meta.db_table}.{field.column}", kinds, before)
            raise Undone
    except (Undone, DatabaseError):
        # What the database refuses cannot become so.
        return found


def _unmarked(what: str, kinds: list[SearchableKind], before: dict[str, Any]) -> list[str]:
    found = []
    for kind in kinds:
        after = _entries(kind)
        changed = {
            key for key in before[kind.code].keys() | after.keys() if before[kind.code].get(key) != after.get(key)
        }
        marked = set(StaleEntry.objects.filter(kind=kind.code).values_list("key", flat=True))
        if changed - marked:
            found.append(f"{kind.code}: {what}")
    return found
