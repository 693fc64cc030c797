"""Marks as those see them who answer: what I have to do, one mark with its story and the form of the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.protocols.access import can_follow_decisions, can_read_follow_up, can_report
from stellazh.protocols.evidence_kinds import EvidenceChoice, evidence_kinds
from stellazh.protocols.forms.follow_up import MyFilterForm
from stellazh.protocols.forms.reports import EvidenceSearchForm, ReportForm
from stellazh.protocols.models import Assignment, Protocol
from stellazh.protocols.reads import assignments as reads
from stellazh.protocols.services.evidence import MOST_EVIDENCE
from stellazh.protocols.services.marks import WordsMissing, report_assignment
from stellazh.protocols.services.standing import is_closed_by_hand
from stellazh.ui.attempts import attempt

PAGE = 50


@require_GET
def my_assignments(request: Request) -> HttpResponse:
    """What the person, her school and the association she leads have to do, by the day it is due."""
    form = MyFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"whose": "", "q": ""}
    whose, words = asked["whose"], asked["q"]
    page = Paginator(reads.waiting_for(request.actor, whose=whose, words=words), PAGE).get_page(request.GET.get("page"))
    done = list(reads.answered_of(request.actor, whose=whose, words=words)[: reads.MOST_DONE])
    context = {
        "form": form,
        "page": page,
        "rows": reads.lines_of(page),
        "done": reads.lines_of(done),
        "is_narrowed": bool(whose or words),
    }
    is_part = bool(request.htmx and not request.htmx.boosted)
    return render(request, f"protocols/my_assignments.html{'#rows' if is_part else ''}", context)


@require_http_methods(["GET", "POST"])
def assignment_detail(request: Request, assignment_id: int) -> HttpResponse:
    """One mark: what is asked, what was told, and the form. «Search» looks for evidence and keeps what is typed."""
    row = visible_assignment(request, assignment_id)
    actor, at = request.actor, clock.now()
    follows = bool(can_follow_decisions(actor, row.decision.association))
    may_report = can_report(actor, row)
    if request.method == "POST" and not may_report:
        raise PermissionDenied(may_report.reason)
    is_open = row.decision.binding_at is not None and not is_closed_by_hand(row.decision)
    is_sent = request.method == "POST" and is_open
    is_search = is_sent and "search" in request.POST
    form = ReportForm(row, request.POST if is_sent else None, request.FILES if is_sent else None, follows=follows)
    keys = list(dict.fromkeys(request.POST.getlist("chosen")))[:MOST_EVIDENCE] if is_sent else []
    conflict = None
    if is_sent and not is_search and form.is_valid():
        done = attempt(
            form,
            lambda: report_assignment(
                row.pk,
                state=form.cleaned_data["state"],
                words=form.cleaned_data["words"],
                evidence=form.evidence(keys),
                expected_version=form.cleaned_data["version"],
                submission_key=form.cleaned_data["submission_key"],
                by=actor,
                at=at,
            ),
            beside={WordsMissing: "words"},
        )
        if done:
            messages.success(request, "Записано. Спасибо!")
            return redirect("protocols:assignment_detail", row.pk)
        conflict = done.conflict
    is_wrong = is_sent and not is_search and bool(form.errors)
    context: dict[str, Any] = {
        **mark_context(row),
        "form": form if may_report and is_open else None,
        "hides_errors": is_search,
        "search": EvidenceSearchForm(request.POST if is_search else None),
        "chosen": chosen_of(actor, keys),
        "found": found_for(actor, row.decision.association, request.POST) if is_search else None,
        "conflict": conflict,
        "follows": follows,
        "reads_all": bool(can_read_follow_up(actor, row.decision.association)),
        "why_not": "" if may_report else may_report.reason,
        "protocol_is_open": row.decision.protocol_id is not None
        and Protocol.objects.visible_to(actor).filter(pk=row.decision.protocol_id).exists(),
    }
    return render(request, "protocols/assignment_detail.html", context, status=422 if is_wrong else 200)


def visible_assignment(request: Request, assignment_id: int) -> Assignment:
    """The mark of a decision in force, if the actor may see it; a stranger gets 404."""
    rows = Assignment.objects.visible_to(request.actor).binding()
    rows = rows.select_related("decision__association__territory", "decision__protocol", "decision__resolution")
    return get_object_or_404(rows, pk=assignment_id)


def mark_context(row: Assignment) -> dict[str, Any]:
    """What the pages of one mark show: for those who sign in, and for the bearer of its link."""
    decision = row.decision
    return {
        "row": row,
        "decision": decision,
        "line": reads.line_of(row, on=clock.today(decision.association.time_zone)),
        "story": reads.story_of(row.entries.all()),
    }


def chosen_of(actor: Actor, keys: list[str]) -> list[EvidenceChoice]:
    """What is chosen already, as far as the actor may see it."""
    found = []
    for key in keys:
        kind = evidence_kinds.get(key.partition(":")[0])
        choice = kind.get(actor, key) if kind else None
        if choice is not None:
            found.append(choice)
    return found


def found_for(actor: Actor, association: Association, given: Any) -> list[EvidenceChoice]:
    """What the search finds, without what is chosen already."""
    form = EvidenceSearchForm(given)
    if not form.is_valid():
        return []
    kind = evidence_kinds.get(form.cleaned_data["kind"])
    if kind is None:
        return []
    chosen = set(given.getlist("chosen"))
    return [one for one in kind.find(actor, association, form.cleaned_data["look_for"]) if one.key not in chosen]
