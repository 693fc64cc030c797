"""Events that repeat: made in a row, announced together, changed from one on."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access import can_announce_event, can_create_event, can_edit_event
from stellazh.events.cloning import CloneWhat
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event, EventQuerySet, EventSeries
from stellazh.events.repeating import MOST_TIMES, Repetition, days_of, shifted
from stellazh.events.services.copying import copy_of
from stellazh.events.services.events import update_event
from stellazh.events.services.fields import EventFields
from stellazh.events.services.life import announce_event
from stellazh.events.services.locking import locked_event
from stellazh.events.services.refusals import WrongRepetition

STANDING = (EventStatus.DRAFT, EventStatus.ANNOUNCED)


@transaction.atomic
def make_series(
    event_id: int,
    *,
    repetition: Repetition,
    what: CloneWhat,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> EventSeries:
    """Make the event the first of a series, with a draft like it on every further day; numbers continue.

    Sent twice with one `submission_key` it gives the series that it made before.

    Raises:
        PermissionRefused: `by` does not prepare the event.
        WrongRepetition: the event stands in a series or under an umbrella, or nothing or too much would come of it.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    require(can_create_event(by, event.association))
    if event.series is not None:
        if submission_key is not None and event.series.events.filter(submission_key=submission_key).exists():
            return event.series
        raise WrongRepetition("Мероприятие уже стоит в цикле: продолжите его с последнего.")
    if event.parent_id is not None:
        raise WrongRepetition("Это часть другого мероприятия: повторить можно только его целиком.")
    days = wanted_days(event.first_day, repetition)
    series = EventSeries.objects.create(association=event.association, title=event.title, created_at=at)
    event.series = series
    event.version += 1
    event.updated_at = at
    event.save(update_fields=["series", "version", "updated_at"])
    for place, day in enumerate(days[1:]):
        begins = shifted(event.starts_at, timedelta(days=(day - event.first_day).days), event.zone)
        key = submission_key if place == 0 else None
        copy_of(event, what, starts_at=begins, submission_key=key, by=by, at=at)
    changes = {"Дни": ("", ", ".join(f"{day:%d.%m.%Y}" for day in days))}
    record("event_series_made", event, by=by, at=at, scope=event.association.path, changes=changes)
    return series


def wanted_days(first: date, repetition: Repetition) -> list[date]:
    """The days of the series, the first included.

    Raises:
        WrongRepetition: there is no second day, or there are more than a year's weeks.
    """
    if repetition.until is None and repetition.times is None:
        raise WrongRepetition("Укажите, до какого дня повторять или сколько всего раз.")
    days = days_of(first, repetition)
    if len(days) < 2:
        raise WrongRepetition("Повторять нечего: последний день раньше второго раза.")
    if len(days) > MOST_TIMES:
        raise WrongRepetition(f"За один раз – не больше {MOST_TIMES} встреч: укажите день пораньше.")
    return days


@transaction.atomic
def announce_series(series_id: int, *, by: Actor, at: datetime) -> int:
    """Announce every draft of the series. Gives how many there were.

    Raises:
        PermissionRefused: `by` runs none of them.
        NotReadyToAnnounce: one lacks something; none is announced then.
    """
    series = EventSeries.objects.select_related("association").get(pk=series_id)
    drafts = list(_standing(series).filter(status=EventStatus.DRAFT))
    for event in drafts:
        event.association = series.association
        require(can_announce_event(by, event))
    for event in drafts:
        announce_event(event.pk, by=by, at=at)
    return len(drafts)


@transaction.atomic
def change_following(event_id: int, *, title: str, place: str, room_url: str, by: Actor, at: datetime) -> int:
    """Give this event of a series and those after it that title, place and room. Held and called off ones stay as they
    are. Gives how many were changed.

    Raises:
        PermissionRefused: `by` does not prepare it.
        WrongRepetition: it stands in no series.
        What `checked_fields` refuses; nothing is changed then.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    if event.series is None:
        raise WrongRepetition("Мероприятие не стоит в цикле.")
    changed_count = 0
    for one in _standing(event.series).filter(starts_at__gte=event.starts_at).in_order():
        fields = replace(EventFields.of(one), title=title, place=place, room_url=room_url)
        changed = update_event(one.pk, expected_version=one.version, fields=fields, by=by, at=at)
        changed_count += changed.version != one.version
    if changed_count:
        note = f"изменено встреч: {changed_count}"
        record("event_series_changed", event, by=by, at=at, scope=event.association.path, note=note)
    return changed_count


def _standing(series: EventSeries) -> EventQuerySet:
    return Event.objects.present().filter(series=series, status__in=STANDING).select_related("association")
