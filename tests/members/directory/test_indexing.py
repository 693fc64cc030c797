"""Whoever is named, moved, hidden or archived is found by what is true now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Organisation
from stellazh.associations.services import (
    OrganisationFields,
    TerritoryFields,
    archive_organisation,
    create_organisation,
    update_organisation,
    update_territory,
)
from stellazh.common.actor import System
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.jobs.worker import run_queued
from stellazh.members import services
from stellazh.members.services import MemberFields, PostFields
from stellazh.members.services.cards import set_visibility
from stellazh.members.services.indexing import PEOPLE, REINDEX, SCHOOLS, gathering, reindex_people
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, archive_person, update_person
from stellazh.textindex.models import IndexedText, WordForm
from stellazh.textindex.reads import matching_keys
from tests.factories.associations import OrganisationFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

BY = System("проверка")


def by_words(query: str, kind: str = PEOPLE) -> list[int]:
    return sorted(matching_keys(kind, query))


@pytest.fixture
def person(association: Association, head: Person, at: datetime) -> Person:
    """Entered and given a post by the services themselves."""
    made = services.enter_member(
        association.pk, person_fields=PersonFields("Дубравина", "Анна", "Львовна"), email=None, fields=MemberFields(),
        from_on=date(2024, 9, 1), by=head, at=at,
    ).person  # fmt: skip
    school: Any = OrganisationFactory(short_name="МБОУ СОШ № 31", territory=association.territory)
    services.add_post(made.pk, fields=PostFields(school.pk, "педагог-библиотекарь"), by=head, at=at)
    return made


def test_a_member_is_found_by_name_post_school_territory_and_association(person: Person) -> None:
    for query in (
        "Дубравиной", "Анна Львовна", "Дубравина А.Л.", "СОШ 31", "педагог", "Лужского округа", "ММО дубравина",
    ):  # fmt: skip
        assert by_words(query) == [person.pk], query


def test_a_new_name_is_found_and_the_old_one_is_not(person: Person, head: Person, at: datetime) -> None:
    update_person(person.pk, expected_version=1, fields=PersonFields("Кленова", "Анна", "Львовна"), by=head, at=at)

    assert by_words("кленова") == [person.pk]
    assert by_words("дубравина") == []


def test_an_ended_post_is_not_found(person: Person, head: Person, at: datetime) -> None:
    services.end_post(person.posts.get().pk, last_day=date(2024, 9, 30), by=head, at=at)

    assert by_words("СОШ 31") == []
    assert by_words("дубравина") == [person.pk]


def test_a_hidden_post_is_not_found(person: Person, at: datetime) -> None:
    set_visibility(person.pk, expected_version=0, levels={"posts": "self"}, place="", by=person, at=at)

    assert by_words("СОШ 31") == []
    assert by_words("дубравина") == [person.pk]
    set_visibility(person.pk, expected_version=1, levels={"posts": "region"}, place="", by=person, at=at)
    assert by_words("СОШ 31") == [person.pk]


def test_an_archived_card_is_not_found(person: Person, at: datetime) -> None:
    archive_person(person.pk, by=BY, at=at)

    assert by_words("дубравина") == []


def test_a_school_is_found_by_its_names_and_its_people_with_it(
    person: Person, association: Association, at: datetime
) -> None:
    school = person.posts.get().organisation
    fields = OrganisationFields("school", "Гимназия «Росток»", "Гимназия 8", school.territory_id, "4700000001")

    update_organisation(school.pk, expected_version=1, fields=fields, by=BY, at=at)

    assert by_words("росток", SCHOOLS) == by_words("4700000001", SCHOOLS) == by_words("Лужский", SCHOOLS) == [school.pk]
    assert by_words("росток") == [person.pk]
    assert by_words("СОШ 31") == []
    archive_organisation(school.pk, by=BY, at=at)
    assert by_words("росток", SCHOOLS) == []


def test_a_new_school_is_found(association: Association, at: datetime) -> None:
    fields = OrganisationFields("school", "Лицей «Вершина»", "Лицей 2", association.territory_id)

    made = create_organisation(fields=fields, by=BY, at=at)

    assert by_words("вершина", SCHOOLS) == [made.pk]


@pytest.mark.django_db(transaction=True)
def test_a_renamed_territory_is_found_after_the_job(person: Person, association: Association, at: datetime) -> None:
    territory = association.territory
    for name in ("Полянский округ", "Холмский округ"):
        territory.refresh_from_db()
        update_territory(
            territory.pk, expected_version=territory.version, fields=TerritoryFields(territory.kind, name), by=BY, at=at
        )
    assert Job.objects.filter(name=REINDEX).count() == 1

    run_queued()

    assert by_words("дубравина холмский") == [person.pk]
    assert by_words("лужский", SCHOOLS) == []
    assert Organisation.objects.filter(pk__in=matching_keys(SCHOOLS, "холмский")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_reindexing_makes_everything_anew_and_forgets_the_rest(person: Person, at: datetime) -> None:
    IndexedText.objects.all().delete()
    IndexedText.objects.create(kind=PEOPLE, key=999_999, words="лишняя")
    WordForm.objects.create(kind=PEOPLE, form="лишняя", word="лишняя")

    enqueue(REINDEX, {}, by=BY, at=at)
    run_queued()

    job = Job.objects.get(name=REINDEX)
    assert job.error == ""
    assert job.result is not None
    assert (job.result["gone"], job.result["words_forgotten"]) == (1, 1)
    assert by_words("дубравина") == [person.pk]
    assert by_words("лишняя") == []


def test_gathering_indexes_once_at_the_end(
    association: Association, head: Person, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people: list[Any] = [PersonFactory(family_name="Вербина", without_account=True) for _ in range(40)]
    for one in people:
        MembershipFactory(person=one, association=association)

    with django_assert_max_num_queries(16), gathering():
        for one in people:
            reindex_people([one.pk])
        assert by_words("вербина") == []

    assert by_words("вербиной") == [one.pk for one in people]


def test_a_failed_deed_leaves_nothing_gathered(association: Association, head: Person) -> None:
    def fail() -> None:
        with gathering():
            reindex_people([head.pk])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with gathering():
        pass
    assert by_words("ольхова") == []
