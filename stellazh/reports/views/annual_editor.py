"""The page on which a report is written, and each block of it: saved by itself, or sent as a form of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.common.verdict import ALLOWED
from stellazh.reports import access
from stellazh.reports.enums import BlockKind
from stellazh.reports.figures import Figure, codes_in, counted
from stellazh.reports.forms.annual import AddBlockForm, BlockForm, HeadingForm
from stellazh.reports.models import AnnualReport, ReportBlock
from stellazh.reports.reads.annual.content import hand_figures, lines_of, scope_of
from stellazh.reports.reads.annual.content_model import ContentLine
from stellazh.reports.reads.annual.pages import counted_all, event_picker, last_change, nearest_mark, picker
from stellazh.reports.services.annual.blocks import (
    BlockFields,
    add_block,
    archive_block,
    move_block,
    restore_block,
    update_block,
)
from stellazh.reports.services.annual.writing import update_report
from stellazh.reports.views.annual_finding import editor_address, managed_report
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.autosaving import Saved, answer

_BOTH = ["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A block on the page of writing: the row, and its text written out."""

    block: ReportBlock
    lines: tuple[ContentLine, ...]
    hints: tuple[tuple[str, str], ...]


@require_GET
def report_edit(request: Request, report_id: int) -> HttpResponse:
    """The whole report to be written; a sealed one is only read."""
    report = managed_report(request, report_id, lambda actor, one: ALLOWED)
    if report.is_sealed:
        messages.info(request, "Отчёт запечатан: он больше не меняется. Исправления вносят в новой редакции.")
        return redirect(report)
    managed_report(request, report_id, access.can_edit_report)
    rows = list(report.blocks.all())
    blocks = [row for row in rows if row.archived_at is None]
    scope = scope_of(report, at=clock.now())
    figures = counted_all(scope, blocks)
    every = list(report.hand_figures.all())
    hand = hand_figures(report)
    context = {
        "report": report,
        "association": report.association,
        "blocks": [shown(block, figures, hand) for block in blocks],
        "archived_blocks": [row for row in rows if row.archived_at is not None],
        "hand": [row for row in every if row.archived_at is None],
        "archived_hand": [row for row in every if row.archived_at is not None],
        "appendices": list(report.appendices.filter(archived_at=None).select_related("file")),
        "heading_form": HeadingForm(report=report, auto_id="heading_%s"),
        "picker": picker(scope, figures, hand),
        "event_picker": event_picker(scope),
        "counted_on": scope.day,
        "kinds": BlockKind.choices,
        "now": clock.now(),
        "fresh_key": uuid.uuid4(),
        "may_seal": access.can_seal_report(request.actor, report),
    }
    return render(request, "reports/report_edit.html", context)


def shown(block: ReportBlock, figures: Mapping[str, Figure], hand: Mapping[str, Figure]) -> Shown:
    """The block with its figures written out, and the nearest right name of each mark nobody knows."""
    lines = lines_of(block.text, figures, hand)
    unknown = dict.fromkeys(piece.text for line in lines for piece in line.pieces if piece.is_unknown)
    return Shown(block, lines, tuple((mark, nearest_mark(mark, hand)) for mark in unknown))


@require_http_methods(_BOTH)
def report_heading(request: Request, report_id: int) -> HttpResponse:
    """The heading: saved while it is typed, or as a form of its own."""
    report = managed_report(request, report_id, access.can_edit_report)
    form = HeadingForm(request.POST or None, report=report)

    def save() -> Saved:
        changed = update_report(
            report.pk,
            expected_version=form.cleaned_data["expected_version"],
            fields=form.report_fields(),
            by=request.actor,
            at=clock.now(),
        )
        facts = render_to_string("reports/report_edit.html#facts", {"report": changed}, request)
        return Saved(changed.version, changed.updated_at, parts={"#heading-facts": facts})

    return _answer(request, report, report, form, save, ("Заголовок и подпись", "heading"))


