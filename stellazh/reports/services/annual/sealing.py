"""Sealing: the report with its figures kept as they are, both papers made; then published or taken off the site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.files.services import store_file
from stellazh.reports.access import can_seal_report
from stellazh.reports.enums import ReportStatus
from stellazh.reports.models import AnnualReport, ReportSeal
from stellazh.reports.papers.pdf import report_pdf
from stellazh.reports.papers.word import report_docx
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.content_model import ReportContent, to_record
from stellazh.reports.reads.annual.doubtful import doubt_key, report_doubts
from stellazh.reports.services.annual.refusals import AlreadySealed, DoubtsRemain, NothingToSeal, NotSealed
from stellazh.reports.services.annual.touching import locked_report, touch

SEAL_FILE: Final = "report_seal"


def seal_report(
    report_id: int, *, expected_sha256: str, accepted_doubts: Collection[str] = (), by: Actor, at: datetime
) -> ReportSeal:
    """Seal the report as it reads now: its text, its figures and their day stay for ever, both papers are kept.

    `expected_sha256` is the fingerprint of what the person was shown before («» asks for none): figures are live, and
    what is sealed must be what was read. `accepted_doubts` are keys of doubts that the person says are right so
    (`doubt_key`); a bare code accepts every doubt of that code.

    Raises:
        PermissionRefused: `by` does not seal there, or it is put away.
        AlreadySealed: somebody was faster. NothingToSeal: no text, or nobody to sign.
        DoubtsRemain: a grave doubt that was not accepted. FiguresMoved: a figure or a text changed since it was shown.
    """
    # The papers are made before anything is held: they take a while, and nobody has to wait for them.
    report = AnnualReport.objects.select_related("association__territory").get(pk=report_id)
    require(can_seal_report(by, report))
    _require_draft(report)
    content = report_content(report, at=at)
    _require_whole(report, content)
    sha256 = fingerprint(content)
    if expected_sha256 and expected_sha256 != sha256:
        raise FiguresMoved("Пока вы читали, в отчёте изменились числа или текст. Посмотрите его ещё раз и запечатайте.")
    accepted = set(accepted_doubts)
    left = [
        doubt
        for doubt in report_doubts(report, content, at=at)
        if not doubt.is_soft and accepted.isdisjoint({doubt.code, doubt_key(doubt)})
    ]
    if left:
        raise DoubtsRemain(f"Не сходится: {len(left)}. Исправьте это или отметьте, что так и есть.")
    docx, pdf = report_docx(content), report_pdf(content, made_at=at)
    return _sealed(report, content, sha256, docx, pdf, by=by, at=at)


@transaction.atomic
def publish_report(report_id: int, *, by: Actor, at: datetime) -> AnnualReport:
    """Let guests read a sealed report. One that is published already stays so.

    Raises:
        PermissionRefused: `by` does not seal there. NotSealed: it is a draft.
    """
    report = locked_report(report_id)
    require(can_seal_report(by, report))
    if not report.is_sealed:
        raise NotSealed("На сайте показывают запечатанный отчёт: сначала запечатайте его.")
    if report.published_at is None:
        report.published_at = at
        report.save(update_fields=["published_at"])
        record("report_published", report, by=by, at=at, scope=report.association.path)
    return report


@transaction.atomic
def withdraw_report(report_id: int, *, by: Actor, at: datetime) -> AnnualReport:
    """Take a report off the site; it stays sealed. One that is not there stays so.

    Raises:
        PermissionRefused: `by` does not seal there.
    """
    report = locked_report(report_id)
    require(can_seal_report(by, report))
    if report.published_at is not None:
        report.published_at = None
        report.save(update_fields=["published_at"])
        record("report_unpublished", report, by=by, at=at, scope=report.association.path)
    return report


def fingerprint(content: ReportContent) -> str:
    """SHA-256 of all the report says, as 64 hexadecimal signs."""
    told = json.dumps(to_record(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


class FiguresMoved(AlreadySealed):
    """What would be sealed is not what was shown."""


@transaction.atomic
def _sealed(
    shown: AnnualReport, content: ReportContent, sha256: str, docx: bytes, pdf: bytes, *, by: Actor, at: datetime
) -> ReportSeal:
    report = locked_report(shown.pk)
    _require_draft(report)
    # Asked again: while the papers were made, it may have been put away, or the right taken back.
    require(can_seal_report(by, report))
    if report.updated_at != shown.updated_at:
        raise FiguresMoved("Пока отчёт запечатывался, его изменили. Посмотрите его ещё раз и запечатайте.")
    name = f"{report.title[:80]}"
    kept = {
        kind: store_file(data, name=f"{name}.{kind}", purpose=SEAL_FILE, scope=report.association.path, by=by, at=at)
        for kind, data in (("docx", docx), ("pdf", pdf))
    }
    seal = ReportSeal.objects.create(
        report=report,
        content=to_record(content),
        sha256=sha256,
        docx=kept["docx"],
        pdf=kept["pdf"],
        sealed_at=at,
        sealed_by=by.actor_name[:200],
    )
    report.status, report.counted_on = ReportStatus.SEALED, content.counted_on
    report.save(update_fields=["status", "counted_on"])
    touch(report, at=at, block="report")
    record("report_sealed", report, by=by, at=at, scope=report.association.path, changes={"Отпечаток": ("", sha256)})
    return seal


def _require_draft(report: AnnualReport) -> None:
    if report.is_sealed:
        raise AlreadySealed("Отчёт уже запечатан. Исправления вносят в новой редакции.")


def what_is_missing(report: AnnualReport, content: ReportContent) -> str:
    """Why it cannot be sealed as it is, in a sentence; empty when it is whole."""
    if all(block.is_empty for block in content.blocks):
        return "В отчёте нет текста: запечатывать нечего."
    return "" if report.signer_name.strip() else "Укажите, кто подписывает отчёт."


def _require_whole(report: AnnualReport, content: ReportContent) -> None:
    """Pass when there is a text and somebody to sign it.

    Raises:
        NothingToSeal: says what is missing.
    """
    if missing := what_is_missing(report, content):
        raise NothingToSeal(missing)
