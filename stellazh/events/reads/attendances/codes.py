"""Codes of checking in as their keepers see them, and one's own marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from stellazh.common.actor import Actor, LinkHolder
from stellazh.events.models import AttendanceMark, CheckInCode, Event
from stellazh.events.services.attendances.codes import why_not_open
from stellazh.people.models import Person


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code: its digits in two halves, whether it opens now, and how many have checked in with it."""

    code: CheckInCode
    first: str
    last: str
    why_not: str
    is_over: bool
    window: str
    count: int

    @classmethod
    def of(cls, code: CheckInCode, event: Event, count: int, *, at: datetime) -> CodeRow:
        """The code as it stands at that moment."""
        half = len(code.code) // 2
        opens, closes = code.opens_at.astimezone(event.zone), code.closes_at.astimezone(event.zone)
        day = "" if opens.date() == closes.date() == event.first_day == event.last_day else f"{opens:%d.%m} "
        last_day = "" if opens.date() == closes.date() else f"{closes:%d.%m} "
        return cls(
            code=code,
            first=code.code[:half],
            last=code.code[half:],
            why_not=why_not_open(code, event, at=at),
            is_over=at >= code.closes_at or code.revoked_at is not None,
            window=f"{day}{opens:%H:%M}–{last_day}{closes:%H:%M}",
            count=count,
        )


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A mark of one's own, in words."""

    words: str
    when: str


def code_rows(event: Event, *, at: datetime) -> list[CodeRow]:
    """The codes of the event, those that open now first. One query."""
    rows = _with_count(CheckInCode.objects.filter(event=event)).order_by("-opens_at", "-pk")
    shown = [CodeRow.of(code, event, code.checked_in, at=at) for code in rows]
    return sorted(shown, key=lambda row: (row.is_over, bool(row.why_not)))


def checked_in_count(code: CheckInCode) -> int:
    """How many have checked in with it. One query."""
    return AttendanceMark.objects.filter(code=code, withdrawn_at=None).count()


def own_marks(event: Event, actor: Actor) -> list[OwnMark]:
    """What is known of the actor's own attendance. One query."""
    rows = AttendanceMark.objects.filter(attendance__event=event, withdrawn_at=None).order_by("marked_at", "pk")
    if isinstance(actor, Person):
        rows = rows.filter(attendance__person=actor)
    elif isinstance(actor, LinkHolder):
        rows = rows.filter(attendance__enrolment_id=int(actor.object_id))
    else:
        return []
    return [
        OwnMark(
            str(mark.get_source_display()),
            f"{mark.marked_at.astimezone(event.zone):%d.%m.%Y, %H:%M}",
        )
        for mark in rows
    ]


def _with_count(rows: QuerySet[CheckInCode]) -> QuerySet[Any]:
    return rows.annotate(checked_in=Count("marks", filter=Q(marks__withdrawn_at=None)))
