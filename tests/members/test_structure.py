"""The composition on any day, white spots, responsible persons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from stellazh.associations.enums import OrganisationKind
from stellazh.associations.models import Association, Territory
from stellazh.common.actor import System
from stellazh.common.capabilities import Role
from stellazh.common.errors import DomainError
from stellazh.common.verdict import PermissionRefused
from stellazh.members import services
from stellazh.members.forms.structure import ResponsibleForm
from stellazh.members.models import Card, Responsible, SchoolCard
from stellazh.members.reads.composition import Span, composition
from stellazh.members.reads.white_spots import municipalities
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.associations import GrantFactory, OrganisationFactory, TerritoryFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory

DAY = date(2024, 5, 1)
ON_DAY = Span(DAY, DAY)
ANYBODY = System("состав")


def _specialist(region: Association, territory: Territory, number: int, **membership: object) -> Person:
    person = PersonFactory(family_name=f"Берёзкина{number}")
    MembershipFactory(person=person, association=region, **membership)
    PostFactory(person=person, organisation=OrganisationFactory(territory=territory), from_on=date(2019, 9, 1))
    return person


def test_region_is_no_municipality_of_its_own_specialists(region: Association) -> None:
    place = TerritoryFactory(code="m1", parent=region.territory, name="Округ 1")
    _specialist(region, region.territory, 1, from_on=date(2023, 9, 1))
    _specialist(region, place, 2, from_on=date(2023, 9, 1))

    found = composition(region, ON_DAY, actor=ANYBODY)

    assert found.specialist_count == 2
    assert found.municipality_names == ("Округ 1",)


def test_composition_counts_specialists_and_their_municipalities_on_a_past_day(region: Association) -> None:
    places = [TerritoryFactory(code=f"m{n}", parent=region.territory, name=f"Округ {n}") for n in range(7)]
    for number in range(9):
        _specialist(region, places[number % 7], number, from_on=date(2023, 9, 1), to_on=date(2024, 6, 30))
    _specialist(region, places[0], 10, from_on=date(2024, 9, 1))
    _specialist(region, TerritoryFactory(code="late", parent=region.territory), 11, from_on=date(2024, 5, 2))

    found = composition(region, ON_DAY, actor=ANYBODY)

    assert (found.specialist_count, found.municipality_count) == (9, 7)
    assert found.municipality_names == tuple(f"Округ {n}" for n in range(7))


def test_composition_of_a_school_year_takes_everybody_who_was_in_it_at_all(region: Association) -> None:
    place = TerritoryFactory(code="m", parent=region.territory)
    _specialist(region, place, 1, from_on=date(2022, 9, 1), to_on=date(2023, 8, 1))
    _specialist(region, place, 2, from_on=date(2024, 8, 31))
    _specialist(region, place, 3, from_on=date(2022, 9, 1), to_on=date(2023, 7, 31))
    _specialist(region, place, 4, from_on=date(2024, 9, 1))

    found = composition(region, Span(date(2023, 8, 1), date(2024, 8, 31)), actor=ANYBODY)

    assert [one.person.family_name for one in found.specialists] == ["Берёзкина1", "Берёзкина2"]


def test_composition_shows_the_posts_and_roles_of_those_days_not_of_today(region: Association) -> None:
    old, new = (TerritoryFactory(code=code, parent=region.territory, name=code) for code in ("old", "new"))
    person = PersonFactory()
    MembershipFactory(person=person, association=region, position="секретарь")
    PostFactory(person=person, organisation=OrganisationFactory(territory=old, short_name="Школа 1"),
                title="библиотекарь", to_on=date(2024, 8, 31))  # fmt: skip
    PostFactory(person=person, organisation=OrganisationFactory(territory=new), from_on=date(2024, 9, 1))
    GrantFactory(person=person, role=Role.SECRETARY, association=region, to_on=date(2024, 6, 1))
    GrantFactory(person=person, role=Role.HEAD, association=region, from_on=date(2024, 6, 2))

    (one,) = composition(region, ON_DAY, actor=ANYBODY).specialists

    assert (one.posts, one.roles, one.positions, one.municipality) == (
        ("библиотекарь, Школа 1",), ("Секретарь",), ("секретарь",), "old",
    )  # fmt: skip


def test_composition_takes_the_municipality_of_the_association_where_no_post_is_known(
    region: Association, association: Association, member: Person
) -> None:
    MembershipFactory(person=member, association=region)

    (one,) = composition(region, ON_DAY, actor=ANYBODY).specialists

    assert one.municipality == "Лужский округ"


def test_composition_keeps_the_heads_below_when_they_change(region: Association, association: Association) -> None:
    GrantFactory(role=Role.HEAD, association=association, person=PersonFactory(family_name="Прежняя"),
                 to_on=date(2024, 6, 30))  # fmt: skip
    GrantFactory(role=Role.HEAD, association=association, person=PersonFactory(family_name="Новая"),
                 from_on=date(2024, 7, 1))  # fmt: skip

    before = composition(region, ON_DAY, actor=ANYBODY).leads_below
    after = composition(region, Span(date(2024, 9, 1), date(2024, 9, 1)), actor=ANYBODY).leads_below

    assert [lead.person.family_name for lead in before] == ["Прежняя"]
    assert [lead.person.family_name for lead in after] == ["Новая"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_composition_costs_the_same_queries(
    region: Association, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        _specialist(region, TerritoryFactory(parent=region.territory), number)

    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        composition(region, ON_DAY, actor=ANYBODY)


def test_composition_page_says_the_figures_and_is_taken_out(
    client_for: Callable[..., Client], region: Association, region_head: Person
) -> None:
    _specialist(region, TerritoryFactory(parent=region.territory, name="Лесной округ"), 1)
    client = client_for(region_head)

    page = client.get(f"/o/{region.code}/composition/?on=2024-05-01")
    sheet = client.get(f"/o/{region.code}/composition/?on=2024-05-01&as=xlsx")

    assert "2 специалиста из 1 муниципалитета на 01.05.2024" in page.content.decode()
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows if row[0].startswith("Берёзкина")] == ["Лесной округ"]


@pytest.mark.parametrize("query", ["on=31.02.2024", "year=abc", "year=1", "on=2024-05-01&year=2023"])
def test_composition_page_bears_strange_days(
    client_for: Callable[..., Client], region: Association, region_head: Person, query: str
) -> None:
    response = client_for(region_head).get(f"/o/{region.code}/composition/?{query}")

    assert response.status_code == 200


def test_composition_is_shut_to_strangers(
    client_for: Callable[..., Client], association: Association, stranger: Person
) -> None:
    response = client_for(stranger).get(f"/o/{association.code}/composition/")

    assert response.status_code == 404


def test_white_spots_name_every_gap(
    region: Association, region_head: Person, head: Person, neighbour: Association
) -> None:
    TerritoryFactory(code="empty", parent=region.territory, name="Пустой округ")
    Responsible.objects.create(territory=neighbour.territory, person=head, from_on=date(2020, 1, 1))

    found = municipalities(region_head, [region.territory.path], on=DAY)

    assert {one.territory.name: one.gaps for one in found} == {
        "Береговой округ": ("head",),
        "Лужский округ": ("responsible",),
        "Пустой округ": ("association", "head", "responsible"),
    }


def test_white_spots_phone_list_shows_what_the_reader_may_see(
    region: Association, region_head: Person, head: Person, member: Person, association: Association
) -> None:
    Card.objects.create(person=head, phone="+7 900 000-00-01")
    Card.objects.create(person=member, phone="+7 900 000-00-02")
    Responsible.objects.create(territory=association.territory, person=member, from_on=date(2020, 1, 1))
    office = OrganisationFactory(kind=OrganisationKind.AUTHORITY, territory=association.territory, short_name="Отдел")
    SchoolCard.objects.create(organisation=office, phone="+7 900 000-00-03")

    (luga,) = (
        one
        for one in municipalities(region_head, [region.territory.path], on=DAY)
        if one.territory == association.territory
    )

    # The head's own leader is the region's; a member's phone is her own head's to see.
    assert [one.phone for one in luga.heads] == ["+7 900 000-00-01"]
    assert [one.phone for one in luga.responsible] == [""]
    assert [one.phone for one in luga.authorities] == ["+7 900 000-00-03"]


@pytest.mark.parametrize("count", [1, 3, 27])
def test_white_spots_cost_the_same_queries(
    region: Association, region_head: Person, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(count):
        territory = TerritoryFactory(parent=region.territory)
        GrantFactory(role=Role.HEAD, association__territory=territory, association__parent=region)
        Responsible.objects.create(territory=territory, person=PersonFactory(), from_on=DAY)
    region_head.caches_grants = True
    municipalities(region_head, [region.territory.path], on=DAY)

    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        municipalities(region_head, [region.territory.path], on=DAY)


def test_white_spots_of_a_municipal_head_end_at_her_own_territory(
    client_for: Callable[..., Client], head: Person, neighbour: Association
) -> None:
    page = client_for(head).get("/white-spots/").content.decode()

    assert "Лужский округ" in page
    assert "Береговой округ" not in page


def test_white_spots_are_shut_to_members(client_for: Callable[..., Client], member: Person) -> None:
    assert client_for(member).get("/white-spots/").status_code == 404


def test_name_responsible_keeps_who_when_and_why(
    region_head: Person, member: Person, association: Association, at: datetime
) -> None:
    row = services.name_responsible(
        association.territory.pk, person_id=member.pk, basis=" приказ  № 4 ", from_on=DAY, by=region_head, at=at
    )

    assert (row.person, row.basis, row.from_on, row.to_on) == (member, "приказ № 4", DAY, None)
    assert deeds(association.territory) == [
        ("responsible_named", str(region_head.pk), {"Ответственный": ["", "Липина Вера Ильинична с 01.05.2024"]})
    ]


def test_form_of_the_responsible_asks_to_choose(member: Person) -> None:
    form = ResponsibleForm(Person.objects.filter(pk=member.pk))

    assert next(iter(form.fields["person"].choices)) == ("", "выберите человека")  # type: ignore[attr-defined]


def test_name_responsible_refuses_the_same_person_twice(
    region_head: Person, member: Person, association: Association, at: datetime
) -> None:
    wanted = {"person_id": member.pk, "basis": "", "from_on": DAY, "by": region_head, "at": at}
    services.name_responsible(association.territory.pk, **wanted)  # type: ignore[arg-type]

    nothing_changes(
        lambda: services.name_responsible(association.territory.pk, **wanted),  # type: ignore[arg-type]
        services.AlreadyResponsible,
    )


def test_name_responsible_is_for_those_who_lead_there(
    stranger: Person, member: Person, association: Association, at: datetime
) -> None:
    nothing_changes(
        lambda: services.name_responsible(
            association.territory.pk, person_id=member.pk, basis="", from_on=DAY, by=stranger, at=at
        ),
        PermissionRefused,
    )


@pytest.mark.django_db(transaction=True)
def test_two_who_name_the_same_person_at_once_make_one_row(
    region_head: Person, member: Person, association: Association, at: datetime
) -> None:
    territory_id = association.territory.pk

    def deed() -> str:
        services.name_responsible(territory_id, person_id=member.pk, basis="", from_on=DAY, by=region_head, at=at)
        return "named"

    assert sorted(at_once(deed)) == ["AlreadyResponsible", "named"]
    assert Responsible.objects.count() == 1


def test_end_responsible_keeps_the_past(
    region_head: Person, member: Person, association: Association, at: datetime
) -> None:
    row = Responsible.objects.create(territory=association.territory, person=member, from_on=DAY)

    services.end_responsible(row.pk, last_day=DAY + timedelta(days=30), by=region_head, at=at)

    assert Responsible.objects.on(DAY + timedelta(days=30)).count() == 1
    assert Responsible.objects.on(DAY + timedelta(days=31)).count() == 0


@pytest.mark.parametrize("days", [-1, None])
def test_end_responsible_refuses_what_cannot_be(
    region_head: Person, member: Person, association: Association, at: datetime, days: int | None
) -> None:
    ended = None if days is not None else DAY
    row = Responsible.objects.create(territory=association.territory, person=member, from_on=DAY, to_on=ended)

    nothing_changes(
        lambda: services.end_responsible(row.pk, last_day=DAY + timedelta(days=days or 0), by=region_head, at=at),
        DomainError,
    )


def test_responsible_pages_name_and_end(
    client_for: Callable[..., Client], region_head: Person, member: Person, association: Association
) -> None:
    client = client_for(region_head)

    named = client.post(
        f"/white-spots/{association.territory.code}/responsible/",
        {"person": member.pk, "basis": "приказ", "from_on": "2024-05-01"},
    )
    row = Responsible.objects.get()
    ended = client.post(f"/white-spots/responsible/{row.pk}/end/", {"last_day": "2024-06-01"})

    row.refresh_from_db()
    assert (named.status_code, ended.status_code, row.to_on) == (302, 302, date(2024, 6, 1))
