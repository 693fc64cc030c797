"""Who may see and keep the lists of members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from stellazh.associations.access import can, can_grant_role, can_somewhere, reach
from stellazh.associations.models import Association, Grant
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.capabilities import Role
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.members.models import Membership
from stellazh.people.models import Person

KEPT_ELSEWHERE = "Человек состоит в другом объединении: его карточку ведут там."
ADDRESS_ELSEWHERE = (
    "У человека есть место или роль, за которые вы не отвечаете: адрес впишет тот, кто их назначает, или оператор."
)

ROLE_ELSEWHERE = "У человека есть роль в другом объединении: пригласит его тот, кто ведёт и то объединение."


def can_read_members(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see the list of members."""
    return can(actor, "members.read_members", association)


def can_edit_members(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may add members, change them and let them go."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто.")
    return can(actor, "members.edit_members", association)


def can_create_person(actor: Actor) -> Verdict:
    """Whoever keeps some list of members may enter people."""
    if can_somewhere(actor, "members.edit_members"):
        return ALLOWED
    return refuse("Новых людей вносит тот, кто ведёт список участников.")


def can_edit_person(actor: Actor, person: Person) -> Verdict:
    """Whoever keeps the list the person entered first of those she stands in today; nobody, for a person in no list."""
    return _by_membership(actor, person, "members.edit_members")


def can_invite_person(actor: Actor, person: Person) -> Verdict:
    """Whoever invites to an association in which the person stands today; for a person in no list, whoever invites
    anywhere.

    Whoever accepts an invitation gets all the person's roles; so for each but the member's, the actor must be one who
    invites there or may give that role.
    """
    today: date = clock.today()
    roles = Grant.objects.filter(Q(to_on=None) | Q(to_on__gte=today), person=person).exclude(role=Role.MEMBER)
    if not may_hand_over_all(actor, roles.select_related("association__parent")):
        return refuse(ROLE_ELSEWHERE)
    if _belongs_nowhere(person) and not person.has_account and can_somewhere(actor, "members.invite"):
        return ALLOWED
    return _by_membership(actor, person, "members.invite")


def can_set_address(actor: Actor, person: Person) -> Verdict:
    """Whoever answers for everything the person holds today or is going to.

    Whoever writes the address can sign in as the person. Anybody known may be let into one's own list, so standing in
    it is not enough: the actor must invite, or appoint the head, in every association the person stands in, and give
    each role the person holds.
    """
    day = clock.today()
    places = Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=day), person=person)
    roles = Grant.objects.filter(Q(to_on=None) | Q(to_on__gte=day), person=person)
    stands = [row.association for row in places.select_related("association__parent")]
    grants = list(roles.select_related("association__parent"))
    if not answers_for_all(actor, stands, grants):
        return refuse(ADDRESS_ELSEWHERE)
    return ALLOWED if stands or grants or can_somewhere(actor, "members.invite") else refuse(ADDRESS_ELSEWHERE)


def can_archive_person(actor: Actor, person: Person) -> Verdict:
    """Whoever keeps every list the person stands in, as long as the person has neither an account nor a role."""
    day = clock.today()
    places = Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=day), person=person)
    roles = Grant.objects.filter(Q(to_on=None) | Q(to_on__gte=day), person=person).exclude(role=Role.MEMBER)
    if person.has_account or roles.exists():
        return refuse("У человека есть учётная запись или роль: такую карточку не убирают.")
    lists = [row.association for row in places.select_related("association")]
    if all(can(actor, "members.edit_members", place) for place in lists):
        return ALLOWED if lists or can_somewhere(actor, "members.edit_members") else refuse(KEPT_ELSEWHERE)
    return refuse(KEPT_ELSEWHERE)


def can_merge_people(actor: Actor, one: Person, other: Person) -> Verdict:
    """Whoever may merge in every association that either person stands in today or is going to.

    A person in no list is anybody's who may merge somewhere. A role other than the member's must be taken from the card
    first: that is for the service to say.
    """
    if not can_somewhere(actor, "members.merge_people"):
        return refuse("Карточки объединяет тот, кто ведёт список участников: руководитель или методист.")
    places = Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=clock.today()), person__in=[one, other])
    out_of_reach = places.exclude(reach(actor, "members.merge_people", "association__"))
    if out_of_reach.exists():
        return refuse("Одна из карточек стоит и в чужом списке: объединить их может методист региона или оператор.")
    return ALLOWED


def why_not_absorb(person: Person) -> str:
    """Why the card may not be given up to another one: it holds a role, and roles never move."""
    roles = Grant.objects.filter(Q(to_on=None) | Q(to_on__gte=clock.today()), person=person).exclude(role=Role.MEMBER)
    first = roles.select_related("association").first()
    if first is None:
        return ""
    place = f" ({first.association})" if first.association else ""
    return (
        f"За карточкой «{person.full_name}» записана роль «{first.get_role_display()}»{place}. Роли не переносятся: "
        "сначала снимите её и назначьте той карточке, которая останется."
    )


def may_hand_over_all(actor: Actor, grants: Iterable[Grant]) -> bool:
    """Whether the actor may invite the holder of these roles; a member's alone is always handed over."""
    return all(_may_hand_over(actor, grant) for grant in grants if grant.role != Role.MEMBER)


def answers_for_all(actor: Actor, places: Iterable[Association], grants: Iterable[Grant]) -> bool:
    """Whether the actor answers for whoever stands in these lists and holds these roles."""
    held: list[tuple[str, Association | None]] = [(Role.MEMBER.value, place) for place in places]
    held += [(grant.role, grant.association) for grant in grants]
    return all(place is not None and _answers_for(actor, role, place) for role, place in held)


def _answers_for(actor: Actor, role: str, place: Association) -> bool:
    if can_grant_role(actor, Role.HEAD, place):
        return True
    return bool(can(actor, "members.invite", place) if role == Role.MEMBER else can_grant_role(actor, role, place))


def _may_hand_over(actor: Actor, grant: Grant) -> bool:
    place = grant.association
    return place is not None and bool(can(actor, "members.invite", place) or can_grant_role(actor, grant.role, place))


def _by_membership(actor: Actor, person: Person, capability: str) -> Verdict:
    day: date = clock.today()
    # Today is tomorrow already in the east; somebody whose place begins later belongs there and not nowhere.
    places = Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=day), person=person)
    begun = places.filter(from_on__lte=day + timedelta(days=1))
    if capability == "members.edit_members":
        # Anybody known may be taken into one's own list: the card is kept by the list the person entered first.
        earlier = Membership.objects.filter(person=person, to_on=None, pk__lt=OuterRef("pk"))
        begun = begun.filter(~Exists(earlier))
    if begun.filter(reach(actor, capability, "association__")).exists():
        return ALLOWED
    return refuse(KEPT_ELSEWHERE)


def _belongs_nowhere(person: Person) -> bool:
    return not Membership.objects.filter(Q(to_on=None) | Q(to_on__gte=clock.today()), person=person).exists()
