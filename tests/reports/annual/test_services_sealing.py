"""Sealing: what is kept, each refusal, two at once, an edit meanwhile; and on the site and off it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Grant
from stellazh.common.errors import PermissionRefused
from stellazh.events.models import Event
from stellazh.people.models import Person
from stellazh.reports.enums import ReportStatus
from stellazh.reports.models import AnnualReport, ReportSeal
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.doubtful import doubt_key, report_doubts
from stellazh.reports.services.annual import sealing
from stellazh.reports.services.annual.blocks import BlockFields, update_block
from stellazh.reports.services.annual.refusals import AlreadySealed, DoubtsRemain, NothingToSeal, NotSealed
from stellazh.reports.services.annual.sealing import (
    FiguresMoved,
    fingerprint,
    publish_report,
    seal_report,
    withdraw_report,
)
from stellazh.reports.services.annual.writing import archive_report
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.events import AttendanceFactory
from tests.factories.reports import ReportBlockFactory
from tests.reports.annual.conftest import WRITING, Seal, accepted


def try_to_seal(report: AnnualReport, by: Person, *, shown: str = "", doubts: Any = None) -> ReportSeal:
    agreed = accepted(report) if doubts is None else doubts
    return seal_report(report.pk, expected_sha256=shown, accepted_doubts=agreed, by=by, at=WRITING)


def test_seal_report_keeps_what_it_says(report: AnnualReport, meeting: Event, head: Person) -> None:
    shown = fingerprint(report_content(report, at=WRITING))

    seal = try_to_seal(report, head, shown=shown)

    report.refresh_from_db()
    assert (report.status, f"{report.counted_on:%d.%m.%Y}") == (ReportStatus.SEALED, "24.06.2025")
    assert (seal.sha256, seal.sealed_at, seal.sealed_by) == (shown, WRITING, head.actor_name)
    assert (seal.docx.media_type.rsplit(".", 1)[-1], seal.pdf.media_type) == ("document", "application/pdf")
    assert [entry[0] for entry in deeds(report)] == ["report_sealed"]


def test_sealed_report_reads_the_same_when_rows_change(report: AnnualReport, meeting: Event, seal: Seal) -> None:
    before = report_content(report, at=WRITING)
    seal(report)

    AttendanceFactory.create_batch(2, event=meeting)
    Event.objects.filter(pk=meeting.pk).update(title="Другое")
    report.refresh_from_db()

    later = WRITING + timedelta(days=90)
    assert report_content(report, at=later) == before
    assert fingerprint(report_content(report, at=later)) == report.seal.sha256


def test_seal_report_refuses_what_was_not_shown(report: AnnualReport, meeting: Event, head: Person) -> None:
    shown = fingerprint(report_content(report, at=WRITING))
    AttendanceFactory(event=meeting)

    nothing_changes(lambda: try_to_seal(report, head, shown=shown), FiguresMoved)


def test_seal_report_refuses_grave_doubts(report: AnnualReport, head: Person) -> None:
    ReportBlockFactory(report=report, text="Всего {{ неведомое }} и {{ небывалое }}.")
    found = [one for one in report_doubts(report, report_content(report, at=WRITING), at=WRITING) if not one.is_soft]
    keys = [doubt_key(doubt) for doubt in found]
    assert [doubt.code for doubt in found] == ["unknown_mark", "unknown_mark"]

    nothing_changes(lambda: try_to_seal(report, head, doubts=[]), DoubtsRemain)
    nothing_changes(lambda: try_to_seal(report, head, doubts=keys[:1]), DoubtsRemain)

    assert try_to_seal(report, head, doubts=keys).report == report


def test_seal_report_refuses_an_empty_one(report: AnnualReport, head: Person) -> None:
    AnnualReport.objects.filter(pk=report.pk).update(signer_name="")
    nothing_changes(lambda: try_to_seal(report, head), NothingToSeal)
    AnnualReport.objects.filter(pk=report.pk).update(signer_name="В. И. Ольхова")
    report.blocks.update(text="")

    nothing_changes(lambda: try_to_seal(report, head), NothingToSeal)


def test_seal_report_refuses_those_who_do_not_seal(
    report: AnnualReport, head: Person, methodist: Person, member: Person, region_head: Person, stranger: Person
) -> None:
    for person in (methodist, member, region_head, stranger):
        nothing_changes(lambda by=person: try_to_seal(report, by), PermissionRefused)  # type: ignore[misc]
    archive_report(report.pk, by=head, at=WRITING)

    nothing_changes(lambda: try_to_seal(report, head), PermissionRefused)


def test_seal_report_twice_is_refused(report: AnnualReport, head: Person, seal: Seal) -> None:
    seal(report)

    nothing_changes(lambda: try_to_seal(report, head, doubts=[]), AlreadySealed)


@pytest.mark.django_db(transaction=True)
def test_two_seal_at_once_and_one_seal_is_made(report: AnnualReport, head: Person) -> None:
    agreed = accepted(report)

    found = at_once(lambda: try_to_seal(report, head, doubts=agreed).report.status)

    assert sorted(found) == ["AlreadySealed", "sealed"]
    assert ReportSeal.objects.count() == 1


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Something happens while the papers of a report are being made."""

    def put(deed: Callable[[], object]) -> None:
        make = sealing.report_pdf

        def slow(content: Any, *, made_at: datetime) -> bytes:
            deed()
            return make(content, made_at=made_at)

        monkeypatch.setattr(sealing, "report_pdf", slow)

    return put


