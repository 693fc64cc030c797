"""What assignments put on «Мой стол», and the figure beside «Мои поручения»."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, cast

from django.db.models import Exists, F, Func, IntegerField, Subquery
from django.urls import reverse

from stellazh.associations.access import can_somewhere, reach
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.people.models import Person
from stellazh.protocols.models import Assignment, Decision
from stellazh.protocols.models.decisions import AssignmentQuerySet
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

    One query while nobody waits for one's own mark; one more for those who follow somewhere and have such marks.
    """
    if request.actor.actor_kind != ActorKind.PERSON:
        return
    today = clock.today()
    near = Assignment.objects.waiting().answered_by(request.actor).filter(due_on__lte=today + NEAR)
    has_near, late = True, 0
    if can_somewhere(request.actor, "protocols.follow_decisions"):
        has_near, late = _has_near_and_late(request.actor, near, today)
    if has_near:
        yield from _near(near)
    if late:
        words = agree(late, "решение", "решения", "решений")
        yield DeskTask(
            title=f"Просрочено: {late} {words}",
            text="Напомните тем, кто не ответил, или отметьте, чем закончилось.",
            href=reverse("protocols:followed_decisions"),
            action="Посмотреть",
            tag="контроль",
            tone="warn",
            can_wait=True,
        )


def _has_near_and_late(actor: Actor, near: AssignmentQuerySet, today: date) -> tuple[bool, int]:
    """Whether own marks are near, and how many decisions are overdue. One query."""
    late = Decision.objects.open().filter(reach(actor, "protocols.follow_decisions", "association__"), due_on__lt=today)
    # Not an aggregate: that would be grouped.
    count = late.annotate(count=Func(F("pk"), function="COUNT", output_field=IntegerField())).values("count")
    asked = Person.objects.filter(pk=int(actor.actor_id)).order_by()
    found = asked.annotate(has_near=Exists(near), late=Subquery(count.order_by())).values_list("has_near", "late")
    return found[0]


def _near(near: AssignmentQuerySet) -> Iterator[DeskTask]:
    for row in with_source(near).order_by("due_on", "pk")[:MOST]:
        line = line_of(row, on=clock.today(row.decision.association.time_zone))
        yield DeskTask(
            title=line.text if len(line.text) <= 120 else f"{line.text[:119]}…",
            text=f"{line.association}, {line.source}. Кому: {line.whom}.",
            href=line.href,
            action="Отчитаться",
            tag=line.due.words,
            tone=line.due.tone,
        )


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing: a term is no event."""
    return iter(())
