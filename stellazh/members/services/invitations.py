"""Inviting a whole list: in the background, each person by herself, nobody twice within a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.links.models import SecretLink
from stellazh.members.access.invitations import can_invite_many
from stellazh.members.models import Membership
from stellazh.people.links import INVITATION
from stellazh.people.models import Person
from stellazh.people.services import invite_person, set_email

INVITE = "members.invite_people"
GUARD = timedelta(days=1)


class NobodyChosen(DomainError):
    """An empty list was sent."""


class NotInvited(DomainError):
    """This person gets no letter; the message says why."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """A member and the address the letter goes to; an empty one means the card's own."""

    person_id: int
    email: str = ""


@transaction.atomic
def request_invitations(
    association_id: int, *, invitees: Sequence[Invitee], again: bool, by: Actor, at: datetime
) -> Job:
    """Have these members invited in the background; the job's page shows how far it is and leads to the report.

    Whoever was invited within a day is passed over unless `again`.

    Raises:
        PermissionRefused: `by` does not invite there.
        NobodyChosen.
    """
    association = Association.objects.get(pk=association_id)
    require(can_invite_many(by, association))
    if not invitees:
        raise NobodyChosen("Отметьте хотя бы одного человека.")
    since = at if again else at - GUARD
    job = enqueue(
        INVITE,
        {
            "association_id": association.pk,
            "people": [[one.person_id, one.email] for one in invitees],
            "asked_at": at.isoformat(),
            "since": since.isoformat(),
        },
        label=f"Приглашения: {association.short_name}",
        scope=association.path[:100],
        by=by,
        at=at,
    )
    record(
        "list_invited",
        association,
        by=by,
        at=at,
        scope=association.path,
        changes={"Приглашения": ("", f"поручено: {len(invitees)}")},
    )
    return job


@transaction.atomic
def invite_listed(
    association_id: int, invitee: Invitee, *, since: datetime, asked_at: datetime, by: Actor, at: datetime
) -> bool:
    """Write down the address and invite one of a list. False: this very request has invited her already.

    Raises:
        NotInvited: she stands in the list no more, signs in, or was invited after `since`.
        What `set_email` and `invite_person` refuse.
    """
    association = Association.objects.get(pk=association_id)
    # Locked, so that two lists at once send one letter.
    person = Person.objects.select_for_update().get(pk=invitee.person_id)
    if not _stands(person, association, on=clock.day_of(at, association.time_zone)):
        raise NotInvited("уже не в этом списке")
    if person.has_account:
        raise NotInvited("уже входит")
    sent = SecretLink.objects.about(person).filter(purpose=INVITATION, created_at__gte=since)
    last = sent.order_by("-created_at").first()
    if last is not None and last.created_at >= asked_at:
        return False
    if last is not None:
        raise NotInvited("приглашение ушло меньше суток назад")
    email = invitee.email.strip().casefold()
    if email and email != person.email:
        set_email(person.pk, email=email, scope=association.path, by=by, at=at)
    invite_person(person.pk, scope=association.path, by=by, at=at)
    return True


def _stands(person: Person, association: Association, *, on: date) -> bool:
    here = Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=on), person=person, association=association)
    return here.exists()
