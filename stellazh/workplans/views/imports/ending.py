"""The third and the fourth step: who is meant, what goes into the plan; and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.members.access import can_edit_members
from stellazh.workplans.access import can_edit_plan
from stellazh.workplans.enums import ImportStatus, PlanStatus
from stellazh.workplans.forms.imports import ConfirmForm, DoubtsForm
from stellazh.workplans.models import PlanImport
from stellazh.workplans.reads.imports import people_to_make
from stellazh.workplans.services.imports.checking import answer_doubts
from stellazh.workplans.services.imports.comparing import compare_import, plan_of_year
from stellazh.workplans.services.imports.confirming import Choices, confirm_import
from stellazh.workplans.services.imports.undoing import undo_import
from stellazh.workplans.services.imports.writing import UndoLog
from stellazh.workplans.views.imports.finding import draft_and_book, import_of


@require_http_methods(["GET", "POST"])
def import_doubts(request: Request, public_id: UUID) -> HttpResponse:
    """Every name that is not clear by itself, on one screen."""
    plan_import = import_of(request, public_id)
    if plan_import.status != ImportStatus.PREVIEW:
        return redirect(plan_import)
    _, book = draft_and_book(plan_import)
    form = DoubtsForm(book, request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST":
        answers = form.answers()
        if form.is_valid:
            try:
                answer_doubts(plan_import.pk, answers, by=request.actor, at=clock.now())
            except DomainError as reason:
                refusal = str(reason)
            else:
                stays = request.POST.get("rest") in ("new", "words")
                return redirect("workplans:import_doubts" if stays else "workplans:import_confirm", public_id)
    context = {
        "plan_import": plan_import,
        "form": form,
        "book": book,
        "refusal": refusal,
        "may_make_people": can_edit_members(request.actor, plan_import.association),
        "rest_count": sum(not (doubt.candidates or doubt.lookalikes) for doubt in book.open_doubts),
        "step": 3,
    }
    is_wrong = bool(refusal) or not form.is_valid
    return render(request, "workplans/import_doubts.html", context, status=422 if is_wrong else 200)


@require_http_methods(["GET", "POST"])
def import_confirm(request: Request, public_id: UUID) -> HttpResponse:
    """What will come into the plan; the button that brings it there."""
    plan_import = import_of(request, public_id)
    if plan_import.status not in (ImportStatus.PREVIEW, ImportStatus.CONFIRMED):
        return redirect(plan_import)
    form = ConfirmForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            confirm_import(
                plan_import.pk,
                choices=_choices(form),
                expected_version=form.cleaned_data["version"],
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile:
            refusal = "Пока вы смотрели, план или загрузку кто-то изменил. Ниже — как есть теперь: проверьте ещё раз."
        except DomainError as reason:
            refusal = str(reason)
        else:
            return redirect("workplans:import_done", public_id)
    if plan_import.status == ImportStatus.CONFIRMED:
        return redirect(plan_import)
    # Read again: the refusal may be about what changed since this request began.
    return _confirm_page(request, import_of(request, public_id), refusal)


@require_GET
def import_done(request: Request, public_id: UUID) -> HttpResponse:
    """What an import has done, and how to take it back."""
    plan_import = import_of(request, public_id)
    if plan_import.status not in (ImportStatus.CONFIRMED, ImportStatus.UNDONE):
        return redirect(plan_import)
    kept = plan_import.undo.get("kept", [])
    log = UndoLog.from_json({name: value for name, value in plan_import.undo.items() if name != "kept"})
    context = {
        "plan_import": plan_import,
        "log": log,
        "kept": kept,
        "may_undo": _may_undo(request, plan_import),
        "step": 4,
    }
    return render(request, "workplans/import_done.html", context)


@require_http_methods(["GET", "POST"])
def import_undo(request: Request, public_id: UUID) -> HttpResponse:
    """Take a confirmed import back, after a question."""
    plan_import = import_of(request, public_id)
    if plan_import.status == ImportStatus.PREVIEW:
        return redirect(plan_import)
    if request.method == "POST":
        try:
            undo_import(plan_import.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("workplans:import_done", public_id)
    if plan_import.status != ImportStatus.CONFIRMED:
        return redirect(plan_import)
    log = UndoLog.from_json(plan_import.undo)
    context = {"plan_import": plan_import, "log": log, "may_undo": _may_undo(request, plan_import)}
    return render(request, "workplans/import_undo.html", context)


def _choices(form: ConfirmForm) -> Choices:
    return Choices(
        taken=form.taken(),
        put_away=form.put_away(),
        takes_passport=form.cleaned_data["passport"],
        seen=form.cleaned_data["seen"],
    )


def _confirm_page(request: Request, plan_import: PlanImport, refusal: str) -> HttpResponse:
    draft, book = draft_and_book(plan_import)
    plan = plan_of_year(plan_import)
    context = {
        "plan_import": plan_import,
        "draft": draft,
        "comparison": compare_import(draft, plan, book),
        "may_edit": can_edit_plan(request.actor, plan) if plan is not None else Verdict(allowed=True),
        "new_people": people_to_make(book),
        "open_doubts": book.open_doubts,
        "is_approved": plan is not None and plan.status == PlanStatus.APPROVED,
        "refusal": refusal,
        "step": 4,
    }
    return render(request, "workplans/import_confirm.html", context, status=422 if refusal else 200)


def _may_undo(request: Request, plan_import: PlanImport) -> Verdict:
    plan = plan_import.plan
    if plan is None:
        return Verdict(allowed=False, reason="План, в который внесена загрузка, больше не существует.")
    plan.association = plan_import.association
    if plan_import.undo.get("plan_created") and plan.status != PlanStatus.DRAFT:
        return Verdict(
            allowed=False,
            reason="План, составленный из этой загрузки, уже рассмотрен или утверждён: отменить её нельзя.",
        )
    return can_edit_plan(request.actor, plan)
