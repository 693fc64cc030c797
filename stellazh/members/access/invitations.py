"""Who of a list may be invited, asked of many at once: the same rules as for one, in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from stellazh.associations.access import can
from stellazh.associations.models import Association, Grant
from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.members.access.people import ADDRESS_ELSEWHERE, ROLE_ELSEWHERE, answers_for_all, may_hand_over_all
from stellazh.members.models import Membership
from stellazh.people.models import Person


@dataclass(frozen=True, slots=True)
class MayInvite:
    """Whether one person may be invited, and whether the actor may write down where to."""

    invite: Verdict
    set_address: Verdict


def can_invite_many(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may invite the people of that list."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто.")
    return can(actor, "members.invite", association)


def may_invite_each(
    actor: Actor, association: Association, people: Sequence[Person], *, on: date
) -> dict[int, MayInvite]:
    """The answers for members of `association` without an account; the actor invites there. Two queries."""
    keys = [person.pk for person in people]
    in_force = Q(to_on=None) | Q(to_on__gte=on)
    places: dict[int, list[Association]] = defaultdict(list)
    for row in Membership.objects.filter(in_force, person_id__in=keys).select_related("association__parent"):
        places[row.person_id].append(row.association)
    grants: dict[int, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.filter(in_force, person_id__in=keys).select_related("association__parent"):
        grants[grant.person_id].append(grant)
    may = can_invite_many(actor, association)
    return {
        key: MayInvite(
            may if not may else ALLOWED if may_hand_over_all(actor, grants[key]) else refuse(ROLE_ELSEWHERE),
            ALLOWED if answers_for_all(actor, places[key], grants[key]) else refuse(ADDRESS_ELSEWHERE),
        )
        for key in keys
    }
