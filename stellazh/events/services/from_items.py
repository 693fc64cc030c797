"""An event made from an item of the plan."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.events.access import can_create_event
from stellazh.events.models import Event
from stellazh.events.services.events import save_new
from stellazh.events.services.fields import EventFields
from stellazh.events.services.numbers import next_number
from stellazh.events.services.refusals import ItemUnavailable
from stellazh.russian.terms import Term, parse_term
from stellazh.workplans.enums import EventForm, ItemFormat
from stellazh.workplans.models import PlanItem

USUAL_HOUR = time(14)
USUAL_LENGTH = timedelta(hours=2)
TITLE_LENGTH = 300
_NUMBERED_TITLE = re.compile(
    r"^\s*(?P<form>[а-яё -]+?)\s*№\s*(?P<number>\d{1,3})\s*[.:,–—-]*\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The fields of an event as its plan item gives them; `is_day_guessed` when the plan names no day."""

    fields: EventFields
    is_day_guessed: bool


def propose_from_item(item: PlanItem, *, at: datetime) -> Proposal:
    """What the item says of its event; what it does not say is usual: two hours from 14:00. Three queries at most."""
    association = item.plan.association
    zone = ZoneInfo(association.time_zone)
    form, number, title = _heading(item)
    term = parse_term(item.term_raw, item.plan.school_year)
    first, last, is_guessed = _days(item, term, today=at.astimezone(zone).date())
    is_run = last > first
    begins = time() if is_run else item.time or USUAL_HOUR
    starts_at = datetime.combine(first, begins, zone)
    ends_at = datetime.combine(last, begins, zone) + (timedelta() if is_run else USUAL_LENGTH)
    if number is None:
        number = next_number(association.pk, SchoolYear.of(first).start, form)
    fields = EventFields(
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        form=form,
        number=number,
        is_all_day=is_run,
        format=item.format or ItemFormat.ONSITE,
        place=item.place.strip(),
        audience=item.audience.strip(),
        description=item.description.strip(),
    )
    return Proposal(fields, is_guessed)


@transaction.atomic
def create_event_from_item(
    item_id: int, *, submission_key: uuid.UUID | None, by: Actor, at: datetime, fields: EventFields | None = None
) -> Event:
    """Make a draft of a plan item, filled with what the item says or with `fields`. The same `submission_key` gives the
    event it made before.

    Raises:
        PermissionRefused: `by` prepares no events there.
        ItemUnavailable: the item, or its plan, has been put away.
        NumberTaken; what `checked_fields` refuses.
    """
    item = PlanItem.objects.select_related("plan__association").get(pk=item_id)
    association = item.plan.association
    require(can_create_event(by, association))
    if item.archived_at is not None or item.plan.archived_at is not None:
        raise ItemUnavailable("Пункт убран из плана: сначала верните его.")
    if made := made_before(Event.objects.filter(association=association), submission_key):
        return made
    event = Event(association=association, plan_item=item, submission_key=submission_key)
    return save_new(event, fields or propose_from_item(item, at=at).fields, by=by, at=at)


def _heading(item: PlanItem) -> tuple[str, int | None, str]:
    """Form, number and title: «Заседание № 3. Читаем вместе» names all three."""
    title = " ".join(item.title.split())
    found = _NUMBERED_TITLE.match(title)
    if found is not None:
        named = found["form"].strip().casefold()
        form = next((form for form in EventForm if str(form.label).casefold() == named), None)
        if form is not None and item.form in (form, EventForm.OTHER):
            association_id, year = item.plan.association_id, item.plan.school_year
            number = int(found["number"])
            is_free = number > 0 and not Event.objects.filter(
                association_id=association_id, school_year=year, form=form, number=number, archived_at=None
            )
            rest = found["rest"].strip() or str(form.label).capitalize()
            return form, number if is_free else None, _shortened(_capital(rest))
    return item.form, None, _shortened(title)


def _days(item: PlanItem, term: Term, *, today: date) -> tuple[date, date, bool]:
    """First and last day, and whether they are guessed."""
    if term.is_day and term.start is not None and term.end is not None:
        return term.start, term.end, False
    coming = [day for day in term.days if day >= today]
    if term.days:
        day = coming[0] if coming else term.days[-1]
        return day, day, len(term.days) > 1
    first, last = item.start or item.end, item.end or item.start
    if first is None or last is None:
        year = SchoolYear(item.plan.school_year)
        first, last = year.first_day, year.last_day
    # Somewhere in the span: the first working day of it that is not over.
    day = min(_working(max(first, min(today, last))), last)
    return day, day, True


def _working(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _shortened(title: str) -> str:
    if len(title) <= TITLE_LENGTH:
        return title
    return title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
