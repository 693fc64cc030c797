"""Things to be found: rows of a table that stands anyway, so that no model is made for tests alone.

A thing of the kind «event» is an `IndexedText` of that kind; its words are its title and its text apart by «|».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from stellazh.common.actor import Actor
from stellazh.textindex.models import IndexedText
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source

TABLE = "textindex_indexedtext"


def things(kind: str = "event") -> QuerySet[IndexedText]:
    return IndexedText.objects.filter(kind=kind)


def add(title: str, text: str = "", *, kind: str = "event", pk: int | None = None) -> IndexedText:
    """A thing in its table; `catch_up` finds out by itself."""
    last = IndexedText.objects.order_by("-key").values_list("key", flat=True).first() or 0
    return IndexedText.objects.create(pk=pk, kind=kind, key=last + 1, words=f"{title}|{text}")


def entry_of(row: IndexedText) -> SearchEntry:
    title, _, text = row.words.partition("|")
    return SearchEntry(key=row.pk, title=title, text=text, on=date(2025, 1, 1))


def searchable(code: str = "event", *, columns: tuple[str, ...] = (), **more: Any) -> SearchableKind:
    """A kind whose things are those rows; those with «скрыто» in their words are for nobody."""

    def entries(keys: Sequence[int]) -> Iterator[SearchEntry]:
        yield from map(entry_of, things(code).filter(pk__in=keys).exclude(words__contains="скрыто"))

    def shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
        return {row.pk: Shown(f"/{row.pk}/", row.words) for row in things(code).filter(pk__in=keys)}

    key = f"(CASE WHEN {{row}}.kind = '{code}' THEN {{row}}.id END)"
    return SearchableKind(
        code=code,
        label="мероприятие",
        plural="мероприятия",
        entries=entries,
        every_key=lambda: things(code),
        visible_to=lambda actor: things(code),
        shown=shown,
        sources=more.pop("sources", (Source(TABLE, key, columns),)),
        **more,
    )
