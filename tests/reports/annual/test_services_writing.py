"""Reports begun and their headings changed: exact effects, each refusal, two at once."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

import pytest

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.people.models import Person
from stellazh.reports.enums import ReportForm, ReportStatus
from stellazh.reports.models import AnnualReport, ReportBlock
from stellazh.reports.services.annual.refusals import ReportIsThere, ReportTextMissing, WrongDay, YearNotOurs
from stellazh.reports.services.annual.writing import (
    ReportFields,
    archive_report,
    create_report,
    restore_report,
    update_report,
)
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.reports import AnnualReportFactory, HandFigureFactory
from tests.reports.annual.conftest import WRITING, YEAR, Seal

FIELDS = ReportFields("Отчёт за год", date(2025, 6, 1), "В. И. Ольхова", "Руководитель")


def begin(association: Association, by: Person, **changes: object) -> AnnualReport:
    wanted = {"school_year": YEAR, "form": ReportForm.REPORT, "submission_key": None, "at": WRITING, **changes}
    return create_report(association.pk, by=by, **wanted)  # type: ignore[arg-type]


def test_create_report_writes_the_first_text(association: Association, head: Person) -> None:
    report = begin(association, head)

    assert (report.title, report.edition, report.status) == (
        "Отчёт о проделанной работе за 2024/2025 учебный год",
        1,
        ReportStatus.DRAFT,
    )
    codes = list(report.blocks.values_list("code", flat=True))
    assert codes == ["structure", "reach", "events", "territories", "comparison", "assessment"]
    assert [entry[0] for entry in deeds(report)] == ["report_created"]


def test_create_report_leaves_out_what_nobody_knows(association: Association, methodist: Person) -> None:
    analysis = begin(association, methodist, form=ReportForm.ANALYSIS)

    codes = list(analysis.blocks.values_list("code", flat=True))
    assert codes == ["aims", "events", "reach", "people", "comparison", "problems", "next", "assessment"]


def test_create_report_twice_by_one_key_is_once(association: Association, head: Person) -> None:
    key = uuid.uuid4()

    first, again = begin(association, head, submission_key=key), begin(association, head, submission_key=key)

    assert first == again
    assert AnnualReport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_create_report_double_click_makes_one(association: Association, head: Person) -> None:
    key = uuid.uuid4()

    found = at_once(lambda: str(begin(association, head, submission_key=key).pk))

    assert found[0] == found[1]
    assert AnnualReport.objects.count() == 1
    assert ReportBlock.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_create_report_by_two_people_makes_one(association: Association, head: Person) -> None:
    found = at_once(lambda: str(begin(association, head).status))

    assert sorted(found) == ["ReportIsThere", "draft"]
    assert AnnualReport.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"school_year": 2025}, YearNotOurs),
        ({"school_year": 1999}, YearNotOurs),
        ({"form": "essay"}, ReportTextMissing),
    ],
)
def test_create_report_refuses(
    association: Association, head: Person, changes: dict[str, object], refusal: type[DomainError]
) -> None:
    nothing_changes(lambda: begin(association, head, **changes), refusal)


def test_create_report_refuses_those_who_write_none(
    association: Association, member: Person, region_head: Person, stranger: Person
) -> None:
    for person in (member, region_head, stranger):
        nothing_changes(lambda by=person: begin(association, by), PermissionRefused)  # type: ignore[misc]


def test_create_report_refuses_a_closed_association(association: Association, head: Person, at: datetime) -> None:
    association.archived_at = at
    association.save()

    nothing_changes(lambda: begin(association, head), PermissionRefused)


def test_create_report_refuses_a_second_draft(report: AnnualReport, association: Association, head: Person) -> None:
    nothing_changes(lambda: begin(association, head), ReportIsThere)


def test_create_report_after_a_sealed_one_is_the_next_edition(
    report: AnnualReport, association: Association, head: Person, seal: Seal
) -> None:
    HandFigureFactory(report=report)
    seal(report)

    following = begin(association, head)

    assert (following.edition, following.title, following.signer_name) == (2, report.title, report.signer_name)
    assert list(following.blocks.values_list("text", flat=True)) == list(report.blocks.values_list("text", flat=True))
    assert following.hand_figures.get().name == "участники чата"
    assert (report.blocks.count(), report.hand_figures.count()) == (3, 1)


def test_update_report_keeps_what_was_changed(report: AnnualReport, head: Person) -> None:
    update_report(report.pk, expected_version=1, fields=FIELDS, by=head, at=WRITING)

    report.refresh_from_db()
    assert ReportFields.of(report) == FIELDS
    assert report.version == 2
    assert deeds(report) == [
        (
            "report_updated",
            str(head.pk),
            {
                "Данные на": ["24.06.2025", "01.06.2025"],
                "Должность": ["Руководитель объединения", "Руководитель"],
                "Заголовок": ["Отчёт о работе объединения", "Отчёт за год"],
            },
        )
    ]


def test_update_report_of_equal_fields_changes_nothing(report: AnnualReport, head: Person) -> None:
    update_report(report.pk, expected_version=1, fields=ReportFields.of(report), by=head, at=WRITING)

    report.refresh_from_db()
    assert report.version == 1
    assert deeds(report) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "  "}, ReportTextMissing),
        ({"title": "я" * 401}, ReportTextMissing),
        ({"signer_name": "я" * 151}, ReportTextMissing),
        ({"counted_on": date(2025, 6, 25)}, WrongDay),
        ({"counted_on": date(2024, 7, 31)}, WrongDay),
    ],
)
def test_update_report_refuses(
    report: AnnualReport, head: Person, changes: dict[str, object], refusal: type[DomainError]
) -> None:
    wanted = replace(FIELDS, **changes)  # type: ignore[arg-type]

    nothing_changes(
        lambda: update_report(report.pk, expected_version=1, fields=wanted, by=head, at=WRITING), refusal
    )  # fmt: skip


def test_update_report_refuses_strangers_and_old_versions(
    report: AnnualReport, head: Person, member: Person, region_head: Person
) -> None:
    for person in (member, region_head):
        nothing_changes(
            lambda by=person: update_report(report.pk, expected_version=1, fields=FIELDS, by=by, at=WRITING),  # type: ignore[misc]
            PermissionRefused,
        )
    nothing_changes(
        lambda: update_report(report.pk, expected_version=7, fields=FIELDS, by=head, at=WRITING), ChangedMeanwhile
    )


def test_archive_and_restore_report(report: AnnualReport, head: Person) -> None:
    archive_report(report.pk, by=head, at=WRITING)
    archive_report(report.pk, by=head, at=WRITING)
    report.refresh_from_db()
    assert report.archived_at == WRITING

    restore_report(report.pk, by=head, at=WRITING)
    restore_report(report.pk, by=head, at=WRITING)

    report.refresh_from_db()
    assert report.archived_at is None
    assert [entry[0] for entry in deeds(report)] == ["report_archived", "report_restored"]


def test_archived_report_is_not_changed(report: AnnualReport, head: Person) -> None:
    archive_report(report.pk, by=head, at=WRITING)

    nothing_changes(
        lambda: update_report(report.pk, expected_version=1, fields=FIELDS, by=head, at=WRITING), PermissionRefused
    )


def test_restore_report_refuses_beside_another_draft(report: AnnualReport, head: Person) -> None:
    archive_report(report.pk, by=head, at=WRITING)
    AnnualReportFactory(association=report.association, edition=2)

    nothing_changes(lambda: restore_report(report.pk, by=head, at=WRITING), ReportIsThere)


def test_archive_report_refuses_members_and_sealed_ones(
    report: AnnualReport, head: Person, member: Person, seal: Seal
) -> None:
    nothing_changes(lambda: archive_report(report.pk, by=member, at=WRITING), PermissionRefused)
    seal(report)

    nothing_changes(lambda: archive_report(report.pk, by=head, at=WRITING), PermissionRefused)
