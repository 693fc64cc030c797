"""The list of sheets, a sheet by association with its people, and its files."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.numerals import whole_number
from stellazh.common.requests import Request
from stellazh.documents import access
from stellazh.documents.forms.acquaintance import NoteForm, RowFilterForm
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet
from stellazh.documents.papers.acquaintance import sheet_docx, sheet_xlsx_of
from stellazh.documents.reads.acquaintance_sheets import (
    RowFilter,
    posts_of,
    rows_of,
    shares_of,
    whole_of,
    with_counts,
)
from stellazh.documents.services.acquaintance_letters import address_of, letters_under_way
from stellazh.ui.downloads import download

PAGE: Final = 50
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def sheet_list(request: Request) -> HttpResponse:
    """Sheets the actor follows, whole or for her own people: open ones first."""
    rows = AcquaintanceSheet.objects.visible_to(request.actor).select_related("document__association")
    key = whole_number(request.GET.get("document", ""))
    if key is not None:
        rows = rows.filter(document_id=key)
    page = Paginator(with_counts(rows, actor=request.actor), PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/sheet_list.html", {"page": page, "today": clock.today()})


@require_GET
def sheet_detail(request: Request, sheet_id: int) -> HttpResponse:
    """Who has read, by association; the people, fifty a page."""
    sheet = visible_sheet(request, sheet_id)
    shares = shares_of(sheet, actor=request.actor)
    form = RowFilterForm(request.GET, shares=shares)
    wanted = form.wanted()
    page = Paginator(rows_of(sheet, wanted, actor=request.actor), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list.select_related("association__territory", "person__card"))  # type: ignore[attr-defined]
    for row in rows:
        row.sheet = sheet
    posts = posts_of(rows, on=clock.today(sheet.document.association.time_zone), actor=request.actor)
    may_keep = access.can_keep_sheet(request.actor, sheet)
    # One answer for each association, not for each row.
    places = {row.association_id: row for row in rows}
    notable = {key for key, row in places.items() if access.can_note_for(request.actor, row)}
    context: dict[str, Any] = {
        "sheet": sheet,
        "document": sheet.document,
        "shares": shares,
        "whole": whole_of(shares),
        "form": form,
        "page": page,
        "lines": [
            (
                row,
                posts.get(row.person_id or 0, ""),
                row.association_id in notable,
                row.person is not None and bool(address_of(row.person)),
            )
            for row in rows
        ],
        "note_form": NoteForm() if notable else None,
        "may_keep": may_keep,
        "may_reopen": access.can_reopen_sheet(request.actor, sheet),
        "may_ask": access.can_ask_acquaintance(request.actor, sheet.document),
        "follows_whole": bool(access.can_follow_sheet(request.actor, sheet)),
        "is_late": sheet.due_on is not None and sheet.due_on < clock.today(sheet.document.association.time_zone),
        "job": letters_under_way(sheet) if may_keep else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "documents/sheet_detail.html", context)


@require_GET
def sheet_paper(request: Request, sheet_id: int) -> HttpResponse:
    """The sheet for printing and signing by hand."""
    sheet = visible_sheet(request, sheet_id)
    rows, posts = _everybody(request, sheet)
    body = sheet_docx(sheet, rows, posts, made_on=clock.today())
    return download(body, f"Лист ознакомления {clock.today():%d.%m.%Y}.docx", DOCX)


@require_GET
def sheet_table(request: Request, sheet_id: int) -> HttpResponse:
    """The sheet as it stands now, for Excel."""
    sheet = visible_sheet(request, sheet_id)
    rows, posts = _everybody(request, sheet)
    body = sheet_xlsx_of(sheet, rows, posts, made_on=clock.today())
    return download(body, f"Кто ознакомлен {clock.today():%d.%m.%Y}.xlsx", XLSX)


def visible_sheet(request: Request, sheet_id: int) -> AcquaintanceSheet:
    """The sheet, or 404 for whoever follows nobody on it."""
    rows = AcquaintanceSheet.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("document__association__territory", "document_version"), pk=sheet_id)


def _everybody(request: Request, sheet: AcquaintanceSheet) -> tuple[list[AcquaintanceRow], dict[int, str]]:
    rows = list(rows_of(sheet, RowFilter(), actor=request.actor).select_related("association"))
    for row in rows:
        row.sheet = sheet
    on = clock.today(sheet.document.association.time_zone)
    return rows, posts_of(rows, on=on, actor=request.actor)
