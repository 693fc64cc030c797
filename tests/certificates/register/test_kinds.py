"""Kinds of documents: the usual set, patterns of numbers, changes and refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.certificates.enums import DocumentGenre, NumberPeriod
from stellazh.certificates.models import CertificateKind
from stellazh.certificates.patterns import could_meet, names_year, pattern_fault
from stellazh.certificates.services import kinds as services
from stellazh.certificates.services.kinds import USUAL_KINDS, KindFields, ensure_kinds, number_words
from stellazh.certificates.services.refusals import (
    KindHasNumbers,
    KindIsArchived,
    KindNameTaken,
    KindUnfit,
    WrongPattern,
)
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.numbering.services import SeriesHasBegun, take_number
from stellazh.people.models import Person
from tests.checks import at_once, deeds, fingerprint, nothing_changes
from tests.factories.certificates import CertificateFactory, CertificateKindFactory, RunRowFactory

pytestmark = pytest.mark.django_db
FIELDS = KindFields(DocumentGenre.PARTICIPANT, "Участнику чтений", "Сертификат участника", "№ {n}/{год}-Ч")


@pytest.mark.parametrize(
    ("pattern", "year", "number", "words"),
    [
        ("№ {n}/{год}-Ф", 2026, 37, "№ 37/2026-Ф"),
        ("№ {n:03}/{гг}", 2026, 7, "№ 007/26"),
        ("№ {n:03}/{гг}", 2009, 1234, "№ 1234/09"),
        ("{уч_год}/{n}", 2026, 5, "2026-2027/5"),
        ("№ {n}", 0, 1, "№ 1"),
    ],
)
def test_number_is_written_by_its_pattern(pattern: str, year: int, number: int, words: str) -> None:
    kind = CertificateKind(pattern=pattern)

    assert number_words(kind, year, number) == words


@pytest.mark.parametrize(
    ("pattern", "period"),
    [
        ("№ /{год}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n}{n}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n}/{месяц}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n:3}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n:09}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n}}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n", NumberPeriod.SCHOOL_YEAR),
        ("№ {n.__class__}", NumberPeriod.SCHOOL_YEAR),
        ("№ {n}/{год}", NumberPeriod.NEVER),
        ("№ {n}/{уч_год}", NumberPeriod.CALENDAR_YEAR),
    ],
)
def test_pattern_that_cannot_be_written_has_a_fault(pattern: str, period: str) -> None:
    assert pattern_fault(pattern, period) != ""


def test_pattern_that_can_be_written_has_none() -> None:
    faults = [
        pattern_fault("№ {n:03}/{уч_год}-Ф", NumberPeriod.SCHOOL_YEAR),
        pattern_fault("№ {n}/{гг}", NumberPeriod.CALENDAR_YEAR),
        pattern_fault("{n}", NumberPeriod.NEVER),
    ]

    assert faults == ["", "", ""]
    assert names_year("№ {n}/{гг}") is True
    assert names_year("№ {n}") is False


def test_patterns_that_write_the_same_number_are_seen() -> None:
    assert could_meet("№ {n}/{год}", "№ {n}/{год}", 2026) == "№ 1/2026"
    assert could_meet("№ {n:03}", "№ {n}", 2026) == "№ 100"
    assert could_meet("№ {n}/{год}-У", "№ {n}/{год}-Д", 2026) == ""
    assert could_meet("№ {n}/{год}-I", "№ {n}/{год}-II", 2026) == ""


def test_usual_kinds_are_made_once(association: Association, methodist: Person, at: datetime) -> None:
    first = ensure_kinds(association, by=methodist, at=at)
    before = fingerprint()

    again = ensure_kinds(association, by=methodist, at=at)

    assert [kind.name for kind in first] == [name for _, name, _ in USUAL_KINDS]
    assert number_words(first[0], 2024, 37) == "№ 37/2024-У"
    assert [deed[0] for deed in deeds(first[0])] == ["certificate_kind_created"]
    assert again == first
    assert fingerprint() == before


def test_no_two_usual_kinds_write_the_same_number() -> None:
    patterns = [f"№ {{n}}/{{год}}-{letters}" for _, _, letters in USUAL_KINDS]

    met = [could_meet(one, other, 2026) for i, one in enumerate(patterns) for other in patterns[i + 1 :]]

    assert set(met) == {""}


def test_usual_kinds_are_not_made_by_a_member(association: Association, member: Person, at: datetime) -> None:
    nothing_changes(lambda: ensure_kinds(association, by=member, at=at), PermissionRefused)


@pytest.mark.django_db(transaction=True)
def test_two_who_come_first_make_one_set(association: Association, head: Person, at: datetime) -> None:
    at_once(lambda: str(len(ensure_kinds(association, by=head, at=at))))

    assert CertificateKind.objects.count() == len(USUAL_KINDS)


def test_kind_is_created_last_with_its_start(association: Association, head: Person, at: datetime) -> None:
    CertificateKindFactory(association=association, position=4)

    kind = services.create_kind(
        association.pk, fields=replace(FIELDS, first_number=97), submission_key=None, by=head, at=at
    )

    assert (kind.position, kind.title, kind.pattern) == (5, "Сертификат участника", "№ {n}/{год}-Ч")
    assert services.present_first_number(kind, at=at) == 97
    with transaction.atomic():
        assert take_number(kind.series_code(2024), object_key="run_row:1", by=head, at=at) == 97
        assert take_number(kind.series_code(2025), object_key="run_row:2", by=head, at=at) == 1
    assert deeds(kind)[0][:2] == ("certificate_kind_created", str(head.pk))


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (replace(FIELDS, name=" "), KindUnfit),
        (replace(FIELDS, title=""), KindUnfit),
        (replace(FIELDS, name="ы" * 151), KindUnfit),
        (replace(FIELDS, genre="medal"), KindUnfit),
        (replace(FIELDS, period="week"), KindUnfit),
        (replace(FIELDS, template_id=99), KindUnfit),
        (replace(FIELDS, pattern="№ {год}"), WrongPattern),
        (replace(FIELDS, pattern="{n}" + "ы" * 60), WrongPattern),
        (replace(FIELDS, first_number=0), KindUnfit),
        (replace(FIELDS, name="Грамота"), KindNameTaken),
    ],
)
def test_kind_with_a_wrong_field_is_refused(
    association: Association, head: Person, at: datetime, fields: KindFields, refusal: type[DomainError]
) -> None:
    CertificateKindFactory(association=association, name="Грамота")

    nothing_changes(
        lambda: services.create_kind(association.pk, fields=fields, submission_key=None, by=head, at=at), refusal
    )


def test_kind_is_changed_and_documents_stay(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)
    given = CertificateFactory(row__run__association=association, row__run__kind=kind, number=3)

    services.update_kind(
        kind.pk,
        fields=replace(KindFields.of(kind), pattern="№ {n}/{гг}"),
        expected_version=1,
        by=head,
        at=at,
    )

    kind.refresh_from_db()
    given.refresh_from_db()
    assert (kind.pattern, kind.version) == ("№ {n}/{гг}", 2)
    assert given.number_words == "№ 3/2024-Ф"
    assert deeds(kind)[-1][2] == {"Как пишется номер": ["№ {n}/{год}-Ф", "№ {n}/{гг}"]}


def test_period_and_genre_of_a_kind_with_numbers_stay(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)
    CertificateFactory(row=RunRowFactory(run__association=association, run__kind=kind))

    for change in ({"period": NumberPeriod.CALENDAR_YEAR}, {"genre": DocumentGenre.MERIT}):
        fields = replace(KindFields.of(kind), **change)
        nothing_changes(
            lambda fields=fields: services.update_kind(kind.pk, fields=fields, expected_version=1, by=head, at=at),
            KindHasNumbers,
        )


def test_series_that_has_begun_keeps_its_start(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)
    with transaction.atomic():
        take_number(kind.series_code(2024), object_key="run_row:1", by=head, at=at)

    nothing_changes(
        lambda: services.update_kind(
            kind.pk, fields=replace(KindFields.of(kind), first_number=5), expected_version=1, by=head, at=at
        ),
        SeriesHasBegun,
    )


def test_two_who_change_a_kind_see_each_other(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)
    fields = replace(KindFields.of(kind), title="Сертификат")
    services.update_kind(kind.pk, fields=fields, expected_version=1, by=head, at=at)

    nothing_changes(
        lambda: services.update_kind(
            kind.pk, fields=replace(fields, title="Свидетельство"), expected_version=1, by=head, at=at
        ),
        ChangedMeanwhile,
    )


def test_kind_goes_away_and_comes_back(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association)

    services.archive_kind(kind.pk, by=head, at=at)
    nothing_changes(lambda: services.archive_kind(kind.pk, by=head, at=at), KindIsArchived)
    nothing_changes(
        lambda: services.update_kind(kind.pk, fields=FIELDS, expected_version=2, by=head, at=at), KindIsArchived
    )
    back = services.restore_kind(kind.pk, by=head, at=at)

    assert back.archived_at is None
    nothing_changes(lambda: services.restore_kind(kind.pk, by=head, at=at), KindIsArchived)
    assert [deed[0] for deed in deeds(kind)] == ["certificate_kind_archived", "certificate_kind_restored"]


def test_kind_whose_name_is_taken_does_not_come_back(association: Association, head: Person, at: datetime) -> None:
    kind = CertificateKindFactory(association=association, name="Грамота", archived_at=at)
    CertificateKindFactory(association=association, name="Грамота")

    nothing_changes(lambda: services.restore_kind(kind.pk, by=head, at=at), KindNameTaken)


def test_kinds_are_kept_by_those_who_may(
    association: Association, member: Person, region_head: Person, stranger: Person, at: datetime
) -> None:
    kind = CertificateKindFactory(association=association)
    key = kind.pk

    for actor in (member, region_head, stranger):
        for deed in (
            lambda by: services.create_kind(association.pk, fields=FIELDS, submission_key=None, by=by, at=at),
            lambda by: services.update_kind(key, fields=FIELDS, expected_version=1, by=by, at=at),
            lambda by: services.archive_kind(key, by=by, at=at),
            lambda by: services.restore_kind(key, by=by, at=at),
        ):
            nothing_changes(lambda deed=deed, actor=actor: deed(actor), PermissionRefused)


def test_kind_without_a_name_is_no_kind(association: Association) -> None:
    with pytest.raises(IntegrityError, match="certificate_kind_has_name"), transaction.atomic():
        CertificateKindFactory(association=association, name="")


def test_kind_counts_from_one(association: Association) -> None:
    with pytest.raises(IntegrityError, match="certificate_kind_counts_from_one"), transaction.atomic():
        CertificateKindFactory(association=association, first_number=0)
