"""Who answers, found by what was typed: linked, asked, or left in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import AddresseeClass, AddresseeKind, UnfoldTo
from stellazh.protocols.models import Decision, Protocol
from stellazh.protocols.reads.addressee_classes import CLASS_NAMES, class_meant
from stellazh.protocols.reads.addressees import AddresseeDirectory, OwnerLine, addressee_directory
from stellazh.protocols.services import OwnerFields
from tests.checks import nothing_changes
from tests.factories.associations import OrganisationFactory, TerritoryFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import PointFactory, ProtocolPersonFactory

TODAY = date(2024, 9, 10)


def directory(association: Association, protocol: Protocol | None = None) -> AddresseeDirectory:
    return addressee_directory(association, on=TODAY, protocol=protocol)


def one(association: Association, typed: str, **values: Any) -> OwnerLine:
    (line,) = directory(association).lines(typed, **values)
    return line


@pytest.fixture
def namesakes(association: Association) -> list[Person]:
    """Two of one name and two schools."""
    found = []
    for number in (5, 7):
        person = PersonFactory.create(family_name="Берестова", given_name="Анна", patronymic="Олеговна")
        MembershipFactory(person=person, association=association)
        school: Any = OrganisationFactory(short_name=f"МБОУ школа № {number}", territory=association.territory)
        PostFactory(person=person, organisation=school, title="библиотекарь")
        found.append(person)
    return found


def test_surname_with_a_first_name_means_its_only_bearer(association: Association) -> None:
    person = PersonFactory.create(family_name="Озерова", given_name="Дарья", patronymic="Павловна")
    MembershipFactory(person=person, association=association)

    line = one(association, "озерова дарья")

    assert (line.fields.kind, line.fields.person_id, line.is_asked) == (AddresseeKind.PERSON, person.pk, False)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("все школьные библиотекари", AddresseeClass.LIBRARIANS),
        ("Школьные библиотекари", AddresseeClass.LIBRARIANS),
        ("всем педагогам-библиотекарям", AddresseeClass.LIBRARIANS),
        ("библиотекари образовательных организаций", AddresseeClass.LIBRARIANS),
        ("ШБ и ШИБЦ", AddresseeClass.LIBRARIES),
        ("все школы", AddresseeClass.LIBRARIES),
        ("школьным библиотекам", AddresseeClass.LIBRARIES),
        ("руководители РМО", AddresseeClass.HEADS),
        ("Руководителям районных методических объединений (РМО):", AddresseeClass.HEADS),
        ("руководители РМО, ОМО", AddresseeClass.HEADS),
        ("органы местного самоуправления", AddresseeClass.AUTHORITIES),
        (
            "Органам местного самоуправления, осуществляющим управление в сфере образования",
            AddresseeClass.AUTHORITIES,
        ),
        ("ОМСУ", AddresseeClass.AUTHORITIES),
        ("муниципалитеты", AddresseeClass.AUTHORITIES),
        ("социальные партнёры", AddresseeClass.PARTNERS),
        ("Социальным партнерам образовательных организаций", AddresseeClass.PARTNERS),
        ("РИБЦ", AddresseeClass.CENTRE),
        ("методический центр", AddresseeClass.CENTRE),
        ("школьный библиотекарь", None),
        ("творческая группа", None),
        ("руководитель РМО", None),
        ("школы № 5 и № 7", None),
        ("", None),
    ],
)
def test_class_is_known_by_the_words_of_papers(words: str, meant: AddresseeClass | None) -> None:
    assert class_meant(words) == meant


def test_every_class_is_known_by_the_name_it_is_offered_under() -> None:
    assert {code: class_meant(name) for code, name in CLASS_NAMES.items()} == {code: code for code in AddresseeClass}


def test_person_is_linked_by_either_spelling_and_printed_as_typed(association: Association, head: Person) -> None:
    for typed in (head.short_name, head.full_name, "Ольхова В. И.", f"{head.short_name}, методист"):
        line = one(association, typed)

        assert (line.fields.kind, line.fields.person_id, line.fields.name) == ("person", head.pk, typed)
        assert not line.is_asked


def test_places_are_linked(region: Association, association: Association) -> None:
    school: Any = OrganisationFactory(short_name="МБОУ школа № 5", territory=association.territory)

    lines = directory(region).lines("МБОУ школа № 5\nЛужский округ; ММО Лужского округа")

    assert [(line.fields.kind, line.fields.key) for line in lines] == [
        ("organisation", f"organisation:{school.pk}"),
        ("territory", f"territory:{association.territory_id}"),
        ("association", f"association:{association.pk}"),
    ]


def test_words_that_mean_nobody_stay_words(association: Association) -> None:
    line = one(association, "творческая группа")

    assert (line.fields, line.is_asked) == (OwnerFields(AddresseeKind.GROUP, "творческая группа"), False)


def test_name_of_two_is_asked_and_the_answer_links(association: Association, namesakes: list[Person]) -> None:
    asked = one(association, "Берестова А.О.")

    answered = [one(association, choice.value) for choice in asked.choices]

    assert (asked.fields.kind, [choice.value for choice in asked.choices]) == (
        "group",
        ["Берестова А.О., МБОУ школа № 5", "Берестова А.О., МБОУ школа № 7"],
    )
    assert [line.fields.person_id for line in answered] == [person.pk for person in namesakes]


def test_surname_alone_is_asked_even_when_one_bears_it(association: Association, head: Person) -> None:
    line = one(association, "Ольхова")

    assert (line.fields.kind, [choice.value for choice in line.choices]) == ("group", [head.short_name])


def test_line_as_it_was_stored_keeps_its_link(association: Association, namesakes: list[Person]) -> None:
    stored = (OwnerFields(AddresseeKind.PERSON, "Берестова А.О.", person_id=namesakes[1].pk),)

    line = one(association, "Берестова А.О.", stored=stored)

    assert line.fields == stored[0]


def test_names_between_commas_are_parted_only_when_all_are_known(
    association: Association, head: Person, member: Person
) -> None:
    known = directory(association).lines(f"{head.short_name}, {member.short_name}, руководители РМО")
    unknown = directory(association).lines("Тополева, Калинина")

    assert [line.fields.kind for line in known] == ["person", "person", "class"]
    assert [line.fields.name for line in unknown] == ["Тополева, Калинина"]


def test_class_unfolds_as_usual_there_or_as_chosen(region: Association, association: Association) -> None:
    typed = "все школьные библиотекари"
    chosen = {"librarians": "one"}

    usual = [one(place, typed).fields.unfold_to for place in (region, association)]

    assert usual == [UnfoldTo.MUNICIPALITY, UnfoldTo.SCHOOL]
    assert one(region, typed, unfold=chosen).fields.unfold_to == UnfoldTo.ONE
    assert one(region, typed, unfold={"librarians": "nonsense"}).fields.unfold_to == UnfoldTo.MUNICIPALITY


def test_nobody_beside_or_above_is_found(
    association: Association, region_head: Person, stranger: Person, region: Association
) -> None:
    OrganisationFactory(short_name="МБОУ чужая школа")
    here = directory(association)

    for typed in (region_head.short_name, stranger.full_name, "МБОУ чужая школа", region.short_name):
        (line,) = here.lines(typed)
        assert (line.fields.kind, line.choices, here.offered(typed)) == ("group", (), ())


def test_whoever_is_in_the_protocol_may_answer(
    association: Association, protocol: Protocol, region_head: Person
) -> None:
    ProtocolPersonFactory(protocol=protocol, person=region_head)

    (line,) = directory(association, protocol).lines(region_head.short_name)

    assert line.fields.person_id == region_head.pk


def test_last_line_is_offered_what_it_may_become(
    association: Association, head: Person, namesakes: list[Person]
) -> None:
    here = directory(association)

    assert [choice.value for choice in here.offered("кто-то\nшкольные библ")] == [
        "Все школьные библиотекари",
        "Все школьные библиотеки",
    ]
    assert [choice.value for choice in here.offered("ольх")] == [head.short_name]
    assert [choice.value for choice in here.offered("берест 7")] == ["Берестова А.О., МБОУ школа № 7"]
    assert here.offered("о") == ()


def test_directory_costs_as_much_for_many_as_for_few(association: Association, head: Person) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            directory(association)
        counts.append(len(queries))
        for _ in range(3):
            MembershipFactory(association=association)
            OrganisationFactory(territory=association.territory)
            TerritoryFactory(parent=association.territory)

    assert counts == [6, 6]


def test_put_owners_keeps_the_rows_of_those_who_stay(decision: Decision, head: Person, member: Person) -> None:
    people = [OwnerFields(AddresseeKind.PERSON, one.short_name, person_id=one.pk) for one in (head, member)]
    group = OwnerFields(AddresseeKind.GROUP, "творческая группа")
    services.put_owners(decision, [people[0], group])
    first = decision.owners.get(person=head)

    services.put_owners(decision, [people[1], OwnerFields("person", "Ольхова", person_id=head.pk)])

    assert [(row.position, row.name, row.person) for row in decision.owners.all()] == [
        (1, member.short_name, member),
        (2, "Ольхова", head),
    ]
    assert decision.owners.get(person=head).pk == first.pk


def test_put_owners_names_each_once(decision: Decision, head: Person) -> None:
    twice = [OwnerFields(AddresseeKind.PERSON, name, person_id=head.pk) for name in ("Ольхова", "Ольхова В.И.")]

    assert [owner.name for owner in services.put_owners(decision, twice)] == ["Ольхова"]


def test_put_owners_of_a_point_of_a_resolution(head: Person, association: Association) -> None:
    point: Any = PointFactory()
    Decision.objects.filter(pk=point.pk).update(association=association)
    point.refresh_from_db()

    services.put_owners(point, [OwnerFields(AddresseeKind.PERSON, "Ольхова В.И.", person_id=head.pk)])

    assert services.owners_of(point)[0].person_id == head.pk


def test_put_owners_out_of_reach_is_refused(
    decision: Decision, region_head: Person, stranger: Person, region: Association, neighbour: Association
) -> None:
    school: Any = OrganisationFactory()
    wrong = (
        OwnerFields("person", "Сосновская", person_id=region_head.pk),
        OwnerFields("person", "Кленова", person_id=stranger.pk),
        OwnerFields("person", "Никто", person_id=10**6),
        OwnerFields("organisation", "чужая школа", organisation_id=school.pk),
        OwnerFields("territory", "чужой округ", territory_id=neighbour.territory_id),
        OwnerFields("association", "область", association_id=region.pk),
        OwnerFields("person", "без ключа"),
        OwnerFields("group", " "),
        OwnerFields("crowd", "толпа"),
        OwnerFields("class", "все", "everybody"),
        OwnerFields("class", "партнёры", AddresseeClass.PARTNERS, UnfoldTo.SCHOOL),
    )

    for owner in wrong:
        nothing_changes(lambda owner=owner: services.put_owners(decision, [owner]), services.UnknownOwner)


def test_owner_who_left_since_stays(decision: Decision, member: Person, head: Person, at: datetime) -> None:
    owner = OwnerFields(AddresseeKind.PERSON, member.short_name, person_id=member.pk)
    services.put_owners(decision, [owner])
    member.archived_at = at
    member.save()

    services.put_owners(decision, [owner, OwnerFields(AddresseeKind.PERSON, head.short_name, person_id=head.pk)])

    assert decision.owners.count() == 2
