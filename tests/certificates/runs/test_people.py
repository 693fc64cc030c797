"""Putting people into a run."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.certificates.enums import NameState
from stellazh.certificates.models import IssueRun
from stellazh.certificates.recipient_lists import Recipient
from stellazh.certificates.services.runs import (
    ListUnfit,
    NobodyNamed,
    TooManyRecipients,
    add_list,
    add_people,
    add_recipients,
)
from stellazh.certificates.services.runs.doubts import CAPITALS, INITIALS, NO_ADDRESS, NO_SCHOOL, TWIN
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from tests.certificates.runs.conftest import MakeRun, add_row
from tests.checks import deeds, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.certificates import CertificateFactory, RunRowFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory


def named(run: IssueRun) -> list[tuple[str, bool]]:
    return list(run.rows.in_order().values_list("name", "is_left_out"))


def test_typed_people_become_rows_with_their_names_in_cases(run: IssueRun, methodist: Person, at: datetime) -> None:
    people = [
        Recipient("Ольхова Вера Ильинична", school="МБОУ СОШ № 5", details={"работа": "Читаем  вместе"}),
        Recipient("Сосновский Пётр Львович", post="учитель", school="МБОУ СОШ № 6", email="p@example.org"),
    ]

    added = add_recipients(run.pk, recipients=people, source="Вписаны", by=methodist, at=at)

    assert (added.added_count, added.left_out_count, added.present_names) == (2, 0, ())
    first, second = run.rows.in_order()
    assert (first.dative, first.genitive, first.gender) == ("Ольховой Вере Ильиничне", "Ольховой Веры Ильиничны", "f")
    assert (first.position, first.name_state, first.doubts) == (1, NameState.CERTAIN, [])
    assert first.details == {"работа": "Читаем вместе"}
    assert (second.dative, second.gender, second.email) == ("Сосновскому Петру Львовичу", "m", "p@example.org")
    assert deeds(run)[-1][0] == "run_people_added"


def test_who_is_there_already_is_added_once(run: IssueRun, methodist: Person, at: datetime) -> None:
    people = [Recipient("Ольхова Вера Ильинична", school="МБОУ СОШ № 5"), Recipient("Липина Анна Львовна", school="Л")]
    add_recipients(run.pk, recipients=people[:1], source="Вписаны", by=methodist, at=at)

    added = add_recipients(run.pk, recipients=[*people, people[1]], source="Вписаны", by=methodist, at=at)

    assert (added.added_count, added.present_names) == (1, ("Ольхова Вера Ильинична", "Липина Анна Львовна"))
    assert named(run) == [("Ольхова Вера Ильинична", False), ("Липина Анна Львовна", False)]


def test_a_namesake_of_another_school_is_a_row_with_a_doubt(run: IssueRun, methodist: Person, at: datetime) -> None:
    people = [Recipient("Ольхова Вера Ильинична", school="№ 5"), Recipient("ольхова Вера Ильинична", school="№ 6")]

    add_recipients(run.pk, recipients=people, source="Вписаны", by=methodist, at=at)

    assert [TWIN in row.doubts for row in run.rows.in_order()] == [True, True]


@pytest.mark.parametrize(
    ("recipient", "doubt"),
    [
        (Recipient("Липина М. С.", school="№ 5"), INITIALS),
        (Recipient("ЛИПИНА МАРИЯ СЕРГЕЕВНА", school="№ 5"), CAPITALS),
        (Recipient("Липина Мария Сергеевна"), NO_SCHOOL),
        (
            Recipient("Липинa Мария Сергеевна", school="№ 5"),
            "В имени среди русских букв стоят латинские (a): наберите их по-русски.",
        ),
        (Recipient("Липина", school="№ 5"), "Записано одно слово: впишите фамилию, имя и отчество."),
    ],
)  # fmt: skip
def test_what_is_odd_is_told(run: IssueRun, methodist: Person, at: datetime, recipient: Recipient, doubt: str) -> None:
    add_recipients(run.pk, recipients=[recipient], source="Вписаны", by=methodist, at=at)

    assert doubt in run.rows.get().doubts


def test_an_absent_address_is_a_doubt_only_where_letters_are_sent(
    make_run: MakeRun, methodist: Person, at: datetime
) -> None:
    person = Recipient("Липина Мария Сергеевна", school="№ 5")
    quiet, loud = make_run(), make_run(with_letters=True)

    add_recipients(quiet.pk, recipients=[person], source="Вписаны", by=methodist, at=at)
    add_recipients(loud.pk, recipients=[person], source="Вписаны", by=methodist, at=at)

    assert (quiet.rows.get().doubts, loud.rows.get().doubts) == ([], [NO_ADDRESS])


def test_whoever_has_the_document_is_left_out_and_told_of(
    make_run: MakeRun, methodist: Person, member: Person, at: datetime
) -> None:
    before = make_run(status="issued", subject_key="event:5")
    CertificateFactory(row=RunRowFactory(run=before, person=member), number_words="№ 7/2024-Ф")
    CertificateFactory(row=RunRowFactory(run=before, person=None, name="Тополева Инна Юрьевна"))
    run = make_run(subject_key="event:5")
    people = [
        Recipient(member.full_name, person_id=member.pk, school="№ 5"),
        Recipient("Тополева Инна Юрьевна", school="№ 5"),
        Recipient("Вербина Инна Юрьевна", school="№ 5"),
    ]

    added = add_recipients(run.pk, recipients=people, source="Вписаны", by=methodist, at=at)

    assert (added.added_count, added.left_out_count) == (3, 2)
    first, second, third = run.rows.in_order()
    assert (first.is_left_out, first.doubts) == (True, ["Уже получил(а): сертификат участника, № 7/2024-Ф."])
    assert (second.is_left_out, third.is_left_out) == (True, False)


def test_documents_for_other_things_and_withdrawn_ones_do_not_count(
    make_run: MakeRun, methodist: Person, member: Person, at: datetime
) -> None:
    elsewhere = make_run(status="issued", subject_key="event:6")
    CertificateFactory(row=RunRowFactory(run=elsewhere, person=member))
    before = make_run(status="issued", subject_key="event:5")
    CertificateFactory(row=RunRowFactory(run=before, person=member), withdrawn=True)
    run = make_run(subject_key="event:5")

    added = add_people(run.pk, person_ids=[member.pk], by=methodist, at=at)

    assert (added.added_count, added.left_out_count) == (1, 0)


def test_people_picked_by_hand_bring_their_school(
    run: IssueRun, association: Association, methodist: Person, stranger: Person, at: datetime
) -> None:
    person = PersonFactory(family_name="Озерова", given_name="Инна", patronymic="Юрьевна")
    MembershipFactory(person=person, association=association)
    school = OrganisationFactory(short_name="МБОУ СОШ № 8", territory=association.territory)
    PostFactory(person=person, organisation=school, title="педагог-библиотекарь")

    added = add_people(run.pk, person_ids=[person.pk, stranger.pk], by=methodist, at=at)

    assert added.added_count == 1
    row = run.rows.get()
    assert (row.person, row.name, row.post) == (person, "Озерова Инна Юрьевна", "педагог-библиотекарь")
    assert (row.school, row.organisation, row.municipality) == ("МБОУ СОШ № 8", school, association.territory.name)


def test_a_typed_name_known_here_becomes_that_person(
    run: IssueRun, association: Association, neighbour: Association, methodist: Person, at: datetime
) -> None:
    one = PersonFactory(family_name="Озерова", given_name="Инна", patronymic="Юрьевна")
    MembershipFactory(person=one, association=association)
    PostFactory(person=one, organisation=OrganisationFactory(short_name="МБОУ СОШ № 8"))
    far = PersonFactory(family_name="Лесникова", given_name="Инна", patronymic="Юрьевна")
    MembershipFactory(person=far, association=neighbour)
    people = [
        Recipient("озерова инна юрьевна"),
        Recipient("Озерова Инна Юрьевна", school="Другая школа"),
        Recipient("Лесникова Инна Юрьевна"),
    ]

    add_recipients(run.pk, recipients=people, source="Вписаны", by=methodist, at=at)

    found = list(run.rows.in_order().values_list("person_id", "name", "school"))
    assert found == [
        (one.pk, "Озерова Инна Юрьевна", "МБОУ СОШ № 8"),
        (None, "Озерова Инна Юрьевна", "Другая школа"),
        (None, "Лесникова Инна Юрьевна", ""),
    ]


def test_nobody_no_list_and_no_right_are_refused(
    run: IssueRun, methodist: Person, member: Person, stranger: Person, at: datetime
) -> None:
    one = [Recipient("Липина Мария Сергеевна")]

    nothing_changes(lambda: add_recipients(run.pk, recipients=[], source="", by=methodist, at=at), NobodyNamed)
    nothing_changes(lambda: add_people(run.pk, person_ids=[stranger.pk], by=methodist, at=at), NobodyNamed)
    nothing_changes(lambda: add_list(run.pk, list_code="event.present", by=methodist, at=at), ListUnfit)
    nothing_changes(lambda: add_list(run.pk, list_code="нет такого", by=methodist, at=at), ListUnfit)
    for who in (member, stranger):
        nothing_changes(
            lambda: add_recipients(run.pk, recipients=one, source="", by=who, at=at),  # noqa: B023
            PermissionRefused,
        )


def test_a_run_holds_three_thousand(
    run: IssueRun, methodist: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stellazh.certificates.services.runs.people.MOST_ROWS", 2)
    add_row(run)
    people = [Recipient(f"Липина Мария {one}", school="№ 5") for one in ("Сергеевна", "Львовна")]

    nothing_changes(
        lambda: add_recipients(run.pk, recipients=people, source="", by=methodist, at=at),
        TooManyRecipients,
        "а стало бы 3",
    )


def test_statements_do_not_grow_with_the_people(make_run: MakeRun, methodist: Person, at: datetime) -> None:
    counts = []
    for number in (1, 3):
        run = make_run(subject_key="event:5")
        people = [Recipient(f"Липина Мария Сергеевна-{place}", school="№ 5") for place in range(number)]
        with CaptureQueriesContext(connection) as seen:
            add_recipients(run.pk, recipients=people, source="Вписаны", by=methodist, at=at)
        counts.append(len(seen))

    assert counts[0] == counts[1]
