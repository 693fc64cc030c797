"""Courses, awards and results of pupils: what services write, what they refuse, and how pupils are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Actor, Guest
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.members.models import Award, Card, PupilResult, Training
from stellazh.members.services import card_records as refusals
from stellazh.members.services import cards as services
from stellazh.members.services.card_values import TextTooLong, UnknownChoice
from stellazh.members.services.cards import AwardFields, PupilResultFields, TrainingFields
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.members import AwardFactory, CardFactory, PupilResultFactory, TrainingFactory

COURSE = TrainingFields("Книга  и чтение", "course", "Институт", 72, date(2023, 11, 17), "ПК-1")
AWARD = AwardFields(" Почётная грамота ", 2022)
RESULT = PupilResultFields("Вербина", "Маша", "5 А", "Конкурс чтецов", "победитель", "муниципальный", 2024)
KINDS: dict[str, tuple[Any, Any, Any, Any]] = {
    "training": (services.add_training, services.update_training, services.remove_training, COURSE),
    "award": (services.add_award, services.update_award, services.remove_award, AWARD),
    "result": (services.add_pupil_result, services.update_pupil_result, services.remove_pupil_result, RESULT),
}
ROWS: dict[str, Any] = {"training": TrainingFactory, "award": AwardFactory, "result": PupilResultFactory}


@pytest.mark.parametrize("kind", list(KINDS))
def test_add_makes_the_card_and_one_row_however_often(member: Person, at: datetime, kind: str) -> None:
    add, _, _, fields = KINDS[kind]

    rows = [add(member.pk, fields=fields, by=member, at=at) for _ in "ab"]

    assert rows[0].pk == rows[1].pk
    assert type(fields).of(rows[0]) == fields.cleaned(today=date(2024, 9, 10))
    assert Card.objects.get(person=member).changed_at == at
    assert [deed[0] for deed in deeds(member)] == ["card_row_added"]


@pytest.mark.parametrize("kind", list(KINDS))
def test_update_and_remove_a_row(member: Person, head: Person, at: datetime, kind: str) -> None:
    add, update, remove, fields = KINDS[kind]
    row = add(member.pk, fields=fields, by=member, at=at)
    name = "contest" if kind == "result" else "title"

    update(row.pk, expected_version=1, fields=replace(fields, **{name: "Новое"}), by=head, at=at)
    row.refresh_from_db()
    changed = (getattr(row, name), row.version)
    remove(row.pk, by=member, at=at)

    assert changed == ("Новое", 2)
    assert not type(row).objects.exists()
    assert [deed[0] for deed in deeds(member)] == ["card_row_added", "card_row_changed", "card_row_removed"]


@pytest.mark.parametrize("kind", list(KINDS))
def test_rows_are_kept_by_those_who_edit_the_card(
    member: Person, stranger: Person, region_head: Person, at: datetime, kind: str
) -> None:
    add, update, remove, fields = KINDS[kind]
    row = ROWS[kind](card=CardFactory(person=member))
    actors: tuple[Actor, ...] = (stranger, region_head, Guest())

    for by in actors:
        nothing_changes(lambda by=by: add(member.pk, fields=fields, by=by, at=at), PermissionRefused)
        nothing_changes(
            lambda by=by: update(row.pk, expected_version=1, fields=fields, by=by, at=at), PermissionRefused
        )
        nothing_changes(lambda by=by: remove(row.pk, by=by, at=at), PermissionRefused)


@pytest.mark.parametrize("kind", list(KINDS))
def test_part_that_the_person_hides_is_not_touched_by_the_head(
    member: Person, head: Person, at: datetime, kind: str
) -> None:
    add, update, remove, fields = KINDS[kind]
    code = {"training": "trainings", "award": "awards", "result": "pupil_results"}[kind]
    row = ROWS[kind](card=CardFactory(person=member, visibility={code: "self"}))

    nothing_changes(lambda: add(member.pk, fields=fields, by=head, at=at), PermissionRefused, "не всем")
    nothing_changes(lambda: update(row.pk, expected_version=1, fields=fields, by=head, at=at), PermissionRefused)
    nothing_changes(lambda: remove(row.pk, by=head, at=at), PermissionRefused)

    add(member.pk, fields=fields, by=member, at=at)
    assert set(map(tuple, deeds(member)[-1][2].values())) == {("скрыто", "изменено")}


@pytest.mark.parametrize("kind", list(KINDS))
def test_row_changed_meanwhile(member: Person, at: datetime, kind: str) -> None:
    _, update, _, fields = KINDS[kind]
    row = ROWS[kind](card=CardFactory(person=member), version=2)

    nothing_changes(lambda: update(row.pk, expected_version=1, fields=fields, by=member, at=at), ChangedMeanwhile)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (replace(COURSE, hours=0), refusals.HoursAreWrong),
        (replace(COURSE, hours=-1), refusals.HoursAreWrong),
        (replace(COURSE, hours=5001), refusals.HoursAreWrong),
        (replace(COURSE, kind="retraining", hours=249), refusals.HoursAreWrong),
        (replace(COURSE, ended_on=date(2024, 9, 11)), refusals.CourseDayIsAhead),
        (replace(COURSE, ended_on=date(1901, 1, 1)), refusals.YearIsWrong),
        (replace(COURSE, title="  "), refusals.FieldIsEmpty),
        (replace(COURSE, kind="lecture"), UnknownChoice),
        (replace(COURSE, title="я" * 301), TextTooLong),
    ],
)
def test_training_refusals(member: Person, at: datetime, fields: TrainingFields, refusal: type[DomainError]) -> None:
    nothing_changes(lambda: services.add_training(member.pk, fields=fields, by=member, at=at), refusal)


def test_award_and_result_refusals(member: Person, at: datetime) -> None:
    def award(**changes: Any) -> Award:
        return services.add_award(member.pk, fields=replace(AWARD, **changes), by=member, at=at)

    def result(**changes: Any) -> PupilResult:
        return services.add_pupil_result(member.pk, fields=replace(RESULT, **changes), by=member, at=at)

    nothing_changes(lambda: award(title=""), refusals.FieldIsEmpty)
    nothing_changes(lambda: award(year=2025), refusals.YearIsWrong)
    nothing_changes(lambda: award(year=1900), refusals.YearIsWrong)
    for name in ("family_name", "given_name", "school_class", "contest", "place"):
        nothing_changes(lambda name=name: result(**{name: " "}), refusals.FieldIsEmpty)
    nothing_changes(lambda: result(year=2025), refusals.YearIsWrong)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "=1+1", "{{ 7*7 }}"])
def test_hostile_rows_are_kept_as_words(member: Person, at: datetime, hostile: str) -> None:
    course = TrainingFields(hostile, institution=hostile, document_number=hostile)
    pupil = PupilResultFields(hostile, hostile, hostile[:20], hostile, hostile, hostile)

    training = services.add_training(member.pk, fields=course, by=member, at=at)
    award = services.add_award(member.pk, fields=AwardFields(hostile), by=member, at=at)
    result = services.add_pupil_result(member.pk, fields=pupil, by=member, at=at)

    assert {training.title, training.institution, training.document_number, award.title, result.contest} == {hostile}


def test_journal_never_names_a_pupil(member: Person, at: datetime) -> None:
    row = services.add_pupil_result(member.pk, fields=RESULT, by=member, at=at)
    services.record_guardian_consent(
        row.pk, guardian_name="Вербина Анна Олеговна", given_on=date(2024, 9, 1), by=member, at=at
    )
    services.update_pupil_result(
        row.pk, expected_version=2, fields=replace(RESULT, family_name="Тополева"), by=member, at=at
    )

    kept = str(list(AuditEntry.objects.values_list("changes", "object_label", "note")))

    assert "Вербина" not in kept
    assert "Тополева" not in kept
    assert "Маша В., 5 А класс" in kept


def test_pupil_is_named_only_while_a_parent_agrees(member: Person, at: datetime) -> None:
    row = services.add_pupil_result(member.pk, fields=RESULT, by=member, at=at)
    without = row.pupil

    agreed = services.record_guardian_consent(
        row.pk, guardian_name=" Вербина  Анна ", given_on=date(2024, 9, 1), by=member, at=at
    )
    withdrawn = services.withdraw_guardian_consent(row.pk, by=member, at=at)
    again = services.record_guardian_consent(
        row.pk, guardian_name="Вербина Анна", given_on=date(2024, 9, 10), by=member, at=at
    )

    assert (without, agreed.pupil, withdrawn.pupil, again.pupil) == (
        "Маша В., 5 А класс",
        "Маша Вербина, 5 А класс",
        "Маша В., 5 А класс",
        "Маша Вербина, 5 А класс",
    )
    assert (agreed.guardian_name, agreed.guardian_consent_on) == ("Вербина Анна", date(2024, 9, 1))
    assert withdrawn.guardian_withdrawn_on == date(2024, 9, 10)
    row.refresh_from_db()
    assert (row.guardian_withdrawn_on, row.version) == (None, 4)


def test_consent_about_another_pupil_ends(member: Person, at: datetime) -> None:
    row: Any = PupilResultFactory(card=CardFactory(person=member), named=True)

    services.update_pupil_result(row.pk, expected_version=1, fields=replace(RESULT, given_name="Оля"), by=member, at=at)

    row.refresh_from_db()
    assert (row.pupil, row.guardian_name, row.guardian_consent_on) == ("Оля В., 5 А класс", "", None)


def test_guardian_refusals(member: Person, stranger: Person, at: datetime) -> None:
    row: Any = PupilResultFactory(card=CardFactory(person=member))

    def agree(by: Person, name: str = "Вербина Анна", day: date = date(2024, 9, 1)) -> PupilResult:
        return services.record_guardian_consent(row.pk, guardian_name=name, given_on=day, by=by, at=at)

    nothing_changes(lambda: agree(stranger), PermissionRefused)
    nothing_changes(lambda: agree(member, " "), refusals.FieldIsEmpty)
    nothing_changes(lambda: agree(member, "я" * 201), TextTooLong)
    nothing_changes(lambda: agree(member, day=date(2024, 9, 11)), services.NoGuardianConsent)
    nothing_changes(lambda: services.withdraw_guardian_consent(row.pk, by=member, at=at), services.NoGuardianConsent)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_row(member: Person, at: datetime) -> None:
    found = at_once(lambda: str(services.add_training(member.pk, fields=COURSE, by=member, at=at).pk))

    assert len(set(found)) == 1
    assert Training.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_save_one(member: Person, at: datetime) -> None:
    row = services.add_award(member.pk, fields=AWARD, by=member, at=at)

    found = at_once(
        lambda: str(
            services.update_award(row.pk, expected_version=1, fields=AwardFields("Медаль"), by=member, at=at).version
        )
    )

    assert sorted(found) == ["2", "ChangedMeanwhile"]
