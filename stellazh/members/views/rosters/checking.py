"""The check: rows by decision, each with those it could be about."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.jobs.models import Job
from stellazh.members.enums import ImportState
from stellazh.members.forms.rosters import BulkForm, CellsForm, RowActForm, ShowForm
from stellazh.members.models import RosterImport
from stellazh.members.reads.rosters import TABS, columns_in_words, first_tab, row_views
from stellazh.members.services import rosters
from stellazh.members.services.rosters import Bulk
from stellazh.members.views.rosters.ending import report_page
from stellazh.members.views.rosters.finding import person_of, roster_of
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

PAGE = 50
MEANWHILE = "Эту строку только что изменил кто-то другой: посмотрите, как она выглядит теперь."


@require_GET
def roster_detail(request: Request, roster_id: int) -> HttpResponse:
    """Where the list is now: being read, to be checked, being taken in, done."""
    roster = roster_of(request, roster_id)
    if roster.state == ImportState.REVIEW:
        # Without a column of names there is nothing to check yet.
        if not sum(roster.counts.values()):
            return redirect("members:roster_columns", roster.pk)
        return render(request, "members/roster_check.html", _check_context(request, roster))
    if roster.state in (ImportState.READING, ImportState.APPLYING, ImportState.UNDOING):
        return _waiting_page(request, roster)
    if roster.state == ImportState.FAILED:
        return render(request, "members/roster_failed.html", {"roster": roster, "step": 1})
    return report_page(request, roster)


@require_POST
def roster_act(request: Request, roster_id: int) -> HttpResponse:
    """A button of a row."""
    roster = roster_of(request, roster_id)
    form = RowActForm(request.POST)
    if not form.is_valid():
        raise Http404
    number, version, answer = form.parts
    get_object_or_404(roster.rows, number=number)
    try:
        if answer == "take":
            rosters.take_fields(
                roster.pk,
                number,
                expected_version=version,
                taken=form.taken(number),
                by=person_of(request),
                at=clock.now(),
            )
        else:
            rosters.decide_row(
                roster.pk, number, expected_version=version, answer=answer, by=person_of(request), at=clock.now()
            )
    except ChangedMeanwhile:
        messages.error(request, MEANWHILE)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _back(request, roster, number)


@require_POST
def roster_bulk(request: Request, roster_id: int) -> HttpResponse:
    """One answer for all rows of a tab."""
    roster = roster_of(request, roster_id)
    form = BulkForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        count = rosters.decide_all(roster.pk, Bulk(form.cleaned_data["bulk"]), by=person_of(request), at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Решено строк: {count}.")
    return redirect(roster)


@require_http_methods(["GET", "POST"])
def roster_row(request: Request, roster_id: int, number: int) -> HttpResponse:
    """One row with its cells, to be corrected."""
    roster = roster_of(request, roster_id)
    row = get_object_or_404(roster.rows, number=number)
    if roster.state != ImportState.REVIEW:
        return redirect(roster)
    form = CellsForm(roster, row, request.POST or None)
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: rosters.correct_cells(
                roster.pk,
                number,
                expected_version=form.cleaned_data["version"],
                texts=form.texts,
                by=person_of(request),
                at=clock.now(),
            ),
        )
        if done and done.value is not None:
            messages.success(request, f"Строка {number}: {done.value.get_decision_display()}.")
            query = urlencode({"show": done.value.decision})
            return redirect(f"{roster.get_absolute_url()}?{query}")
    (view,) = row_views(roster, [row], by=request.actor, today=clock.today(roster.association.time_zone))
    context = {"roster": roster, "view": view, "conflict": done.conflict, "step": 3}
    return show_form(request, "members/roster_row.html", form, context)


def _check_context(request: Request, roster: RosterImport) -> dict[str, object]:
    chosen = ShowForm(request.GET)
    show = chosen.cleaned_data["show"] if chosen.is_valid() else first_tab(roster)
    rows = roster.rows.filter(decision=show).order_by("number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    known, unknown = columns_in_words(roster)
    return {
        "roster": roster,
        "show": show,
        "tabs": [
            (label, f"?{urlencode({'show': code.value})}", code == show, roster.counts.get(code, 0))
            for code, label in TABS
        ],
        "page": page,
        "views": row_views(
            roster, list(page.object_list), by=request.actor, today=clock.today(roster.association.time_zone)
        ),
        "wanted": roster.counts.get("create", 0) + roster.counts.get("update", 0),
        "known": known,
        "unknown": unknown,
        "step": 3,
    }


def _back(request: Request, roster: RosterImport, number: int) -> HttpResponse:
    """The tab and page the button stood on, at the row that came after."""
    chosen = ShowForm(request.POST)
    query: dict[str, str] = {}
    fragment = "check"
    if chosen.is_valid():
        query["show"] = chosen.cleaned_data["show"]
        following = roster.rows.filter(decision=query["show"], number__gt=number).order_by("number").first()
        fragment = f"row-{following.number}" if following else "check"
    page = request.POST.get("page", "")
    if page.isdecimal() and len(page) < 5:
        query["page"] = page
    return redirect(f"{roster.get_absolute_url()}?{urlencode(query)}#{fragment}")


def _waiting_page(request: Request, roster: RosterImport) -> HttpResponse:
    """The job's page for whoever asked for it; for others, and when it was stopped, a page that says so."""
    is_mine = roster.job is not None and Job.objects.visible_to(request.actor).filter(pk=roster.job.pk).exists()
    if is_mine and roster.has_work_under_way and roster.job is not None:
        return redirect(roster.job)
    rows = roster.rows.all()
    context = {
        "roster": roster,
        "done": rows.exclude(outcome="").count(),
        "step": 1 if roster.state == ImportState.READING else 4,
    }
    return render(request, "members/roster_waiting.html", context)
