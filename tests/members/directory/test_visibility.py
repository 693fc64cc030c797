"""No filter, order, column, search or count of the directory tells of what a reader may not see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest, System
from stellazh.common.capabilities import Role
from stellazh.members.card_fields import CARD_FIELDS
from stellazh.members.enums import Level
from stellazh.members.models import Card
from stellazh.members.reads.cards import card_page
from stellazh.members.reads.directory.columns import COLUMNS
from stellazh.members.reads.directory.listing import people_of
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.indexing import reindex_people
from stellazh.members.visibility import nearness_of
from stellazh.people.models import Person
from tests.factories.associations import AssociationFactory, GrantFactory
from tests.factories.members import CardFactory, MembershipFactory
from tests.factories.people import PersonFactory
from tests.members.directory.making import TODAY, asked, cells, found, hide, person_with_card

CODES = [field.code for field in CARD_FIELDS if field.code != "pupil_results"]
LEVELS = [level.value for level in Level]
# For each field an address that finds Берестова by it, and the columns that show it.
FILTERS = {
    "posts": ("post=teacher_librarian", "rate=part", "settlement=village", "library=shibc"),
    "other_work": ("other_work=yes",),
    "experience": ("experience_from=16", "experience_to=16", "experience=total&experience_from=26&experience_to=26"),
    "education": ("education=higher_library", "education=library", "education_words=Библиотековедение"),
    "trainings": ("training=within_3", "training_hours=72", "training_words=школьная+библиотека"),
    "category": ("category=first",),
    "self_education_theme": ("theme=смысловое+чтение",),
    "awards": ("award=ЗА+ЧТЕНИЕ",),
    "phone": ("contact=phone",),
    "contact_email": ("contact=email",),
    "max_contact": ("contact=max",),
    "vk_contact": ("contact=vk",),
    "birth_on": ("age=54",),
}


@pytest.fixture
def readers(
    head: Person, member: Person, region_head: Person, stranger: Person, methodist: Person, association: Association
) -> list[Actor]:
    """Everybody who looks from somewhere else."""
    secretary: Any = PersonFactory(family_name="Тополева")
    GrantFactory(person=secretary, role=Role.SECRETARY, association=association)
    return [head, member, region_head, stranger, methodist, secretary, Guest(), System("проверка")]


@pytest.fixture
def people(association: Association, neighbour: Association, region: Association, head: Person) -> list[Person]:
    """Somebody of every association, for each level; with cards and without."""
    made: list[Any] = []
    for place in (association, neighbour, region):
        for level in (None, *LEVELS):
            person: Any = PersonFactory(without_account=True)
            MembershipFactory(person=person, association=place)
            CardFactory(person=person, visibility={} if level is None else dict.fromkeys(CODES, level))
            made.append(person)
        bare: Any = PersonFactory(without_account=True)
        MembershipFactory(person=bare, association=place)
        made.append(bare)
    both = made[0]
    MembershipFactory(person=both, association=neighbour)
    leaving: Any = PersonFactory(without_account=True)
    MembershipFactory(person=leaving, association=association, to_on=date(2099, 12, 31))
    CardFactory(person=leaving)
    made.append(leaving)
    return [*made, head]


def test_every_filtered_field_has_a_case() -> None:
    assert sorted(FILTERS) == sorted(CODES)
    assert {column.field for column in COLUMNS if column.field} == set(CODES)


def test_conditions_say_what_the_cards_own_page_says(readers: list[Actor], people: list[Person]) -> None:
    compared = 0
    for reader in readers:
        scope = Scope.of(reader, on=TODAY)
        listed = set(Person.objects.filter(scope.listed()).values_list("pk", flat=True))
        near = nearness_of(reader, sorted(listed))
        assert {row.person.pk: row.near for row in people_of(sorted(listed), scope)} == {
            pk: near.get(pk) for pk in listed
        }
        assert set(Person.objects.filter(scope.listed(), scope.knows()).values_list("pk", flat=True)) == set(near)
        for code in CODES:
            sees = set(Person.objects.filter(scope.listed(), scope.sees(code)).values_list("pk", flat=True))
            shown = {row.person.pk for row in people_of(sorted(listed), scope) if row.shows(code)}
            assert sees == shown, (reader, code)
            compared += len(listed)
    assert compared > 500


def test_columns_show_what_the_cards_own_page_shows(readers: list[Actor], people: list[Person], at: Any) -> None:
    for reader in readers:
        scope = Scope.of(reader, on=TODAY)
        for row in people_of([person.pk for person in people], scope):
            # The system reads everything on a card's page; nobody browses a directory as the system.
            if not isinstance(reader, System):
                page = card_page(row.person, actor=reader, at=at)
                shown = {code for code in CODES if row.shows(code)}
                assert shown == set(page.seen) & set(CODES), (reader, row.person)


def test_lists_that_are_not_the_readers_are_not_found(
    association: Association,
    neighbour: Association,
    head: Person,
    member: Person,
    region_head: Person,
    stranger: Person,
) -> None:
    person_with_card(association, "Дубравина")
    person_with_card(neighbour, "Озерова")

    assert found(head, "q=озерова") == found(member, "q=озерова") == []
    assert found(stranger, "q=дубравина") == []
    assert found(region_head, "q=озерова") == ["Озерова"]
    assert "Озерова" not in found(head) + found(member)
    assert "Дубравина" not in found(stranger)
    assert found(Guest()) == []


def test_a_mended_query_tells_nothing_of_other_lists(
    association: Association, neighbour: Association, head: Person, region_head: Person
) -> None:
    person_with_card(neighbour, "Озерова")

    here, above = asked(head, "q=Азерова")[1], asked(region_head, "q=Азерова")[1]

    assert (here.count, here.mended) == (0, "")
    assert (above.count, above.mended) == (1, "Озерова")


@pytest.mark.parametrize(("code", "address"), [(code, address) for code in CODES for address in FILTERS[code]])
def test_filters_find_by_a_field_only_those_who_show_it(
    association: Association, head: Person, region_head: Person, member: Person, code: str, address: str
) -> None:
    person = person_with_card(association)
    hide(person, **{code: "region"})

    assert "Берестова" in found(head, address)
    assert "Берестова" in found(region_head, address)
    hide(person, **{code: "head"})
    assert "Берестова" in found(head, address)
    assert "Берестова" not in found(region_head, address)
    hide(person, **{code: "self"})
    assert "Берестова" not in found(head, address)
    assert "Берестова" not in found(region_head, address)
    if code != "posts":
        # A fellow member may not ask of cards at all: what she types into the address narrows nothing.
        assert found(member, address) == found(member)


@pytest.mark.parametrize(
    ("code", "address", "emptied"),
    [
        ("category", "category=unknown", {"category": "", "category_on": None}),
        ("education", "education=unknown", {"education_level": ""}),
        ("birth_on", "age=unknown", {"birth_on": None}),
        ("phone", "contact=no_phone", {"phone": ""}),
        ("contact_email", "contact=no_email", {"contact_email": ""}),
        ("other_work", "other_work=no", {"other_work": ""}),
        ("trainings", "training=none_3", {}),
    ],
)
def test_filters_of_what_is_missing_do_not_tell_who_hides_it(
    association: Association, region_head: Person, code: str, address: str, emptied: dict[str, Any]
) -> None:
    person = person_with_card(association)
    Card.objects.filter(person=person).update(**emptied)
    Card.objects.get(person=person).trainings.all().delete()
    hide(person, **{code: "region"})

    assert "Берестова" in found(region_head, address)
    hide(person, **{code: "self"})
    assert "Берестова" not in found(region_head, address)


def test_an_address_of_sign_in_is_the_leaders_alone_to_know(
    association: Association, head: Person, region_head: Person
) -> None:
    person = person_with_card(association, visibility={"contact_email": "region"}, contact_email="")
    person.email = "berestova@example.org"
    person.save()

    assert cells(head, person, "email") == {"email": ("berestova@example.org",)}
    assert cells(region_head, person, "email") == {"email": ()}
    assert "Берестова" in found(head, "contact=email")
    assert "Берестова" not in found(region_head, "contact=email")
    assert "Берестова" in found(region_head, "contact=no_email")


@pytest.mark.parametrize("order", ["experience", "category", "confirmed"])
def test_orders_put_hidden_fields_where_empty_ones_stand(
    association: Association, region_head: Person, order: str
) -> None:
    first = person_with_card(association, "Берестова", experience_library=40, category_on="2010-01-01", confirmed=True)
    person_with_card(association, "Вербина", experience_library=1, category_on="2023-01-01")
    Card.objects.filter(person__family_name="Вербина").update(confirmed_at="2024-09-03T09:00Z")
    codes = {"experience": "experience", "category": "category"}

    shown = [name for name in found(region_head, f"order={order}") if name in ("Берестова", "Вербина")]
    assert shown == ["Берестова", "Вербина"]
    if order in codes:
        hide(first, **{codes[order]: "self"})
        hidden = [name for name in found(region_head, f"order={order}") if name in ("Берестова", "Вербина")]
        assert hidden == ["Вербина", "Берестова"]


def test_a_plain_member_is_offered_names_and_posts_only(association: Association, member: Person) -> None:
    person = person_with_card(association)

    form, _ = asked(member, "columns=phone&columns=category&order=category&contact=phone")

    assert {column.code for column in form.offered} == {column.code for column in COLUMNS if column.is_open}
    assert [column.code for column in form.columns] == ["posts", "place", "associations"]
    assert form.wanted.order == "name"
    assert form.wanted.filters.is_empty
    assert cells(member, person, "posts", "confirmed") == {"posts": ("педагог-библиотекарь, МБОУ СОШ № 7",)}


def test_hidden_posts_are_found_by_no_word_of_theirs(association: Association, head: Person, member: Person) -> None:
    person = person_with_card(association)
    assert "Берестова" in found(head, "q=СОШ+7")

    hide(person, posts="head")
    reindex_people([person.pk])

    assert "Берестова" not in found(head, "q=СОШ+7") + found(member, "q=СОШ+7")
    assert found(head, "q=берестовой") == ["Берестова"]
    assert cells(head, person, "posts") == {"posts": ("педагог-библиотекарь, МБОУ СОШ № 7",)}
    assert cells(member, person, "posts") == {"posts": ()}


def test_a_hidden_post_puts_nobody_into_its_territory(
    association: Association, neighbour: Association, region: Association, region_head: Person
) -> None:
    person = person_with_card(association)
    person.memberships.update(association=region)
    elsewhere = AssociationFactory(parent=neighbour, territory=association.territory)
    assert elsewhere.territory_id == association.territory_id

    assert "Берестова" in found(region_head, f"territory={association.territory_id}")
    hide(person, posts="self")
    assert "Берестова" not in found(region_head, f"territory={association.territory_id}")
