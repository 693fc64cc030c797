"""Grants and reach: here, below, above, beside; from a day to a day."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from stellazh.associations import access
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Guest, LinkHolder, System
from stellazh.common.capabilities import Reach, Role, capabilities, reaches
from stellazh.people.models import Person
from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
from tests.factories.people import PersonFactory


def test_head_reads_below_and_writes_here(region_head: Person, region: Association, association: Association) -> None:
    assert access.can(region_head, "workplans.read_draft", association)
    assert not access.can(region_head, "workplans.edit_plan", association)
    assert access.can(region_head, "workplans.edit_plan", region)


def test_nobody_reaches_up_or_aside(head: Person, region: Association, neighbour: Association) -> None:
    assert not access.can(head, "workplans.read_draft", region)
    assert not access.can(head, "workplans.read_draft", neighbour)


def test_member_reads_plans_here_only(member: Person, association: Association, region: Association) -> None:
    assert access.can(member, "workplans.read_plan", association)
    assert not access.can(member, "workplans.read_draft", association)
    assert not access.can(member, "workplans.read_plan", region)


@pytest.mark.parametrize(
    ("from_days", "to_days", "holds"), [(0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True)]
)
def test_grant_holds_from_its_first_to_its_last_day(
    association: Association, from_days: int, to_days: int | None, *, holds: bool
) -> None:
    today = clock.today()
    person = PersonFactory()
    GrantFactory(
        person=person,
        role=Role.HEAD,
        association=association,
        from_on=today + timedelta(days=from_days),
        to_on=today + timedelta(days=to_days) if to_days is not None else None,
    )

    assert bool(access.can(person, "workplans.edit_plan", association)) is holds


def test_guests_and_links_hold_nothing_and_the_system_all(association: Association) -> None:
    link = LinkHolder(1, "people.invitation", "people.person", "1")

    assert access.can(Guest(), "workplans.read_plan", association).reason == "Войдите, чтобы продолжить."
    assert not access.can(link, "workplans.read_plan", association)
    assert access.can(System("проверка"), "workplans.edit_plan", association)


def test_territory_grant_covers_what_stands_below(region: Association, association: Association) -> None:
    person = PersonFactory()
    GrantFactory(person=person, role=Role.METHODIST, association=None, territory=region.territory)

    found = Association.objects.filter(access.reach(person, "workplans.read_draft"))

    assert set(found) == {region, association}
    assert access.can(person, "workplans.read_draft", association)


def test_reach_and_can_agree_on_every_capability(
    region: Association, association: Association, neighbour: Association, head: Person, region_head: Person
) -> None:
    people = [head, region_head, Guest(), System("проверка")]
    places = [region, association, neighbour]

    for actor in people:
        for entry in capabilities:
            listed = set(Association.objects.filter(access.reach(actor, entry.code)))
            assert listed == {place for place in places if access.can(actor, entry.code, place)}, entry.code


def test_path_prefix_is_a_whole_code(region: Association) -> None:

    short = AssociationFactory(code="sosna", parent=region, territory=TerritoryFactory(code="sosna"))
    longer = AssociationFactory(code="sosnab", parent=region, territory=TerritoryFactory(code="sosnab"))
    person = PersonFactory()
    GrantFactory(person=person, role=Role.HEAD, association=short)

    assert not access.can(person, "workplans.read_draft", longer)


def test_grants_are_asked_for_once_a_request(
    head: Person, association: Association, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    head.caches_grants = True

    with django_assert_num_queries(1):
        for _ in range(5):
            access.can(head, "workplans.edit_plan", association)


def test_only_operators_make_operators(head: Person, association: Association) -> None:
    operator = PersonFactory()
    GrantFactory(person=operator, role=Role.OPERATOR, association=association)

    assert not access.can_grant_role(head, Role.OPERATOR, association)
    assert access.can_grant_role(operator, Role.OPERATOR, association)


def test_head_is_named_from_above(head: Person, region_head: Person, association: Association) -> None:
    assert not access.can_grant_role(head, Role.HEAD, association)
    assert access.can_grant_role(region_head, Role.HEAD, association)
    assert access.can_grant_role(head, Role.SECRETARY, association)
    assert not access.can_grant_role(region_head, Role.SECRETARY, association)


def test_members_and_editors_reach_only_here() -> None:
    for entry in capabilities:
        for role in (Role.MEMBER, Role.EDITOR):
            assert reaches(role, entry.code) in (None, Reach.HERE), entry.code


def test_writing_below_needs_its_own_grant() -> None:
    reading = {
        "associations.read_audit",
        "certificates.read_register",
        "documents.follow_acquaintance",
        "documents.read_below",
        "events.read_figures",
        "events.read_participants",
        "members.read_campaign",
        "members.read_cards",
        "members.read_members",
        "protocols.read_follow_up",
        "protocols.read_protocol",
        "reports.read_board",
        "reports.read_drafts",
        "reports.read_report",
        "workplans.read_draft",
        "workplans.read_plan",
    }
    # Naming who answers in a municipality is the region's own work, and gives no rights.
    own = {"members.name_responsible"}

    for entry in capabilities:
        for role in (Role.HEAD, Role.DEPUTY, Role.METHODIST):
            if entry.roles.get(role) == Reach.BELOW:
                assert entry.code in reading | own, entry.code
