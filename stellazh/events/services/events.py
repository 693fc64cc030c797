"""Events made and changed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events import moments
from stellazh.events.access import can_create_event, can_edit_event
from stellazh.events.models import Event
from stellazh.events.services.fields import FIELD_NAMES, EventFields, checked_fields
from stellazh.events.services.locking import locked_event
from stellazh.events.services.numbers import number_taken, require_free_number
from stellazh.events.services.outcomes import tell_plan
from stellazh.events.services.places import require_room_for_people
from stellazh.events.services.refusals import WrongUmbrella


@transaction.atomic
def create_event(
    association_id: int,
    *,
    fields: EventFields,
    parent_id: int | None = None,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> Event:
    """Make a draft; with `parent_id` a part of an umbrella. The same `submission_key` gives the event it made before.

    Raises:
        PermissionRefused: `by` prepares no events there.
        WrongUmbrella: it cannot be a part of that one.
        NumberTaken; what `checked_fields` refuses.
    """
    association = Association.objects.get(pk=association_id)
    require(can_create_event(by, association))
    if made := made_before(Event.objects.filter(association=association), submission_key):
        return made
    event = Event(association=association, submission_key=submission_key)
    if parent_id is not None:
        event.parent = umbrella(association, parent_id, by)
    return save_new(event, fields, by=by, at=at)


@transaction.atomic
def update_event(event_id: int, *, expected_version: int, fields: EventFields, by: Actor, at: datetime) -> Event:
    """Change an event in whatever state it is. Equal fields change nothing; `moments.on_changed` hears of others.

    Raises:
        PermissionRefused: `by` does not prepare it, or it is archived.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        FewerPlacesThanPeople: more people hold places than would be left.
        NumberTaken; what `checked_fields` refuses.
    """
    event = locked_event(event_id)
    require(can_edit_event(by, event))
    zone = event.zone
    checked = checked_fields(fields, zone)
    stored = EventFields.of(event)
    before, wanted = stored.texts(zone), checked.texts(zone)
    require_version(event.version, expected_version, theirs=before, mine=wanted)
    changes = {
        name: (getattr(stored, name), getattr(checked, name))
        for name in FIELD_NAMES
        if getattr(stored, name) != getattr(checked, name)
    }
    if not changes:
        return event
    _put(event, checked)
    if {"capacity", "capacity_online", "format"} & changes.keys():
        require_room_for_people(event, stored)
    require_free_number(event)
    event.version += 1
    event.updated_at = at
    with unique_or(number_taken(event)):
        event.save()
    record("event_updated", event, by=by, at=at, scope=event.association.path, changes=compare(before, wanted))
    moments.reached(moments.on_changed, event, changes, by=by, at=at)
    tell_plan(event, by=by, at=at)
    return event


def save_new(event: Event, fields: EventFields, *, by: Actor, at: datetime, deed: str = "event_created") -> Event:
    """Store a new draft that has its association already, with its entry in the journal. Asks no right.

    Raises:
        NumberTaken; what `checked_fields` refuses.
    """
    zone = event.zone
    checked = checked_fields(fields, zone)
    _put(event, checked)
    require_free_number(event)
    event.created_at = event.updated_at = at
    with unique_or(number_taken(event)):
        event.save()
    texts = {name: text for name, text in checked.texts(zone).items() if text}
    record(deed, event, by=by, at=at, scope=event.association.path, changes=compare({}, texts))
    return event


def umbrella(association: Association, parent_id: int, by: Actor) -> Event:
    """The event that is to have a part, locked.

    Raises:
        WrongUmbrella: it is of another association, archived, or a part itself.
        PermissionRefused: `by` does not prepare it.
    """
    parent = Event.objects.select_for_update(of=("self",)).filter(pk=parent_id, association=association).first()
    if parent is None:
        raise WrongUmbrella("Такого мероприятия у объединения нет: выберите другое.")
    parent.association = association
    require(can_edit_event(by, parent))
    if parent.parent_id is not None:
        raise WrongUmbrella("Это само часть другого мероприятия: частей у него не бывает.")
    return parent


def _put(event: Event, fields: EventFields) -> None:
    for name in FIELD_NAMES:
        setattr(event, name, getattr(fields, name))
    # The year of the day where the association is, not of the moment in UTC.
    event.school_year = SchoolYear.of(event.first_day).start
