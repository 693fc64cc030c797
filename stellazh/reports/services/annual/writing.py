"""Reports begun, their headings changed, drafts put away."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.reports.access import can_archive_report, can_create_report
from stellazh.reports.enums import ReportForm, ReportStatus
from stellazh.reports.figures import Scope, counted
from stellazh.reports.models import AnnualReport, HandFigure, ReportAppendix, ReportBlock
from stellazh.reports.services.annual.first_text import FIRST_TEXTS, TITLES, FirstBlock
from stellazh.reports.services.annual.refusals import (
    ReportIsThere,
    ReportTextMissing,
    WrongDay,
    YearNotOurs,
)
from stellazh.reports.services.annual.touching import SHOWN, editable_report, keep_deed, locked_report

_FIRST_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class ReportFields:
    """The heading of a report. `counted_on` None is today, every day anew."""

    title: str
    counted_on: date | None = None
    signer_name: str = ""
    signer_post: str = ""

    @classmethod
    def of(cls, report: AnnualReport) -> ReportFields:
        return cls(report.title, report.counted_on, report.signer_name, report.signer_post)

    def texts(self) -> dict[str, str]:
        """As the journal and a clash show them."""
        return {
            "Заголовок": self.title,
            "Данные на": f"{self.counted_on:%d.%m.%Y}" if self.counted_on else "сегодня",
            "Кто подписывает": self.signer_name,
            "Должность": self.signer_post,
        }


@transaction.atomic
def create_report(
    association_id: int, *, school_year: int, form: str, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> AnnualReport:
    """Begin a draft with the first text of its form. After a sealed one it is the next edition, begun from its text.

    The same `submission_key` gives the report it made before.

    Raises:
        PermissionRefused: `by` writes no reports there, or the association is closed.
        YearNotOurs: no such school year, or one that has not begun.
        ReportIsThere: a draft of this year and form is there; it is named in the sentence.
    """
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_create_report(by, association))
    rows = AnnualReport.objects.filter(association=association)
    if made := made_before(rows, submission_key):
        return made
    if form not in ReportForm.values:
        raise ReportTextMissing("Выберите, какой это отчёт.")
    if not _FIRST_YEAR <= school_year <= SchoolYear.of(clock.day_of(at, association.time_zone)).start:
        raise YearNotOurs("Отчёт пишут за учебный год, который уже начался.")
    same = rows.filter(school_year=school_year, form=form)
    if same.filter(status=ReportStatus.DRAFT, archived_at=None).exists():
        raise ReportIsThere("Этот отчёт уже начат: откройте его в списке и продолжайте.")
    last = same.filter(status=ReportStatus.SEALED).order_by("-edition").first()
    report = AnnualReport(
        association=association,
        school_year=school_year,
        form=form,
        edition=(same.aggregate(last=Max("edition"))["last"] or 0) + 1,
        title=TITLES[ReportForm(form)].format(год=SchoolYear(school_year).label),
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
    )
    if last is not None:
        _begin_from(report, last)
    else:
        report.save()
        _write_first_text(report, at=at)
    record("report_created", report, by=by, at=at, scope=association.path, note=report.title[:SHOWN])
    return report


@transaction.atomic
def update_report(
    report_id: int, *, expected_version: int, fields: ReportFields, by: Actor, at: datetime
) -> AnnualReport:
    """Change the heading; equal fields change nothing.

    Raises:
        PermissionRefused: `by` may not change the report.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        ReportTextMissing: no title. WrongDay: figures of a day outside the year or still to come.
    """
    report = editable_report(report_id, by)
    stored, wanted = ReportFields.of(report), _checked_heading(report, fields, at)
    require_version(report.version, expected_version, theirs=stored.texts(), mine=wanted.texts())
    if wanted == stored:
        return report
    report.title, report.counted_on = wanted.title, wanted.counted_on
    report.signer_name, report.signer_post = wanted.signer_name, wanted.signer_post
    report.version += 1
    report.save(update_fields=["title", "counted_on", "signer_name", "signer_post", "version"])
    keep_deed(report, report, "report_updated", stored.texts(), wanted.texts(), by=by, at=at)
    return report


@transaction.atomic
def archive_report(report_id: int, *, by: Actor, at: datetime) -> AnnualReport:
    """Put a draft away. One put away already stays so.

    Raises:
        PermissionRefused: `by` writes no reports there, or it is sealed.
    """
    report = locked_report(report_id)
    require(can_archive_report(by, report))
    if report.archived_at is None:
        report.archived_at = at
        report.save(update_fields=["archived_at"])
        record("report_archived", report, by=by, at=at, scope=report.association.path)
    return report


@transaction.atomic
def restore_report(report_id: int, *, by: Actor, at: datetime) -> AnnualReport:
    """Bring a draft back.

    Raises:
        PermissionRefused: `by` writes no reports there.
        ReportIsThere: another draft of the year was begun meanwhile.
    """
    report = locked_report(report_id)
    require(can_archive_report(by, report))
    if report.archived_at is None:
        return report
    same = AnnualReport.objects.present().filter(
        association=report.association, school_year=report.school_year, form=report.form, status=ReportStatus.DRAFT
    )
    if same.exists():
        raise ReportIsThere("Пока этот отчёт лежал в архиве, за тот же год начали другой. Сначала уберите тот.")
    report.archived_at = None
    report.save(update_fields=["archived_at"])
    record("report_restored", report, by=by, at=at, scope=report.association.path)
    return report


def _write_first_text(report: AnnualReport, *, at: datetime) -> None:
    first = FIRST_TEXTS[report.form]
    figures = counted(
        Scope(report.association, report.school_year, at), {code for block in first for code in block.needs}
    )
    wanted = [block for block in first if _is_needed(block, {code for code, f in figures.items() if f.value})]
    year = SchoolYear(report.school_year).label
    ReportBlock.objects.bulk_create(
        ReportBlock(
            report=report,
            code=block.code,
            kind=block.kind,
            heading=block.heading,
            text=block.text.replace("{год}", year),
            position=place,
        )
        for place, block in enumerate(wanted)
    )


def _is_needed(block: FirstBlock, known: set[str]) -> bool:
    return not block.needs or bool(known.intersection(block.needs))


def _begin_from(report: AnnualReport, last: AnnualReport) -> None:
    """The next edition has the text, the figures by hand and the appendices of the one before."""
    report.title, report.counted_on = last.title, last.counted_on
    report.signer_name, report.signer_post = last.signer_name, last.signer_post
    report.save()
    blocks, figures, appendices = (
        list(last.blocks.filter(archived_at=None)),
        list(last.hand_figures.filter(archived_at=None)),
        list(last.appendices.filter(archived_at=None)),
    )
    for rows in (blocks, figures, appendices):
        for row in rows:
            row.pk, row.report, row.submission_key = None, report, None
    ReportBlock.objects.bulk_create(blocks)
    HandFigure.objects.bulk_create(figures)
    ReportAppendix.objects.bulk_create(appendices)


def _checked_heading(report: AnnualReport, given: ReportFields, at: datetime) -> ReportFields:
    title, name, post = (" ".join(text.split()) for text in (given.title, given.signer_name, given.signer_post))
    if not title:
        raise ReportTextMissing("Напишите заголовок отчёта.")
    limits = {field.name: field.max_length for field in AnnualReport._meta.fields if field.max_length}  # noqa: SLF001
    for text, field, label in (
        (title, "title", "Заголовок"),
        (name, "signer_name", "Имя"),
        (post, "signer_post", "Должность"),
    ):
        if len(text) > limits[field]:
            raise ReportTextMissing(f"{label}: не длиннее {limits[field]} знаков.")
    if given.counted_on is not None:
        today = clock.day_of(at, report.association.time_zone)
        if given.counted_on > today:
            raise WrongDay("Данные не могут быть на будущий день.")
        if given.counted_on < report.year.first_day:
            raise WrongDay(
                f"Данные за {report.year.label} учебный год не бывают раньше {report.year.first_day:%d.%m.%Y}."
            )
    return ReportFields(title, given.counted_on, name, post)
