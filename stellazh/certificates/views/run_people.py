"""The second step, whom: from a list, picked, typed, brought in a file; and single rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.certificates import access
from stellazh.certificates.forms.runs import NamesForm, PickForm, RowForm, SearchForm, VersionForm, initial_of_row
from stellazh.certificates.layout import LayoutUnfit
from stellazh.certificates.models import IssueRun, RunRow
from stellazh.certificates.reading import read_file, read_names
from stellazh.certificates.reads.people import find_people
from stellazh.certificates.reads.run_samples import sample_pdf, sample_png
from stellazh.certificates.reads.runs import longest_row, subject_of
from stellazh.certificates.reads.values import DETAIL_FIELDS, layout_fields, run_layout
from stellazh.certificates.recipient_lists import lists_of
from stellazh.certificates.services import runs as services
from stellazh.certificates.services.runs import Added
from stellazh.certificates.views.run_finding import managed_run, row_of, visible_run
from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.ui.attempts import NOT_TRIED, attempt
from stellazh.ui.downloads import download

_BOTH = ["GET", "POST"]
NAMES_SHOWN = 5


@require_http_methods(_BOTH)
def run_people(request: Request, run_id: int) -> HttpResponse:
    """The ways to put people into the run; each may be taken several times."""
    run = managed_run(request, run_id, access.can_edit_run)
    way = request.POST.get("way", "") if request.method == "POST" else ""
    search = SearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    found = find_people(run.association, query, on=clock.today(run.association.time_zone), by=request.actor)
    names = NamesForm(request.POST if way == "names" else None, request.FILES if way == "names" else None)
    pick = PickForm(request.POST if way == "pick" else None, found=found)
    listed = SearchForm(request.POST if way == "list" else None)
    form = {"names": names, "pick": pick, "list": listed}.get(way)
    if form is not None and form.is_valid():
        added = attempt(form, lambda: _add(request, run, way, names, pick))
        if added.value is not None:
            notes, report = added.value
            _tell(request, report, notes)
            return redirect("certificates:run_people", run.pk) if way == "pick" else redirect(run)
    present = set(run.rows.exclude(person=None).values_list("person_id", flat=True))
    context = {
        "run": run,
        "association": run.association,
        "lists": _lists(request, run),
        "subject": subject_of(run, request.actor),
        "search": search,
        "query": query,
        "found": [(one, one.person_id in present) for one in found],
        "names": names,
        "refused": form,
        "count": run.rows.count(),
        "step": 2,
    }
    is_refused = form is not None and bool(form.errors)
    return render(request, "certificates/run_people.html", context, status=422 if is_refused else 200)


@require_http_methods(_BOTH)
def run_row(request: Request, run_id: int, row_id: int) -> HttpResponse:
    """One row: its name in cases, the school, what differs on its sheet."""
    run = managed_run(request, run_id, access.can_edit_run)
    row = row_of(run, row_id)
    form = RowForm(request.POST or None, initial=initial_of_row(row), details=_details(run, row))
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.change_row(
                run.pk,
                row.pk,
                fields=form.row_fields(row),
                expected_version=form.cleaned_data["expected_version"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Сохранено.")
            return redirect(run)
    context = {"run": run, "association": run.association, "row": row, "form": form, "conflict": tried.conflict}
    return render(request, "certificates/run_row.html", context, status=422 if form.errors else 200)


@require_POST
def run_row_out(request: Request, run_id: int, row_id: int) -> HttpResponse:
    """Leave a row out, or take it back."""
    run = managed_run(request, run_id, access.can_edit_run)
    row = row_of(run, row_id)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    is_left_out = request.POST.get("deed") != "back"
    try:
        services.leave_row_out(
            run.pk,
            row.pk,
            is_left_out=is_left_out,
            expected_version=form.cleaned_data["expected_version"],
            by=request.actor,
            at=clock.now(),
        )
    except ChangedMeanwhile:
        messages.warning(request, "Эту строку только что изменил кто-то другой: посмотрите, как она выглядит теперь.")
    else:
        messages.success(request, f"{row.name}: {'документа не будет' if is_left_out else 'снова в списке'}.")
    return redirect(run)


@require_GET
def run_sample(request: Request, run_id: int) -> HttpResponse:
    """The page with the sheet of a row, the longest one when none is named."""
    run = visible_run(request, run_id)
    key = request.GET.get("row", "")
    row = row_of(run, int(key)) if key.isascii() and key.isdecimal() and len(key) < 16 else longest_row(run)
    if row is None:
        messages.info(request, "В списке пока никого нет: добавьте людей, и лист можно будет посмотреть.")
        return redirect("certificates:run_people", run.pk)
    before = run.rows.in_order().filter(position__lt=row.position).last()
    after = run.rows.in_order().filter(position__gt=row.position).first()
    try:
        has_sheet, fault = run_layout(run) is not None, ""
    except LayoutUnfit as unfit:
        has_sheet, fault = False, str(unfit)
    context = {
        "run": run,
        "association": run.association,
        "row": row,
        "before": before,
        "after": after,
        "has_sheet": has_sheet,
        "fault": fault,
        "is_longest": not key,
        "may_edit": access.can_edit_run(request.actor, run),
    }
    return render(request, "certificates/run_sample.html", context)


@require_GET
def run_sample_picture(request: Request, run_id: int, row_id: int) -> HttpResponse:
    """The sheet of a row as a picture."""
    run = visible_run(request, run_id)
    content = _drawn(lambda row: sample_png(run, row), row_of(run, row_id))
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def run_sample_file(request: Request, run_id: int, row_id: int) -> HttpResponse:
    """The same as a PDF."""
    run = visible_run(request, run_id)
    content = _drawn(lambda row: sample_pdf(run, row, made_at=clock.now()), row_of(run, row_id))
    return download(content, "Образец листа.pdf", "application/pdf")


def _drawn(draw: Any, row: RunRow) -> bytes:
    try:
        content: bytes | None = draw(row)
    except LayoutUnfit:
        content = None
    if content is None:
        raise Http404
    return content


def _add(request: Request, run: IssueRun, way: str, names: NamesForm, pick: PickForm) -> tuple[list[str], Added]:
    by, at = request.actor, clock.now()
    if way == "list":
        return [], services.add_list(run.pk, list_code=request.POST.get("list", ""), by=by, at=at)
    if way == "pick":
        return [], services.add_people(run.pk, person_ids=pick.cleaned_data["people"], by=by, at=at)
    file = names.cleaned_data["file"]
    read = read_file(file.read(), file.name or "список") if file else read_names(names.cleaned_data["text"])
    source = f"Файл: {file.name}"[:200] if file else "Вписаны"
    added = services.add_recipients(run.pk, recipients=read.recipients, source=source, by=by, at=at)
    return list(read.notes), added


def _tell(request: Request, added: Added, notes: list[str]) -> None:
    words = agree(added.added_count, "человек", "человека", "человек")
    parts = [f"Добавлено: {added.added_count} {words}."]
    if added.left_out_count:
        parts.append(f"Уже получили такой документ: {added.left_out_count}, они в списке, но без отметки «выдать».")
    if added.present_names:
        shown = ", ".join(added.present_names[:NAMES_SHOWN])
        more = len(added.present_names) - NAMES_SHOWN
        parts.append(f"Уже есть в списке: {shown}{f' и ещё {more}' if more > 0 else ''}.")
    messages.success(request, " ".join(parts))
    for note in notes:
        messages.warning(request, note)


def _lists(request: Request, run: IssueRun) -> list[tuple[str, str]]:
    kind = run.subject_key.partition(":")[0]
    if not kind:
        return []
    return [(one.code, one.label) for one in lists_of(kind) if one.may(request.actor, run.subject_key)]


def _details(run: IssueRun, row: RunRow) -> list[str]:
    """The details that the sheet prints, and those the row has."""
    try:
        layout = run_layout(run)
    except LayoutUnfit:
        layout = None
    printed = layout_fields(layout) if layout is not None else set(DETAIL_FIELDS)
    return [field for field in DETAIL_FIELDS if field in printed or row.details.get(field)]
