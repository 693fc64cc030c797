"""What assignments put on «Мой стол», and the figure beside «Мои поручения»."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, cast

from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.common import clock
from stellazh.common.actor import ActorKind
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.protocols.models import Assignment, Decision
from stellazh.protocols.reads.assignments import line_of, with_source

MOST: Final = 4
# A term further away is nothing for today.
NEAR: Final = timedelta(days=14)
_COUNT: Final = "_assignments_waiting"


def waiting_count(request: Request) -> int:
    """How many marks wait for the actor. One query for a request."""
    known = request.__dict__.get(_COUNT)
    if known is None:
        known = request.__dict__[_COUNT] = Assignment.objects.waiting().answered_by(request.actor).count()
    return cast("int", known)


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """One's own marks whose term is near or past; for those who follow, how many decisions are overdue.

    One query for anybody, another for those who follow somewhere.
    """
    if request.actor.actor_kind != ActorKind.PERSON:
        return
    today = clock.today()
    rows = with_source(Assignment.objects.waiting().answered_by(request.actor))
    near = rows.filter(due_on__lte=today + NEAR).order_by("due_on", "pk")
    for row in near[:MOST]:
        line = line_of(row, on=clock.today(row.decision.association.time_zone))
        yield DeskTask(
            title=line.text if len(line.text) <= 120 else f"{line.text[:119]}…",
            text=f"{line.association}, {line.source}. Кому: {line.whom}.",
            href=line.href,
            action="Отчитаться",
            tag=line.due.words,
            tone=line.due.tone,
        )
    if can_somewhere(request.actor, "protocols.follow_decisions"):
        late = Decision.objects.open().filter(
            reach(request.actor, "protocols.follow_decisions", "association__"), due_on__lt=today
        )
        count = late.count()
        if count:
            words = agree(count, "решение", "решения", "решений")
            yield DeskTask(
                title=f"Просрочено: {count} {words}",
                text="Напомните тем, кто не ответил, или отметьте, чем закончилось.",
                href=reverse("protocols:followed_decisions"),
                action="Посмотреть",
                tag="контроль",
                tone="warn",
                can_wait=True,
            )


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing: a term is no event."""
    return iter(())
