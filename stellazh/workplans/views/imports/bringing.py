"""The first step: a paper is brought; and the list of what was brought before."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError, UnreadablePaper
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.workplans.enums import ImportStatus
from stellazh.workplans.forms.imports import ImportStartForm
from stellazh.workplans.models import PlanImport
from stellazh.workplans.reads.imports import waiting_job
from stellazh.workplans.services.imports import checking
from stellazh.workplans.services.imports.opening import visible_imports
from stellazh.workplans.services.imports.reading import start_import
from stellazh.workplans.views.imports.finding import association_of, import_of

IMPORTS_PER_PAGE = 20


@require_http_methods(["GET", "POST"])
def import_start(request: Request, code: str) -> HttpResponse:
    """Choose the year and bring a file or a pasted table."""
    association = association_of(request, code)
    present_year = SchoolYear.of(clock.today(association.time_zone)).start
    form = ImportStartForm(request.POST or None, request.FILES or None, present_year=present_year)
    if request.method == "POST" and form.is_valid():
        paper = form.paper
        try:
            plan_import = start_import(
                association,
                paper,
                school_year=form.cleaned_data["school_year"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            )
        except UnreadablePaper as refusal:
            form.add_error("table_text" if paper.is_pasted else "file", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(plan_import)
    unfinished = (
        visible_imports(request.actor).filter(association=association, status=ImportStatus.PREVIEW).defer("reading")
    )
    context = {"form": form, "association": association, "unfinished": unfinished[:5], "step": 1}
    return render(request, "workplans/import_start.html", context, status=422 if form.errors else 200)


@require_GET
def import_list(request: Request, code: str) -> HttpResponse:
    """Every paper brought for the association's plans, the latest first."""
    association = association_of(request, code)
    imports = visible_imports(request.actor).filter(association=association).select_related("made_by", "file", "plan")
    page = Paginator(imports.defer("reading", "undo"), IMPORTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workplans/import_list.html", {"association": association, "page": page})


@require_http_methods(["GET", "POST"])
def import_abandon(request: Request, public_id: UUID) -> HttpResponse:
    """Leave a preview, after a question."""
    plan_import = import_of(request, public_id)
    if request.method == "POST":
        try:
            checking.abandon_import(plan_import.pk, by=request.actor, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Загрузка отложена. Её можно продолжить из этого списка.")
        return redirect("workplans:import_list", plan_import.association.code)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": "Отложить эту загрузку?",
            "text": "План не изменится. Файл и всё, что вы поправили, сохранятся: загрузку можно будет продолжить.",
            "submit": "Отложить",
            "cancel": plan_import.get_absolute_url(),
        },
    )


@require_POST
def import_resume(request: Request, public_id: UUID) -> HttpResponse:
    """Take an abandoned preview up again."""
    plan_import = import_of(request, public_id)
    try:
        checking.resume_import(plan_import.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("workplans:import_list", plan_import.association.code)
    return redirect(plan_import)


def reading_page(request: Request, plan_import: PlanImport) -> HttpResponse:
    """While the paper is read in the background: the job's page, or for others a page that says so."""
    job = waiting_job(plan_import, request.actor)
    if job is not None:
        return redirect(job)
    return render(request, "workplans/import_reading.html", {"plan_import": plan_import, "step": 1})
