"""Whom news of a resolution concern."""

from __future__ import annotations

from datetime import datetime

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.members.models import Membership
from stellazh.notices.services import notify
from stellazh.protocols.models import Resolution
from stellazh.protocols.notice_kinds import RESOLUTION


def everybody(resolution: Resolution, *, at: datetime) -> set[int]:
    """The keys of those who belong to the association today, or to one below it. One query."""
    association = resolution.association
    rows = Membership.objects.on(clock.day_of(at, association.time_zone))
    return set(rows.filter(association__path__startswith=association.path).values_list("person_id", flat=True))


def tell_people(
    resolution: Resolution, people: set[int], *, title: str, text: str, part: str = "", by: Actor, at: datetime
) -> int:
    """Tell these people of the resolution; whoever did it is not told. How many were."""
    others = people - {int(by.actor_id)} if by.actor_kind == ActorKind.PERSON else people
    if not others:
        return 0
    return notify(
        RESOLUTION,
        others,
        title=f"{title}: {resolution.association.short_name}",
        text=text,
        address=f"{resolution.get_absolute_url()}{part}",
        about=resolution.object_key,
        by=by,
        at=at,
    )
