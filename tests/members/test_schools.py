"""Cards of schools: what the service writes and refuses, who may, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association, Organisation
from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Guest, System
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.members.models import SchoolCard
from stellazh.members.services import schools as services
from stellazh.members.services.card_values import TextTooLong, UnknownChoice
from stellazh.members.services.schools import SchoolFields
from stellazh.people.models import Person
from tests.checks import at_once, fingerprint, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.members import CardFactory, MembershipFactory, PostFactory, SchoolCardFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]
FILLED = SchoolFields(
    settlement="town",
    school_type="средняя",
    pupil_count=640,
    class_count=26,
    phone="+7 813 722-11-22",
    site="https://school.example.ru",
    library_kind="shibc",
    room="separate",
    area_m2=Decimal("84.5"),
    has_reading_room=True,
    seat_count=24,
    computer_count=3,
    has_internet=True,
    library_system="АБИС «Полка»",
    fund_count=18_500,
    textbook_count=12_000,
    fiction_count=5_200,
    stated_on=date(2024, 9, 1),
)


@pytest.fixture
def school(association: Association) -> Organisation:
    """A school of the association's municipality."""
    made: Any = OrganisationFactory(short_name="МБОУ школа № 5", territory=association.territory)
    return made


def fill(school: Organisation, by: Any, at: datetime, *, version: int = 0, **changes: Any) -> SchoolCard:
    return services.update_school_card(
        school.pk, expected_version=version, fields=replace(FILLED, **changes), by=by, at=at
    )


def test_update_school_card_keeps_every_field_and_tells_the_nearest_association(
    school: Organisation, head: Person, region: Association, association: Association, at: datetime
) -> None:
    made = fill(school, head, at, phone="8 (813) 722-11-22", site="school.example.ru")

    made.refresh_from_db()
    assert SchoolFields.of(made) == FILLED
    assert made.version == 1
    entry = AuditEntry.objects.about(school).get(action="school_card_changed")
    assert entry.scope == association.path
    assert entry.changes["Учеников"] == ["", "640"]
    assert entry.changes["Площадь, м²"] == ["", "84,5"]
    assert len(entry.changes) == len(fields(SchoolFields))


def test_school_without_an_own_association_is_told_to_the_next_one_above(
    region: Association, region_head: Person, at: datetime
) -> None:
    lonely: Any = OrganisationFactory(territory=region.territory)

    fill(lonely, region_head, at)

    assert AuditEntry.objects.about(lonely).get().scope == region.path


def test_the_same_again_writes_nothing(school: Organisation, head: Person, at: datetime) -> None:
    fill(school, head, at)
    before = fingerprint()

    again = fill(school, head, at, version=1)

    assert (again.version, fingerprint()) == (1, before)


def test_who_keeps_the_card_of_a_school(
    school: Organisation, head: Person, member: Person, region_head: Person, stranger: Person, at: datetime
) -> None:
    for by in (member, stranger, Guest()):
        nothing_changes(lambda by=by: fill(school, by, at), PermissionRefused)

    PostFactory(person=member, organisation=school)
    for version, by in enumerate((head, region_head, member, System("импорт"))):
        fill(school, by, at, version=version, pupil_count=600 + version)

    assert SchoolCard.objects.get(organisation=school).pupil_count == 603


def test_who_left_the_school_keeps_it_no_longer(school: Organisation, member: Person, at: datetime) -> None:
    PostFactory(person=member, organisation=school, to_on=date(2020, 6, 1))

    nothing_changes(lambda: fill(school, member, at), PermissionRefused)


def test_archived_school_is_kept_by_nobody(school: Organisation, head: Person, at: datetime) -> None:
    school.archived_at = at
    school.save()

    nothing_changes(lambda: fill(school, head, at), PermissionRefused, "в архиве")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"textbook_count": 15_000}, services.FundDoesNotAddUp),
        ({"textbook_count": 19_000, "fiction_count": None}, services.FundDoesNotAddUp),
        ({"class_count": 641}, services.MoreClassesThanPupils),
        ({"pupil_count": -1}, services.CountIsImpossible),
        ({"pupil_count": 20_001}, services.CountIsImpossible),
        ({"area_m2": Decimal("-0.1")}, services.CountIsImpossible),
        ({"stated_on": date(2024, 9, 11)}, services.StatedDayIsAhead),
        ({"site": "javascript:alert(1)"}, services.SiteIsWrong),
        ({"site": "ftp://school.example.ru"}, services.SiteIsWrong),
        ({"site": "школа"}, services.SiteIsWrong),
        ({"room": "basement"}, UnknownChoice),
        ({"school_type": "я" * 121}, TextTooLong),
    ],
)
def test_update_school_card_refuses(
    school: Organisation, head: Person, at: datetime, changes: dict[str, Any], refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: fill(school, head, at, **changes), refusal)