def test_edit_while_sealing_stops_the_seal(
    report: AnnualReport, head: Person, methodist: Person, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    block, later = report.blocks.all()[0], WRITING + timedelta(seconds=1)
    meanwhile(
        lambda: update_block(block.pk, expected_version=1, fields=BlockFields("Я", "Иначе."), by=methodist, at=later)
    )

    with pytest.raises(FiguresMoved):
        try_to_seal(report, head)

    report.refresh_from_db()
    assert (report.status, ReportSeal.objects.count()) == (ReportStatus.DRAFT, 0)


def test_right_taken_back_while_sealing_stops_the_seal(
    report: AnnualReport, head: Person, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    agreed = accepted(report)
    meanwhile(lambda: Grant.objects.filter(person=head).delete())

    with pytest.raises(PermissionRefused):
        try_to_seal(report, Person.objects.get(pk=head.pk), doubts=agreed)

    assert ReportSeal.objects.count() == 0


def test_draft_put_away_while_sealing_stops_the_seal(
    report: AnnualReport, head: Person, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    meanwhile(lambda: archive_report(report.pk, by=head, at=WRITING))

    with pytest.raises(PermissionRefused):
        try_to_seal(report, head)

    assert ReportSeal.objects.count() == 0


def test_publish_and_withdraw_report(report: AnnualReport, head: Person, seal: Seal) -> None:
    nothing_changes(lambda: publish_report(report.pk, by=head, at=WRITING), NotSealed)
    seal(report)

    for _ in range(2):
        publish_report(report.pk, by=head, at=WRITING)
    report.refresh_from_db()
    assert report.published_at == WRITING
    for _ in range(2):
        withdraw_report(report.pk, by=head, at=WRITING)

    report.refresh_from_db()
    assert report.published_at is None
    assert [entry[0] for entry in deeds(report)] == ["report_sealed", "report_published", "report_unpublished"]


def test_publish_report_refuses_those_who_do_not_seal(report: AnnualReport, methodist: Person, seal: Seal) -> None:
    seal(report)

    nothing_changes(lambda: publish_report(report.pk, by=methodist, at=WRITING), PermissionRefused)
    nothing_changes(lambda: withdraw_report(report.pk, by=methodist, at=WRITING), PermissionRefused)


def test_hint_left_in_the_text_is_a_grave_doubt(report: AnnualReport, head: Person) -> None:
    hint = "Назовите задачи на следующий учебный год."
    ReportBlockFactory.create(report=report, heading="Задачи", text=hint)

    found = report_doubts(report, report_content(report, at=WRITING), at=WRITING)

    assert (found[0].code, found[0].is_soft) == ("hint_left", False)
    assert found[0].sentence.startswith(f"В части «Задачи» осталась подсказка «{hint}»")
