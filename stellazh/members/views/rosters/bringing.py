"""The first steps: a list is brought, and its columns are looked over; and what was brought before."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError, UnreadablePaper
from stellazh.common.requests import Request
from stellazh.files.services import FileIsEmpty, FileTooLarge
from stellazh.members.access.rosters import can_import_kind
from stellazh.members.enums import ImportKind, ImportState
from stellazh.members.forms.rosters import ColumnsForm, RosterStartForm
from stellazh.members.papers.rosters import sample_xlsx
from stellazh.members.reads.rosters import columns_in_words
from stellazh.members.services import rosters
from stellazh.members.views.rosters.finding import association_of, person_of, roster_of
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.downloads import download

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def roster_list(request: Request, code: str) -> HttpResponse:
    """Every list brought to the association, the latest first."""
    association = association_of(request, code)
    rows = rosters.visible_rosters(request.actor).filter(association=association).select_related("brought_by")
    if not can_import_kind(request.actor, association, ImportKind.SCHOOLS):
        rows = rows.filter(kind=ImportKind.PEOPLE)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "members/roster_list.html", {"association": association, "page": page})


@require_http_methods(["GET", "POST"])
def roster_start(request: Request, code: str) -> HttpResponse:
    """Choose people or schools, and bring a file or a pasted table."""
    association = association_of(request, code)
    may_bring_schools = bool(can_import_kind(request.actor, association, ImportKind.SCHOOLS))
    asked = request.GET.get("kind")
    form = RosterStartForm(
        request.POST or None,
        request.FILES or None,
        may_bring_schools=may_bring_schools,
        initial={"kind": asked} if asked in ImportKind.values else None,
    )
    if request.method == "POST" and form.is_valid():
        content, name = form.content
        done = attempt(
            form,
            lambda: rosters.bring_roster(
                form.cleaned_data["kind"],
                association,
                content,
                name=name,
                submission_key=form.cleaned_data["submission_key"],
                by=person_of(request),
                at=clock.now(),
            ),
            beside={UnreadablePaper: "file", FileTooLarge: "file", FileIsEmpty: "file"},
        )
        if done and done.value is not None:
            return redirect(done.value)
    context = {"association": association, "may_bring_schools": may_bring_schools, "step": 1}
    return show_form(request, "members/roster_start.html", form, context)


@require_GET
def roster_sample(request: Request, code: str, kind: str) -> HttpResponse:
    """A workbook to fill in: the headings and one invented row."""
    association = association_of(request, code)
    if not can_import_kind(request.actor, association, kind):
        raise Http404
    body = sample_xlsx(kind, author=association.short_name, made_on=clock.today(association.time_zone))
    name = "Образец списка школ.xlsx" if kind == ImportKind.SCHOOLS else "Образец списка библиотекарей.xlsx"
    return download(body, name, XLSX)


@require_http_methods(["GET", "POST"])
def roster_columns(request: Request, roster_id: int) -> HttpResponse:
    """Which column is what; another answer reads the list again."""
    roster = roster_of(request, roster_id)
    if roster.state != ImportState.REVIEW:
        return redirect(roster)
    form = ColumnsForm(roster, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: rosters.choose_columns(
                roster.pk,
                expected_version=form.cleaned_data["version"],
                columns=form.columns,
                sheet=form.cleaned_data.get("sheet", ""),
                by=person_of(request),
                at=clock.now(),
            ),
        )
        if done and done.value is not None:
            return redirect(done.value)
    known, unknown = columns_in_words(roster)
    context = {"roster": roster, "known": known, "unknown": unknown, "step": 2}
    return show_form(request, "members/roster_columns.html", form, context)


@require_POST
def roster_read(request: Request, roster_id: int) -> HttpResponse:
    """Read the list again: it was stopped, or schools were entered that were missing."""
    roster = roster_of(request, roster_id)
    try:
        rosters.read_again(roster.pk, by=person_of(request), at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(roster)
