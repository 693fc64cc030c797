"""Documents given for an event: the issues, who of the present has none yet, one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate, IssueRun
from stellazh.certificates.recipient_lists import Recipient
from stellazh.common.actor import Actor, ActorKind
from stellazh.events.documents import present_people
from stellazh.events.models import Event
from stellazh.russian.collation import fold

NAMES_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class EventDocuments:
    """What stands on the tab: issues that the reader may see, documents that hold, those of the present without one."""

    runs: tuple[IssueRun, ...]
    given_count: int
    present_count: int
    without: tuple[Recipient, ...]
    without_count: int


def event_documents(event: Event, actor: Actor) -> EventDocuments:
    """Seven queries at most, whatever the number of people."""
    runs = IssueRun.objects.visible_to(actor).filter(subject_key=event.object_key).select_related("kind").in_order()
    given = Certificate.objects.filter(subject_key=event.object_key, status=CertificateStatus.VALID)
    known = list(given.values_list("person_id", "name"))
    people = {person_id for person_id, _ in known if person_id}
    names = {fold(name) for _, name in known}
    present = present_people(event.object_key)
    without = [one for one in present if one.person_id not in people and fold(one.name) not in names]
    return EventDocuments(tuple(runs), len(known), len(present), tuple(without[:NAMES_SHOWN]), len(without))


def own_documents(event: Event, actor: Actor) -> list[Certificate]:
    """The reader's own documents for the event that hold. One query, none for a guest."""
    if actor.actor_kind != ActorKind.PERSON:
        return []
    rows = Certificate.objects.valid().filter(subject_key=event.object_key, person_id=int(actor.actor_id))
    return list(rows.order_by("issued_on", "pk"))
