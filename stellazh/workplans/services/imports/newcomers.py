"""People met in a paper for the first time: a card without an account, and a place in the list of members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.members.models import Membership
from stellazh.members.services import MemberFields, end_membership, enter_member
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, archive_person
from stellazh.workplans.drafts.spellings import parts_of
from stellazh.workplans.models import ItemOwner, OwnerAnswer


def enter_people(
    written: Mapping[str, str], association: Association, *, on: date, by: Actor, at: datetime
) -> tuple[dict[str, int], list[dict[str, int]]]:
    """Make a member of everybody in `written` (spelling's key to the name as written).

    Gives each key's person and what `withdraw_person` needs to take them back.

    Raises:
        PermissionRefused: `by` does not keep the list of members.
    """
    people: dict[str, int] = {}
    made: list[dict[str, int]] = []
    for key, name in written.items():
        membership = enter_member(
            association.pk,
            person_fields=PersonFields(*parts_of(name)),
            email=None,
            fields=MemberFields(),
            from_on=on,
            by=by,
            at=at,
        )
        people[key] = membership.person_id
        made.append({"person": membership.person_id, "membership": membership.pk})
    return people, made


def withdraw_person(person_id: int, membership_id: int, *, by: Actor, at: datetime) -> str:
    """Put away a card made by an import, when nobody has used it since. Gives why it stays, or an empty text."""
    person = Person.objects.select_for_update().filter(pk=person_id, archived_at=None).first()
    if person is None:
        return ""
    membership = Membership.objects.filter(pk=membership_id, to_on=None).first()
    if person.email or person.has_account:
        return f"{person}: в карточку вписан адрес почты или создана учётная запись"
    if membership is None or person.memberships.exclude(pk=membership_id).exists() or person.posts.exists():
        return f"{person}: карточку дополнили в списке участников"
    if person.version != 1 or membership.version != 1:
        return f"{person}: карточку изменили"
    if ItemOwner.objects.filter(person=person, item__archived_at=None).exists():
        return f"{person}: отвечает за другие пункты"
    association_path = membership.association.path
    OwnerAnswer.objects.filter(person=person).delete()
    archive_person(person.pk, scope=association_path, by=by, at=at)
    end_membership(membership.pk, last_day=membership.from_on, by=by, at=at)
    return ""
