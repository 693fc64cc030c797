"""The fixed list as it is asked: kept in the index, with what the reader may find."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet

from stellazh.textindex.entries import Found, Reader, find, put_entries
from stellazh.textindex.models import IndexedText
from tests.textindex.entries.the_list import HIDDEN, KINDS


def keep_the_list() -> None:
    """Every thing of the list, and rows by whose numbers visibility is asked."""
    for kind, entries in KINDS.items():
        put_entries(kind, entries)
        IndexedText.objects.bulk_create(
            IndexedText(pk=_number(kind, entry.key), kind=kind, key=entry.key, words="") for entry in entries
        )
    put_entries("event", HIDDEN[:3])
    put_entries("person", HIDDEN[3:])


def _number(kind: str, key: int) -> int:
    return key if kind != "speaker" else key + 10_000


def within(*kinds: str) -> Reader:
    """All of the list but what is hidden. A speaker's key is an event's, so she is asked for by the events' rows."""
    return Reader({kind: partial(_rows, "event" if kind == "speaker" else kind) for kind in kinds or tuple(KINDS)})


def _rows(kind: str) -> QuerySet[IndexedText]:
    return IndexedText.objects.filter(kind=kind)


def asked(query: str, **more: Any) -> Found:
    """What the whole list answers, all of it on one page."""
    return find(query, within(), limit=100, **more)


def keys(found: Found) -> list[str]:
    """«event 101», in order."""
    return [f"{hit.kind} {hit.key}" for hit in found.hits]


def words_of(found: Found) -> str:
    """Everything that is shown, as one text."""
    return " ".join(part for hit in found.hits for part, _ in (*hit.title_marked, *hit.fragment)) + found.meant
