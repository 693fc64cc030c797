"""Whom news of a protocol concern: those who were there, those who keep protocols there."""

from __future__ import annotations

from datetime import datetime

from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.capabilities import Role, capabilities
from stellazh.notices.services import notify
from stellazh.protocols.enums import PartRole
from stellazh.protocols.models import Protocol

AWAY = (PartRole.EXCUSED, PartRole.ABSENT)


def people_there(protocol: Protocol) -> set[int]:
    """The keys of the people known to us who took part or were invited. One query."""
    rows = protocol.people.exclude(role__in=AWAY).filter(person__isnull=False)
    return set(rows.values_list("person_id", flat=True))


def keepers(association: Association, *, at: datetime) -> set[int]:
    """The keys of those who keep protocols of exactly that association. One query."""
    roles: set[Role] = set(capabilities["protocols.edit_protocol"].roles)
    on = clock.day_of(at, association.time_zone)
    rows = Grant.objects.active_on(on).filter(association=association, role__in=roles)
    return set(rows.values_list("person_id", flat=True))


def tell(
    kind: str, people: set[int], protocol: Protocol, *, title: str, text: str, by: Actor, at: datetime, part: str = ""
) -> int:
    """Tell these people of the protocol; whoever did it is not told. How many were."""
    others = people - {int(by.actor_id)} if by.actor_kind == ActorKind.PERSON else people
    address = f"{protocol.get_absolute_url()}{part}"
    return notify(kind, others, title=title, text=text, address=address, about=protocol.object_key, by=by, at=at)
