"""Protocols in a list: narrowed, and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stellazh.protocols.enums import ProtocolStatus
from stellazh.protocols.models import Decision, Protocol, ProtocolQuerySet
from stellazh.protocols.reads.numbers import proposed_numbers
from stellazh.russian.collation import fold

MOST_WORDS = 8
_TONES = {ProtocolStatus.DRAFT: "", ProtocolStatus.REMARKS: "warn", ProtocolStatus.SIGNED: "ok"}


@dataclass(frozen=True, slots=True)
class ProtocolRow:
    """A protocol as a list shows it: `number` is «№ 2», of a draft «предложен № 3»."""

    href: str
    number: str
    held_on: date
    title: str
    association: str
    association_code: str
    state: str
    tone: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ProtocolFilters:
    """What a list is narrowed by; nothing by default."""

    words: str = ""
    year: int | None = None
    association_id: int | None = None
    state: str = ""
    is_archived: bool = False


def narrowed(protocols: ProtocolQuerySet, filters: ProtocolFilters) -> ProtocolQuerySet:
    """Those that are asked for. Words are looked for in themes and decisions."""
    rows = protocols.exclude(archived_at=None) if filters.is_archived else protocols.present()
    if filters.year:
        rows = rows.filter(school_year=filters.year)
    if filters.association_id:
        rows = rows.filter(association_id=filters.association_id)
    if filters.state:
        rows = rows.filter(status=filters.state)
    return _with_words(rows, filters.words) if filters.words.strip() else rows


def protocol_rows(protocols: Sequence[Protocol]) -> list[ProtocolRow]:
    """Rows of a page; the association is to be selected. Two queries when there are drafts among them."""
    rows = list(protocols)
    numbers = proposed_numbers(rows)
    return [
        ProtocolRow(
            href=row.get_absolute_url(),
            number=f"№\xa0{row.number}" if row.number else f"предложен №\xa0{numbers[row.pk]}",
            held_on=row.held_on,
            title=row.title,
            association=row.association.short_name,
            association_code=row.association.code,
            state="в архиве" if row.archived_at else str(row.get_status_display()),
            tone="" if row.archived_at else _TONES[ProtocolStatus(row.status)],
            is_archived=row.archived_at is not None,
        )
        for row in rows
    ]


def _with_words(rows: ProtocolQuerySet, text: str) -> ProtocolQuerySet:
    # SQLite knows no case of Russian letters, and ё is е to whoever searches: texts are compared folded.
    words = fold(text).split()[:MOST_WORDS]
    texts = {pk: f"{title} {meeting}" for pk, title, meeting in rows.values_list("pk", "title", "meeting_words")}
    decisions = Decision.objects.filter(protocol__in=rows.values("pk"), archived_at=None)
    for pk, said in decisions.values_list("protocol_id", "text"):
        if pk in texts:
            texts[pk] += f" {said}"
    found = [pk for pk, said in texts.items() if all(word in fold(said) for word in words)]
    return rows.filter(pk__in=found)
