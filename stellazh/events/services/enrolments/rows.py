"""Rows of registrations: made, stored, written into the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from stellazh.audit.services import record, record_each
from stellazh.common.actor import Actor
from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.places import NOWHERE, Workplace
from stellazh.events.services.locking import locked_event
from stellazh.people.models import Person
from stellazh.russian.collation import sort_key

STATE: Final = "Состояние"
LONGEST_REASON: Final = 300
_DECIDED = ["state", "reason", "queued_at", "decided_at", "updated_at", "version"]


def locked_enrolment(enrolment_id: int) -> tuple[Enrolment, Event]:
    """The registration with its event, whose lock decides about everything; both as they stand under it.

    Raises:
        Enrolment.DoesNotExist: there is no such registration.
    """
    event = locked_event(Enrolment.objects.values_list("event_id", flat=True).get(pk=enrolment_id))
    enrolment = Enrolment.objects.select_related("person").get(pk=enrolment_id)
    enrolment.event = event
    return enrolment, event


def doer(by: Actor) -> dict[str, str]:
    """Who registered, as the row keeps it."""
    return {
        "registered_by_kind": str(by.actor_kind),
        "registered_by_id": by.actor_id,
        "registered_by_name": by.actor_name[:200],
    }


def of_person(person: Person, workplace: Workplace = NOWHERE) -> dict[str, Any]:
    """Name, school and municipality of a person, as they are at that moment."""
    return {
        "name": person.full_name[:200],
        "sort_key": sort_key(person.full_name)[:220],
        "organisation_id": workplace.organisation_id,
        "organisation_name": workplace.organisation_name[:200],
        "territory_id": workplace.territory_id,
    }


def put(enrolment: Enrolment, **values: Any) -> None:
    """Set several fields at once."""
    for name, value in values.items():
        setattr(enrolment, name, value)


def label(state: str) -> str:
    """A state in words; nothing for a registration that did not exist."""
    return str(EnrolmentState(state).label) if state else ""


def coming_label(coming_as: str) -> str:
    """A way of coming in words."""
    return str(ComingAs(coming_as).label) if coming_as else ""


def keep_deed(
    action: str, enrolment: Enrolment, event: Event, *, before: str, note: str = "", by: Actor, at: datetime
) -> None:
    """Write one deed into the journal with the state before and after."""
    after = label(enrolment.state)
    changes = {STATE: (label(before), after)} if label(before) != after else {}
    record(action, enrolment, by=by, at=at, scope=event.association.path, changes=changes, note=note)


def keep_deeds(
    action: str, enrolments: Sequence[Enrolment], event: Event, *, note: str = "", by: Actor, at: datetime
) -> None:
    """Write the same deed about many: as many statements as for a few. The note tells the state after it."""
    notes = [f"{label(one.state)}. {note}".rstrip(". ") for one in enrolments]
    record_each(action, enrolments, by=by, at=at, scopes=[event.association.path] * len(enrolments), notes=notes)


def store_decided(enrolments: Sequence[Enrolment], *, at: datetime) -> None:
    """Store what was decided about many."""
    for one in enrolments:
        one.updated_at = at
        one.version += 1
    Enrolment.objects.bulk_update(enrolments, _DECIDED, batch_size=200)


def checked_reason(reason: str) -> str:
    """The reason in one line, no longer than its place."""
    return " ".join(reason.split())[:LONGEST_REASON]
