"""What of the year is not told to its end: events, protocols, decisions, the resolution, the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from stellazh.events.enums import EventStatus
from stellazh.events.models import Event
from stellazh.events.models.events import EventQuerySet
from stellazh.events.reads.event_filters import day_begins
from stellazh.events.reads.figure_scopes import attendances_in, events_in
from stellazh.protocols.models import Decision, Protocol
from stellazh.reports.figures.decisions import points, was_open
from stellazh.reports.figures.doubts.model import MOST_NAMED, Asked, Doubt, DoubtRule, named
from stellazh.reports.figures.plans import items, plan_of, untold
from stellazh.reports.figures.scopes import there
from stellazh.russian.numerals import ACTIVITIES, ITEMS, agree
from stellazh.workplans.enums import EventForm

_DECISIONS: Final = ("решение", "решения", "решений")
MEETING_FORMS: Final = (EventForm.MEETING, EventForm.CONFERENCE_MEETING)


def events_outside_the_year(asked: Asked) -> Iterator[Doubt]:
    """Events of this year whose days lie outside it: they are in no figure."""
    first, last = asked.scope.period
    before = Q(starts_at__lt=day_begins(first, asked.scope.zone))
    found = (
        Event.objects.present()
        .filter(association=asked.scope.association, school_year=asked.scope.school_year, parent=None)
        .exclude(status__in=(EventStatus.CANCELLED, EventStatus.DRAFT))
    )
    after = Q(ends_at__gte=day_begins(last + timedelta(days=1), asked.scope.zone))
    rows = list(found.filter(before | after).select_related("association").in_order())
    if rows:
        sentence = (
            f"{ACTIVITIES(len(rows))} этого учебного года по датам в него не {_fit(len(rows))}: "
            f"{named([row.title for row in rows], len(rows))}. Проверьте даты."
        )
        yield Doubt("events_outside_the_year", sentence, rows[0].get_absolute_url())


def held_without_people(asked: Asked) -> Iterator[Doubt]:
    """Events that were held by nobody's account."""
    own = asked.scope.attendances()
    found = events_in(own).exclude(pk__in=attendances_in(own).values("event_id"))
    yield from _about(
        found,
        "held_without_people",
        "{count} {forms} без единого участия: {titles}. Отметьте, кто был.",
        ("проведено", "проведены", "проведены"),
        "events:attendance_list",
    )


def past_and_not_told(asked: Asked) -> Iterator[Doubt]:
    """Events whose time has passed, and of which nobody has said whether they were held."""
    found = Event.objects.present().filter(
        association=asked.scope.association,
        school_year=asked.scope.school_year,
        parent=None,
        status__in=(EventStatus.DRAFT, EventStatus.ANNOUNCED),
        ends_at__lt=min(asked.scope.cut, asked.at),
    )
    yield from _about(
        found,
        "past_and_not_told",
        "{count} {forms}, и никто не сказал, состоялись ли они: {titles}. Отметьте, проведено или отменено.",
        ("прошло", "прошли", "прошли"),
    )


def meetings_without_protocol(asked: Asked) -> Iterator[Doubt]:
    """Meetings that were held, and their protocol is not signed."""
    signed = Protocol.objects.signed().filter(there(asked.scope), event=OuterRef("pk"), signed_at__lt=asked.scope.cut)
    rows = events_in(asked.scope.attendances()).filter(~Exists(signed), form__in=MEETING_FORMS).in_order()
    count = rows.count()
    if count:
        titles = named(rows.values_list("title", flat=True)[:MOST_NAMED], count)
        sentence = (
            f"Проведены заседания и совещания без подписанного протокола ({count}): {titles}. Подпишите протокол."
        )
        yield Doubt("meetings_without_protocol", sentence, _protocols_address(asked))


def decisions_late(asked: Asked) -> Iterator[Doubt]:
    """Decisions of this association whose term has passed without an answer, those of earlier years too."""
    asks = {"association": asked.scope.association, "binding_at__lt": asked.scope.cut, "is_for_information": False}
    rows = Decision.objects.filter(there(asked.scope), was_open(asked.scope), due_on__lt=asked.scope.day, **asks)
    # The points of this year's resolution are told of by themselves.
    count = rows.exclude(pk__in=points(asked.scope)).count()
    if count:
        verb = agree(count, "осталось", "остались", "остались")
        sentence = (
            f"{count} {agree(count, *_DECISIONS)} с прошедшим сроком {verb} без ответа. "
            "Отметьте исполнение или снимите с контроля."
        )
        address = reverse("protocols:association_assignments", args=[asked.scope.association.code])
        yield Doubt("decisions_late", sentence, f"{address}?state=overdue")


def points_open(asked: Asked) -> Iterator[Doubt]:
    """Points of the year's resolution that nobody has closed."""
    rows = points(asked.scope).filter(was_open(asked.scope)).order_by("position", "pk")
    first = rows.first()
    if first is not None and first.resolution_id is not None:
        count = rows.count()
        verb = agree(count, "не закрыт", "не закрыты", "не закрыты")
        sentence = f"{ITEMS(count)} резолюции {verb}. Закройте их с итогом: отчёт отвечает на резолюцию по пунктам."
        yield Doubt("points_open", sentence, reverse("protocols:resolution_closing", args=[first.resolution_id]))


def plan_not_told(asked: Asked) -> Iterator[Doubt]:
    """Items of the plan whose term has passed, and of which nobody has said what became of them."""
    plan = plan_of(asked.scope)
    if plan is None:
        return
    rows = items(asked.scope).filter(untold(asked.scope)).order_by("position", "pk")
    count = rows.count()
    if count:
        titles = named(rows.values_list("title", flat=True)[:MOST_NAMED], count)
        sentence = (
            f"{ITEMS(count)} плана с прошедшим сроком без итога: {titles}. "
            "Отметьте, проведено, перенесено или отменено."
        )
        yield Doubt("plan_not_told", sentence, plan.get_absolute_url())


def _about(
    found: EventQuerySet, code: str, sentence: str, verbs: tuple[str, str, str], page: str = ""
) -> Iterator[Doubt]:
    """One doubt about all these events; it leads to the first of them. Two queries."""
    count = found.count()
    first = found.select_related("association").in_order().first()
    if first is None:
        return
    titles = named(found.in_order().values_list("title", flat=True)[:MOST_NAMED], count)
    words = sentence.format(count=ACTIVITIES(count), forms=agree(count, *verbs), titles=titles)
    yield Doubt(code, words, reverse(page, args=[first.pk]) if page else first.get_absolute_url())


def _fit(count: int) -> str:
    return agree(count, "попадает", "попадают", "попадают")


def _protocols_address(asked: Asked) -> str:
    return reverse("protocols:association_protocols", args=[asked.scope.association.code])


RULES: Final[tuple[DoubtRule, ...]] = (
    events_outside_the_year,
    held_without_people,
    past_and_not_told,
    meetings_without_protocol,
    decisions_late,
    points_open,
    plan_not_told,
)