def test_school_changed_meanwhile(school: Organisation, head: Person, at: datetime) -> None:
    SchoolCardFactory(organisation=school, filled=True, version=3)

    with pytest.raises(ChangedMeanwhile) as clash:
        fill(school, head, at, version=2, pupil_count=700)

    assert clash.value.theirs["Учеников"] == "640"
    assert clash.value.mine["Учеников"] == "700"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_card(school: Organisation, head: Person, at: datetime) -> None:
    found = at_once(lambda: str(fill(school, head, at).version))

    assert sorted(found) == ["1", "ChangedMeanwhile"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "=1+1"])
def test_hostile_words_of_a_school_are_shown_as_words(
    school: Organisation, head: Person, client_for: ClientFor, at: datetime, hostile: str
) -> None:
    fill(school, head, at, school_type=hostile, library_system=hostile, phone=hostile)

    shown = client_for(head).get(reverse("members:school_detail", args=[school.pk])).content.decode()

    assert "<script>alert" not in shown
    assert shown.count(hostile.replace("<", "&lt;").replace(">", "&gt;")) >= 3


@pytest.mark.parametrize("count", [1, 3])
def test_school_page_costs_the_same_for_one_and_three(
    school: Organisation, association: Association, head: Person, client_for: ClientFor, count: int, at: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(count):
        fill(school, head, at, version=number, pupil_count=600 + number)
        person: Any = PersonFactory()
        MembershipFactory(person=person, association=association)
        PostFactory(person=person, organisation=school)
    client = client_for(head)
    client.get(reverse("members:school_detail", args=[school.pk]))

    # The session's person, grants and notices; the school, its card, who works there; own post, reach; the history.
    with django_assert_num_queries(9):
        answer = client.get(reverse("members:school_detail", args=[school.pk]))

    assert answer.content.decode().count("педагог-библиотекарь") == count


def test_school_page_hides_whom_the_reader_may_not_see(
    school: Organisation, association: Association, neighbour: Association, head: Person, client_for: ClientFor
) -> None:
    def person(family_name: str, place: Association, **card: Any) -> None:
        made: Any = PersonFactory(family_name=family_name)
        MembershipFactory(person=made, association=place)
        PostFactory(person=made, organisation=school)
        if card:
            CardFactory(person=made, **card)

    person("Озерова", association)
    person("Лесникова", association, visibility={"category": "self"})
    person("Тополева", association, visibility={"posts": "head"})
    person("Вербина", neighbour)

    shown = client_for(head).get(reverse("members:school_detail", args=[school.pk])).content.decode()

    assert "Озерова" in shown
    assert "Лесникова" in shown
    assert "Тополева" not in shown
    assert "Вербина" not in shown


def test_school_pages_are_for_readers_of_lists_and_staff(
    school: Organisation, head: Person, member: Person, stranger: Person, client_for: ClientFor
) -> None:
    staff: Any = PersonFactory()
    PostFactory(person=staff, organisation=school)
    outsider: Any = PersonFactory()
    pages = {
        name: [
            client_for(person).get(reverse(f"members:school_{name}", args=[school.pk])).status_code
            for person in (head, member, stranger, staff, outsider)
        ]
        for name in ("detail", "edit")
    }

    assert pages == {"detail": [200, 200, 200, 200, 404], "edit": [200, 404, 404, 200, 404]}
    assert client_for(None).get(reverse("members:school_detail", args=[school.pk])).status_code == 302


def test_school_form_saves_and_refuses(school: Organisation, head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    url = reverse("members:school_edit", args=[school.pk])
    sent = {"version": "0", "pupil_count": "640", "class_count": "26", "has_internet": "true", "area_m2": "84,5"}

    refused = client.post(url, {**sent, "class_count": "700"})
    saved = client.post(url, sent)
    stale = client.post(url, {**sent, "pupil_count": "650"})

    card = SchoolCard.objects.get(organisation=school)
    assert refused.status_code == 422
    assert "Классов больше, чем учеников" in refused.content.decode()
    assert saved.status_code == 302
    assert (card.pupil_count, card.has_internet, card.has_reading_room, card.area_m2) == (
        640,
        True,
        None,
        Decimal("84.5"),
    )
    assert stale.status_code == 422
    assert "изменил кто-то другой" in stale.content.decode()
