"""Membership: from a day, to a day; the past stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from stellazh.associations.access import can_grant_role
from stellazh.associations.models import Association, Grant
from stellazh.associations.services import end_grant, grant_role
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor, ActorKind, System
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import FormSentTwice
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.members import access
from stellazh.members.models import Membership
from stellazh.members.notice_kinds import TAKEN_INTO_LIST
from stellazh.members.services.campaign_people import person_left
from stellazh.members.services.indexing import reindex_people
from stellazh.notices.services import notify
from stellazh.people.access import is_self
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, create_person


class AlreadyMember(DomainError):
    """The person belongs to the association already."""


class LeavesBeforeJoining(DomainError):
    """The last day lies before the first."""


@dataclass(frozen=True, slots=True)
class MemberFields:
    """A membership as typed. `weight` orders the list: smaller stands higher."""

    position: str = ""
    weight: int = 100

    def shown(self) -> dict[str, str]:
        return {"Кем в объединении": self.position, "Порядок": str(self.weight)}


@transaction.atomic
def add_member(
    association_id: int, *, person_id: int, fields: MemberFields, from_on: date, by: Actor, at: datetime
) -> Membership:
    """Let a known person into the association, with the role of a member. Somebody who signs in is told.

    Raises:
        PermissionRefused: `by` does not keep the list.
        AlreadyMember: the person is in it.
    """
    association = Association.objects.get(pk=association_id)
    require(access.can_edit_members(by, association))
    person = Person.objects.select_for_update().present().get(pk=person_id)
    if Membership.objects.filter(person=person, association=association, to_on=None).exists():
        raise AlreadyMember(f"{person.short_name}: уже в объединении.")
    membership = Membership.objects.create(
        person=person,
        association=association,
        position=fields.position.strip(),
        weight=fields.weight,
        from_on=from_on,
    )
    if not Grant.objects.filter(person=person, role=Role.MEMBER, association=association, to_on=None).exists():
        # Keeping the list is the right that was asked for; the member's role follows from standing in it.
        grant_role(
            person_id=person.pk,
            role=Role.MEMBER,
            association_id=association.pk,
            from_on=from_on,
            by=System("список участников"),
            at=at,
        )
    record(
        "member_added",
        association,
        by=by,
        at=at,
        scope=association.path,
        changes={"Участник": ("", person.full_name)},
    )
    if person.has_account and by.actor_kind == ActorKind.PERSON and not is_self(by, person):
        _tell(person, association, by=by, at=at)
    reindex_people([person.pk])
    return membership


def _tell(person: Person, association: Association, *, by: Actor, at: datetime) -> None:
    """Tell somebody who signs in that she stands in one more list, and what its leaders see of her now."""
    notify(
        TAKEN_INTO_LIST,
        [person.pk],
        title=f"Вас внесли в список: {association.short_name}",
        text=f"Внёс человек: {by.actor_name}. Те, кто ведёт это объединение, видят теперь в вашей карточке то, что "
        "открыто вашему руководителю, и могут её править. Если вас внесли по ошибке, напишите руководителю своего "
        "объединения; кому что видно, решаете вы.",
        address=reverse("members:card_visibility", args=[person.pk]),
        about=f"association:{association.pk}",
        by=by,
        at=at,
    )


@transaction.atomic
def enter_member(
    association_id: int,
    *,
    person_fields: PersonFields,
    email: str | None,
    fields: MemberFields,
    from_on: date,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """Enter a new person and let them in. A double click with one `submission_key` makes one person and one row.

    Raises:
        PermissionRefused; what `create_person` refuses.
        FormSentTwice: the key made somebody elsewhere, or somebody who has left.
    """
    # Locked, so that the second of two clicks at once finds the row of the first.
    association = Association.objects.select_for_update().get(pk=association_id)
    require(access.can_edit_members(by, association))
    if submission_key is not None:
        entered = Person.objects.filter(submission_key=submission_key)
        made = Membership.objects.filter(person__in=entered, association=association, to_on=None).first()
        if made is not None:
            return made
        if entered.exists():
            raise FormSentTwice
    person = create_person(
        fields=person_fields, email=email, submission_key=submission_key, scope=association.path, by=by, at=at
    )
    return add_member(association_id, person_id=person.pk, fields=fields, from_on=from_on, by=by, at=at)


@transaction.atomic
def update_membership(
    membership_id: int, *, expected_version: int, fields: MemberFields, by: Actor, at: datetime
) -> Membership:
    """Change the place in the association.

    Raises:
        PermissionRefused, ChangedMeanwhile.
    """
    membership = _locked(membership_id)
    require(access.can_edit_members(by, membership.association))
    before = MemberFields(membership.position, membership.weight).shown()
    require_version(membership.version, expected_version, theirs=before, mine=fields.shown())
    membership.position, membership.weight = fields.position.strip(), fields.weight
    membership.version += 1
    membership.save(update_fields=["position", "weight", "version"])
    record(
        "member_changed",
        membership.association,
        by=by,
        at=at,
        scope=membership.association.path,
        changes=compare(before, fields.shown()),
        note=membership.person.full_name,
    )
    return membership


@transaction.atomic
def end_membership(membership_id: int, *, last_day: date, by: Actor, at: datetime) -> Membership:
    """Let a person go; `last_day` is the last day in the association. Roles held there end with it.

    Raises:
        PermissionRefused: `by` does not keep the list, or the person holds a role that `by` may not end.
        LeavesBeforeJoining; DomainError: it has ended already.
    """
    membership = _locked(membership_id)
    association = membership.association
    require(access.can_edit_members(by, association))
    if membership.to_on is not None:
        raise DomainError("Участие уже окончено.")
    if last_day < membership.from_on:
        raise LeavesBeforeJoining("Последний день раньше дня вступления.")
    grants = Grant.objects.filter(person_id=membership.person_id, association=association)
    open_grants = [grant for grant in grants if grant.to_on is None or grant.to_on > last_day]
    for grant in open_grants:
        # Keeping the list is no right to unseat the head: a role is ended by whoever may give it, or laid down.
        if grant.role != Role.MEMBER and not is_self(by, membership.person):
            require(can_grant_role(by, grant.role, association))
    membership.to_on = last_day
    membership.version += 1
    membership.save(update_fields=["to_on", "version"])
    for grant in open_grants:
        end_grant(grant.pk, last_day=last_day, by=System("список участников"), at=at)
    person_left(membership.person, association, at=at)
    record(
        "member_left",
        association,
        by=by,
        at=at,
        scope=association.path,
        changes={"Участник": (membership.person.full_name, f"по {last_day:%d.%m.%Y}")},
    )
    reindex_people([membership.person_id])
    return membership


def _locked(membership_id: int) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",)).select_related("association", "person").get(pk=membership_id)
    )
