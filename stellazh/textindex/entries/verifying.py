"""Comparing the index with what it is about: what is missing, what is too much, what is not as it must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from stellazh.textindex.entries.conditions import SQLITE_INDEX
from stellazh.textindex.entries.keeping import lots
from stellazh.textindex.entries.results import Difference
from stellazh.textindex.entries.storage import TABLE, Prepared, as_tsvector
from stellazh.textindex.entries.triggers import missing_triggers
from stellazh.textindex.models import IndexedEntry, StaleEntry
from stellazh.textindex.searchable import SearchableKind, searchables


def verify(kind: str | None = None) -> list[Difference]:
    """Every difference between the index and the things, of a kind or of all; things that are marked are no difference.

    «missing»: a thing without an entry; «extra»: an entry without a thing; «stale»: an entry of another text or with
    other words; «trigger»: a table whose changes nobody would notice. Reads everything.
    """
    found = [
        Difference("trigger", one.kind, detail=f"{one.table}: {one.name}") for one in missing_triggers(kind)
    ]  # fmt: skip
    for one in searchables if kind is None else [searchables[kind]]:
        found.extend(_differences(one))
    if kind is None:
        unknown = IndexedEntry.objects.exclude(kind__in=[one.code for one in searchables])
        found.extend(Difference("extra", code, key) for code, key in unknown.values_list("kind", "key"))
    return found


def _differences(kind: SearchableKind) -> Iterator[Difference]:
    waiting = set(StaleEntry.objects.filter(kind=kind.code).values_list("key", flat=True))
    keys = set(kind.every_key().order_by().values_list("pk", flat=True))
    for some in lots(sorted(keys)):
        wanted = {entry.key: Prepared.of(kind.code, entry) for entry in kind.entries(some)}
        kept = _kept(kind.code, some)
        for key in some:
            if key in waiting or (key not in wanted and key not in kept):
                continue
            if key not in kept:
                yield Difference("missing", kind.code, key)
            elif key not in wanted:
                yield Difference("extra", kind.code, key)
            elif not _is_as_wanted(wanted[key], kept[key]):
                yield Difference("stale", kind.code, key)
    others = set(IndexedEntry.objects.filter(kind=kind.code).values_list("key", flat=True)) - keys - waiting
    yield from (Difference("extra", kind.code, key) for key in sorted(others))


def _kept(kind: str, keys: list[int]) -> dict[int, tuple[Any, ...]]:
    """What is kept of them: facts of the row, then its words."""
    facts = 'e.checksum, e.title, e.title_words, e.text, e."on", e.year, e.place, e.territory_id'
    if connection.vendor == "sqlite":
        words = "w.title, w.text, w.title_places, w.text_places"
        joined = f"LEFT JOIN {SQLITE_INDEX} w ON w.rowid = e.id"
    else:
        words, joined = "e.words::text", ""
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.key, {facts}, {words} FROM {TABLE} e {joined} WHERE e.kind = %s AND e.key IN ({marks})",  # noqa: S608
            [kind, *keys],
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _is_as_wanted(wanted: Prepared, kept: tuple[Any, ...]) -> bool:
    words, entry = wanted.words(), wanted.entry
    kept_on = None if kept[4] is None else str(kept[4])
    facts = (wanted.checksum, entry.title, words.title_forms, entry.text, entry.on and entry.on.isoformat())
    if (*kept[:4], kept_on, *kept[5:8]) != (*facts, entry.year, entry.place, entry.territory_id):
        return False
    if connection.vendor == "sqlite":
        columns = (words.title, words.text, words.title_places, words.text_places)
        return kept[8:] == tuple(" ".join(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text = %s", [as_tsvector(words), kept[8]])
        return bool(cursor.fetchone()[0])
