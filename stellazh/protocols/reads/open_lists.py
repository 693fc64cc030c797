"""Published protocols and resolutions in lists that everybody reads: titles without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from stellazh.protocols.models import Decision, Protocol, Resolution
from stellazh.protocols.reads.open_protocol import known_names
from stellazh.protocols.reads.open_words import Veil


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One line. `words` is «Протокол № 2 от 12.09.2024» or «принята 27.08.2024»."""

    href: str
    words: str
    title: str
    on: date | None
    number: int | None = None


def open_protocol_rows(protocols: Sequence[Protocol]) -> list[OpenRow]:
    """Rows of a page, as everybody reads them. Four queries, whatever the number of rows."""
    rows = list(protocols)
    fetch_names(rows)
    return [
        OpenRow(row.get_absolute_url(), f"{row}", Veil(known_names(row))(row.title), row.held_on, row.number)
        for row in rows
    ]


def open_resolution_rows(resolutions: Sequence[Resolution]) -> list[OpenRow]:
    """Rows of a page, as everybody reads them. No query."""
    veil = Veil()
    return [
        OpenRow(row.get_absolute_url(), f"принята {row.adopted_on:%d.%m.%Y}", veil(row.title), row.adopted_on)
        for row in resolutions
    ]


def fetch_names(protocols: Sequence[Protocol]) -> None:
    """Fetch everybody whom the protocols name. Four queries."""
    decisions = Decision.objects.filter(archived_at=None).prefetch_related("owners")
    prefetch_related_objects(list(protocols), "people", "speeches", Prefetch("decisions", decisions))