@require_http_methods(_BOTH)
def block_edit(request: Request, report_id: int, block_id: int) -> HttpResponse:
    """A block: saved while it is typed, with its text written out in the answer; or as a form of its own."""
    report = managed_report(request, report_id, access.can_edit_report)
    block = get_object_or_404(report.blocks, pk=block_id)
    form = BlockForm(request.POST or None, block=block)

    def save() -> Saved:
        at = clock.now()
        changed = update_block(
            block.pk,
            expected_version=form.cleaned_data["expected_version"],
            fields=form.block_fields(),
            by=request.actor,
            at=at,
        )
        figures = counted(scope_of(report, at=at), codes_in(changed.text))
        part = {"one": shown(changed, figures, hand_figures(report))}
        preview = render_to_string("reports/report_edit_block.html#preview", part, request)
        return Saved(changed.version, at, parts={f"#preview-{changed.pk}": preview})

    return _answer(request, report, block, form, save, ("Часть отчёта", f"block-{block.pk}"))


def _answer(
    request: Request,
    report: AnnualReport,
    thing: AnnualReport | ReportBlock,
    form: forms.Form,
    save: Callable[[], Saved],
    place: tuple[str, str],
) -> HttpResponse:
    title, anchor = place

    def page(conflict: object = None) -> HttpResponse:
        context = {
            "report": report,
            "association": report.association,
            "title": title,
            "conflict": conflict,
            "back": editor_address(report, anchor),
        }
        return show_form(request, "reports/report_form_page.html", form, context)

    def ordinary() -> HttpResponse:
        done = attempt(form, save) if form.is_valid() else NOT_TRIED
        return redirect(editor_address(report, anchor)) if done else page(done.conflict)

    def stored() -> Mapping[str, Any]:
        if isinstance(thing, ReportBlock):
            return BlockForm(block=ReportBlock.objects.get(pk=thing.pk)).initial
        known = HeadingForm(report=AnnualReport.objects.get(pk=thing.pk)).initial
        return {**known, "counted_on": known["counted_on"].isoformat() if known["counted_on"] else ""}

    if request.method == "GET":
        return page()
    return answer(
        request,
        form,
        save,
        ordinary,
        changed=lambda: last_change(thing, request.actor),
        stored=stored,
        zone=report.association.time_zone,
    )


@require_POST
def block_add(request: Request, report_id: int) -> HttpResponse:
    """One more block: of text, or with a table."""
    report = managed_report(request, report_id, access.can_edit_report)
    # The button names the place in its address: all of them share one form.
    form = AddBlockForm({**request.GET.dict(), **request.POST.dict()})
    if not form.is_valid():
        messages.error(request, "Выберите, какую часть добавить.")
        return redirect(editor_address(report))
    kind = form.cleaned_data["kind"]
    heading = "" if kind == BlockKind.PROSE else str(BlockKind(kind).label).capitalize()
    try:
        block = add_block(
            report.pk,
            after=form.cleaned_data["after"],
            kind=kind,
            fields=BlockFields(heading),
            submission_key=form.cleaned_data["submission_key"],
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(editor_address(report))
    return redirect(editor_address(report, f"block-{block.pk}"))


@require_POST
def block_move(request: Request, report_id: int, block_id: int) -> HttpResponse:
    """Up or down by one."""
    return _do(
        request, report_id, block_id,
        lambda block: move_block(block.pk, up=request.POST.get("way") == "up", by=request.actor, at=clock.now()),
    )  # fmt: skip


@require_POST
def block_archive(request: Request, report_id: int, block_id: int) -> HttpResponse:
    """Take a block out; it stays below, to be brought back."""

    def deed(block: ReportBlock) -> None:
        archive_block(block.pk, by=request.actor, at=clock.now())
        messages.success(request, f"Часть убрана: «{block}». Вернуть её можно внизу страницы.")

    return _do(request, report_id, block_id, deed, "away")


@require_POST
def block_restore(request: Request, report_id: int, block_id: int) -> HttpResponse:
    """Bring a block back."""
    return _do(
        request, report_id, block_id, lambda block: restore_block(block.pk, by=request.actor, at=clock.now())
    )  # fmt: skip


def _do(
    request: Request, report_id: int, block_id: int, deed: Callable[[ReportBlock], object], anchor: str = ""
) -> HttpResponse:
    report = managed_report(request, report_id, access.can_edit_report)
    block = get_object_or_404(report.blocks, pk=block_id)
    try:
        deed(block)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(editor_address(report, anchor or f"block-{block.pk}"))
