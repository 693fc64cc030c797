"""Inviting people of ours: some of them, or whole lists of members, in lots."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.enrolments import can_invite, can_invite_association, can_invite_people
from stellazh.events.enums import EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.places import NOWHERE, workplaces
from stellazh.events.services.enrolments.refusals import TooManyAtOnce
from stellazh.events.services.enrolments.rows import doer, keep_deeds, of_person
from stellazh.events.services.enrolments.telling import News, tell_later
from stellazh.events.services.locking import locked_event
from stellazh.members.models import Membership
from stellazh.people.models import Person

INVITE: Final = "events.invite_members"
LOT: Final = 500
MOST_INVITED: Final = 5_000
# So many are invited while the organiser waits; more in the background, with progress.
AT_ONCE: Final = 200


@transaction.atomic
def invite_people(event_id: int, *, person_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Invite these people; how many were new. Whoever is registered, invited or has said no is left alone.

    Raises:
        PermissionRefused: `by` does not run the event, it is not announced, or they stand in none of her lists.
        TooManyAtOnce.
    """
    wanted = sorted(set(person_ids))
    if len(wanted) > LOT:
        raise TooManyAtOnce(f"По одному отмечают не больше {LOT} человек: пригласите объединение целиком.")
    event = locked_event(event_id)
    require(can_invite_people(by, event, wanted))
    return _invite(event, wanted, by=by, at=at)


def invite_members(
    event_id: int,
    *,
    association_ids: Collection[int],
    is_below: bool,
    by: Actor,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Invite all members of these associations, and with `is_below` of those below them; how many were new.

    Lot by lot, each a transaction of its own, so that the event is never locked for long; begun anew it invites nobody
    twice.

    Raises:
        PermissionRefused: as `invite_people`, about each of the associations. TooManyAtOnce.
    """
    event = Event.objects.select_related("association").get(pk=event_id)
    require(can_invite(by, event))
    chosen = list(Association.objects.present().filter(pk__in=association_ids).select_related("territory"))
    for association in chosen:
        require(can_invite_association(by, event, association))
    wanted = members_of(chosen, is_below=is_below, at=at)
    if len(wanted) > MOST_INVITED:
        raise TooManyAtOnce(f"За один раз приглашают не больше {MOST_INVITED} человек: выберите меньше объединений.")
    made = 0
    for start in range(0, len(wanted), LOT):
        progress(start, len(wanted))
        made += _invite_lot(event_id, wanted[start : start + LOT], by=by, at=at)
    progress(len(wanted), len(wanted))
    return made


def members_of(associations: Sequence[Association], *, is_below: bool, at: datetime) -> list[int]:
    """The keys of today's members of these associations, each once."""
    if not associations:
        return []
    where = Q()
    for association in associations:
        where |= Q(association__path__startswith=association.path) if is_below else Q(association_id=association.pk)
    rows = Membership.objects.on(clock.day_of(at)).filter(
        where, association__archived_at=None, person__archived_at=None
    )
    return sorted(set(rows.values_list("person_id", flat=True)))


@transaction.atomic
def _invite_lot(event_id: int, person_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    event = locked_event(event_id)
    require(can_invite(by, event))
    return _invite(event, person_ids, by=by, at=at)


def _invite(event: Event, person_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    known = set(event.enrolments.filter(person_id__in=person_ids).values_list("person_id", flat=True))
    people = Person.objects.present().filter(pk__in=[pk for pk in person_ids if pk not in known]).in_order()
    at_work = workplaces([person.pk for person in people], on=clock.day_of(at))
    made = Enrolment.objects.bulk_create(
        Enrolment(
            event=event,
            person=person,
            state=EnrolmentState.INVITED,
            registered_at=at,
            updated_at=at,
            **of_person(person, at_work.get(person.pk, NOWHERE)),
            **doer(by),
        )
        for person in people
    )
    if made:
        keep_deeds("enrolment_invited", made, event, by=by, at=at)
        tell_later(made, News.INVITED, at=at)
    return len(made)
