"""Memberships and posts: what each service does, what it refuses and that nothing changed then."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association, Grant
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor, Guest, System
from stellazh.common.capabilities import Role
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.members import services
from stellazh.members.models import Membership, Post
from stellazh.members.services import MemberFields, PostFields
from stellazh.people.models import Person
from stellazh.people.services import EmailIsTaken, NameIsEmpty, PersonFields, invite_person, set_email
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory, OrganisationFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

FIRST, LAST = date(2024, 9, 1), date(2024, 12, 31)


@pytest.fixture
def newcomer(db: None) -> Person:
    person: Any = PersonFactory(without_account=True, family_name="Озерова")
    return person


def add(person: Person, association: Association, by: Actor, at: datetime) -> Membership:
    return services.add_member(
        association.pk, person_id=person.pk, fields=MemberFields(" казначей ", 50), from_on=FIRST, by=by, at=at
    )


def enter(association: Association, by: Actor, at: datetime, **changes: Any) -> Membership:
    values: dict[str, Any] = {"person_fields": PersonFields("Лесникова", "Анна"), "email": None, "from_on": FIRST}
    return services.enter_member(association.pk, fields=MemberFields(), **{**values, **changes}, by=by, at=at)


def test_add_member_gives_the_member_role_from_the_first_day(
    newcomer: Person, head: Person, association: Association, at: datetime
) -> None:
    made = add(newcomer, association, head, at)

    grant = Grant.objects.get(person=newcomer)
    assert (made.position, made.weight, made.from_on, made.to_on) == ("казначей", 50, FIRST, None)
    assert (grant.role, grant.association, grant.from_on, grant.granted_by) == ("member", association, FIRST, None)
    assert [deed[:2] for deed in deeds(association)] == [
        ("role_granted", "список участников"),
        ("member_added", str(head.pk)),
    ]
    assert deeds(association)[-1][2] == {"Участник": ["", "Озерова Вера Ильинична"]}


def test_add_member_who_is_one_is_refused(head: Person, member: Person, association: Association, at: datetime) -> None:
    nothing_changes(lambda: add(member, association, head, at), services.AlreadyMember)


def test_member_who_left_comes_back(newcomer: Person, head: Person, association: Association, at: datetime) -> None:
    first = add(newcomer, association, head, at)
    services.end_membership(first.pk, last_day=LAST, by=head, at=at)

    again = services.add_member(
        association.pk, person_id=newcomer.pk, fields=MemberFields(), from_on=date(2025, 2, 1), by=head, at=at
    )

    days = Membership.objects.filter(person=newcomer).order_by("pk").values_list("from_on", "to_on")
    assert list(days) == [(FIRST, LAST), (date(2025, 2, 1), None)]
    assert Grant.objects.filter(person=newcomer, to_on=None).get().from_on == again.from_on


def test_lists_are_kept_by_their_keepers(
    newcomer: Person, member: Person, stranger: Person, region_head: Person, association: Association, at: datetime
) -> None:
    for actor in (member, stranger, region_head, Guest()):
        nothing_changes(lambda actor=actor: add(newcomer, association, actor, at), PermissionRefused)
        nothing_changes(lambda actor=actor: enter(association, actor, at), PermissionRefused)


def test_closed_association_takes_nobody(
    newcomer: Person, head: Person, association: Association, at: datetime
) -> None:
    association.archived_at = at
    association.save()

    nothing_changes(lambda: add(newcomer, association, head, at), PermissionRefused, "Объединение закрыто")


def test_enter_member_makes_a_card_without_an_account(head: Person, association: Association, at: datetime) -> None:
    made = enter(association, head, at, email="Lesnikova@Example.org")

    person = made.person
    assert (person.full_name, person.email, person.has_account) == ("Лесникова Анна", "lesnikova@example.org", False)
    assert [entry.scope for entry in AuditEntry.objects.about(person)] == ["/omo/luga/"]


def test_enter_member_twice_with_one_key_makes_one_person(head: Person, association: Association, at: datetime) -> None:
    key = uuid.uuid4()

    made = [enter(association, head, at, submission_key=key).pk for _ in "ab"]

    assert made[0] == made[1]
    assert Person.objects.filter(family_name="Лесникова").count() == 1


def test_enter_member_refusals_leave_no_card(head: Person, association: Association, at: datetime) -> None:
    PersonFactory(email="taken@example.org")

    nothing_changes(lambda: enter(association, head, at, email="TAKEN@example.org"), EmailIsTaken)
    nothing_changes(lambda: enter(association, head, at, person_fields=PersonFields(" ")), NameIsEmpty)


@pytest.mark.django_db(transaction=True)
def test_two_forms_with_one_key_at_once_enter_one_person(head: Person, association: Association, at: datetime) -> None:
    key = uuid.uuid4()

    found = at_once(lambda: str(enter(association, head, at, submission_key=key).pk))

    assert len(set(found)) == 1, found
    assert Person.objects.filter(family_name="Лесникова").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_let_a_person_in_once(
    newcomer: Person, head: Person, association: Association, at: datetime
) -> None:
    found = at_once(lambda: add(newcomer, association, head, at).position)

    assert sorted(found) == ["AlreadyMember", "казначей"]
    assert Membership.objects.filter(person=newcomer).count() == 1
    assert Grant.objects.filter(person=newcomer).count() == 1


def test_update_membership_says_what_changed(
    head: Person, member: Person, association: Association, at: datetime
) -> None:
    membership = Membership.objects.get(person=member)

    services.update_membership(membership.pk, expected_version=1, fields=MemberFields("секретарь", 10), by=head, at=at)

    membership.refresh_from_db()
    assert (membership.position, membership.weight, membership.version) == ("секретарь", 10, 2)
    assert deeds(association) == [
        (
            "member_changed",
            str(head.pk),
            {"Кем в объединении": ["", "секретарь"], "Порядок": ["100", "10"]},
        )
    ]


def test_update_membership_says_what_changed_meanwhile(head: Person, member: Person, at: datetime) -> None:
    membership = Membership.objects.get(person=member)
    services.update_membership(membership.pk, expected_version=1, fields=MemberFields("секретарь"), by=head, at=at)

    with pytest.raises(ChangedMeanwhile) as clash:
        services.update_membership(membership.pk, expected_version=1, fields=MemberFields("эксперт"), by=head, at=at)

    assert (clash.value.theirs, clash.value.mine) == (
        {"Кем в объединении": "секретарь"},
        {"Кем в объединении": "эксперт"},
    )


def test_end_of_membership_ends_the_roles_there_and_no_others(
    head: Person, member: Person, association: Association, neighbour: Association, at: datetime
) -> None:
    GrantFactory(person=member, role=Role.EDITOR, association=association)
    short: Any = GrantFactory(person=member, role=Role.SECRETARY, association=association, to_on=date(2024, 9, 30))
    elsewhere: Any = GrantFactory(person=member, role=Role.MEMBER, association=neighbour)
    membership = Membership.objects.get(person=member)

    services.end_membership(membership.pk, last_day=LAST, by=head, at=at)

    membership.refresh_from_db()
    short.refresh_from_db()
    elsewhere.refresh_from_db()
    here = Grant.objects.filter(person=member, association=association).exclude(pk=short.pk)
    assert (membership.to_on, membership.version) == (LAST, 2)
    assert {(grant.role, grant.to_on) for grant in here} == {("member", LAST), ("editor", LAST)}
    assert (short.to_on, elsewhere.to_on) == (date(2024, 9, 30), None)
    assert [deed[0] for deed in deeds(association)] == ["role_ended", "role_ended", "member_left"]


def test_end_membership_refusals(head: Person, member: Person, stranger: Person, at: datetime) -> None:
    pk = Membership.objects.get(person=member).pk

    nothing_changes(
        lambda: services.end_membership(pk, last_day=date(2019, 12, 31), by=head, at=at), services.LeavesBeforeJoining
    )
    nothing_changes(lambda: services.end_membership(pk, last_day=LAST, by=stranger, at=at), PermissionRefused)
    services.end_membership(pk, last_day=LAST, by=head, at=at)
    nothing_changes(
        lambda: services.end_membership(pk, last_day=LAST, by=head, at=at), DomainError, "Участие уже окончено"
    )


def test_whoever_keeps_the_list_does_not_unseat_the_head(
    head: Person, region_head: Person, association: Association, at: datetime
) -> None:
    secretary: Any = PersonFactory()
    GrantFactory(person=secretary, role=Role.SECRETARY, association=association)
    own = Membership.objects.get(person=head)

    nothing_changes(
        lambda: services.end_membership(own.pk, last_day=LAST, by=secretary, at=at),
        PermissionRefused,
        "Руководителя назначает",
    )
    services.end_membership(own.pk, last_day=LAST, by=head, at=at)
    assert Grant.objects.get(person=head).to_on == LAST


def test_head_of_another_association_is_not_taken_over_by_an_invitation(
    head: Person, association: Association, neighbour: Association, at: datetime
) -> None:
    other: Any = PersonFactory(without_account=True, family_name="Берестова")
    GrantFactory(person=other, role=Role.HEAD, association=neighbour)
    add(other, association, head, at)

    nothing_changes(
        lambda: set_email(other.pk, email="head-s-own@example.org", by=head, at=at), PermissionRefused, "не отвечаете"
    )
    set_email(other.pk, email="berestova@example.org", by=System("оператор"), at=at)
    nothing_changes(lambda: invite_person(other.pk, by=head, at=at), PermissionRefused)


def test_own_head_is_invited_by_the_deputy(association: Association, at: datetime) -> None:
    deputy: Any = PersonFactory()
    GrantFactory(person=deputy, role=Role.DEPUTY, association=association)
    new_head: Any = PersonFactory(password="!", email="new-head@example.org")
    GrantFactory(person=new_head, role=Role.HEAD, association=association)
    MembershipFactory(person=new_head, association=association)

    invite_person(new_head.pk, by=deputy, at=at)

    assert [deed[0] for deed in deeds(new_head)] == ["person_invited"]


# Posts


def test_add_post_once(head: Person, member: Person, at: datetime) -> None:
    organisation: Any = OrganisationFactory(short_name="МБОУ СОШ № 5")
    fields = PostFields(organisation.pk, " педагог-библиотекарь ", FIRST)

    made = [services.add_post(member.pk, fields=fields, by=head, at=at) for _ in "ab"]

    post = Post.objects.get()
    assert made == [post, post]
    assert (post.person, post.organisation, post.title, post.from_on) == (
        member,
        organisation,
        "педагог-библиотекарь",
        FIRST,
    )
    assert deeds(member) == [("post_added", str(head.pk), {"Должность": ["", "педагог-библиотекарь, МБОУ СОШ № 5"]})]


def test_posts_are_written_by_keepers_of_the_persons_list(
    member: Person, stranger: Person, region_head: Person, at: datetime
) -> None:
    organisation: Any = OrganisationFactory()
    fields = PostFields(organisation.pk, "библиотекарь")

    for actor in (stranger, region_head, Guest()):
        nothing_changes(
            lambda actor=actor: services.add_post(member.pk, fields=fields, by=actor, at=at), PermissionRefused
        )
    nothing_changes(
        lambda: services.add_post(member.pk, fields=PostFields(organisation.pk, " "), by=System("x"), at=at),
        DomainError,
        "Укажите должность",
    )


def test_end_post(head: Person, member: Person, stranger: Person, at: datetime) -> None:
    organisation: Any = OrganisationFactory(short_name="МБОУ СОШ № 5")
    post = services.add_post(member.pk, fields=PostFields(organisation.pk, "библиотекарь", FIRST), by=head, at=at)

    nothing_changes(lambda: services.end_post(post.pk, last_day=LAST, by=stranger, at=at), PermissionRefused)
    nothing_changes(
        lambda: services.end_post(post.pk, last_day=date(2024, 8, 31), by=head, at=at), DomainError, "раньше первого"
    )
    services.end_post(post.pk, last_day=LAST, by=head, at=at)
    nothing_changes(lambda: services.end_post(post.pk, last_day=LAST, by=head, at=at), DomainError, "уже окончена")

    post.refresh_from_db()
    assert (post.to_on, post.version) == (LAST, 2)
    assert deeds(member)[-1] == (
        "post_ended",
        str(head.pk),
        {"Должность": ["библиотекарь, МБОУ СОШ № 5", "по 31.12.2024"]},
    )
