"""Plans as pages: the list, the start of one, the plan itself in both forms, its passport."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.workplans import access, services
from stellazh.workplans.enums import GrifKind, PlanForm
from stellazh.workplans.forms import GrifForm, PlanCreateForm, PlanEditForm, PlanFilterForm
from stellazh.workplans.models import Plan
from stellazh.workplans.reads import current_month, plan_listing, plan_shelf, plan_title_page
from stellazh.workplans.services import PlanAlreadyExists, PlanFields
from stellazh.workplans.views.finding import answer, demand, layout_for, today_of, visible_plan


@require_GET
def plan_list(request: Request) -> HttpResponse:
    """Plans of the associations whose papers one may read, by year, with their progress."""
    wanted, page = request.GET.get("year", ""), request.GET.get("page", "1")
    shelf = plan_shelf(request.actor, wanted=wanted, page=page, on=clock.today())
    return answer(request, "workplans/plan_list.html", {"shelf": shelf})


@require_http_methods(["GET", "POST"])
def plan_create(request: Request, code: str) -> HttpResponse:
    """Start a plan of an association: empty here, or by last year's plan, or from a paper."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not access.can_create_plan(request.actor, association):
        raise Http404
    this_year = SchoolYear.of(clock.today(association.time_zone)).start
    form = PlanCreateForm(
        request.POST or None,
        years=range(this_year - 3, this_year + 3),
        initial={"school_year": this_year, "form": PlanForm.SECTIONS},
    )
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.create_plan(
                association.pk,
                school_year=form.cleaned_data["school_year"],
                fields=PlanFields(form=form.cleaned_data["form"]),
                sections=form.titles,
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            )
        except PlanAlreadyExists as refusal:
            form.add_error("school_year", str(refusal))
            taken = refusal.plan_id
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "План начат. Теперь добавьте мероприятия.")
            return redirect(plan)
    earlier = Plan.objects.visible_to(request.actor).present().filter(association=association).order_by("-school_year")
    context = {"association": association, "form": form, "earlier": earlier[:5], "taken": taken}
    return answer(request, "workplans/plan_create.html", context, status=422 if form.errors else 200)


@login_not_required
@require_GET
def plan_detail(request: Request, plan_id: int) -> HttpResponse:
    """The plan by sections or as a matrix, narrowed by the address; a published one is open to everybody."""
    plan = visible_plan(request, plan_id)
    wanted = request.GET.get("form", "")
    shape = wanted if wanted in PlanForm.values else plan.form
    filter_form = PlanFilterForm(request.GET)
    listing = plan_listing(
        plan,
        filter_form.filters,
        reader=request.actor,
        form=shape,
        on=today_of(plan),
        page=request.GET.get("page", "1"),
    )
    filter_form.offer(listing)
    context = {
        "layout": layout_for(request),
        "plan": plan,
        "listing": listing,
        "filter_form": filter_form,
        "filters": filter_form.filters,
        "hrefs": _hrefs(request, shape, is_narrowed=not filter_form.filters.is_empty),
        "downloads": PlanForm.choices,
        "this_month": f"{current_month(plan, today_of(plan)):%Y-%m}",
        "may_copy": access.can_create_plan(request.actor, plan.association),
        "may_read_history": access.can_read_history(request.actor, plan),
        "title_page": plan_title_page(plan, reader=request.actor),
        **verdicts(request, plan),
    }
    part = "head" if request.GET.get("part") == "head" else "rows"
    return answer(request, "workplans/plan_detail.html", context, part=part)


@require_http_methods(["GET", "POST"])
def plan_edit(request: Request, plan_id: int) -> HttpResponse:
    """Change the passport of a plan."""
    plan = visible_plan(request, plan_id)
    demand(access.can_edit_plan(request.actor, plan))
    form = PlanEditForm(request.POST or None, initial=PlanEditForm.initial_of(plan))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.update_plan(
                plan.pk,
                expected_version=form.cleaned_data["version"],
                fields=form.plan_fields,
                by=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhile as clash:
            conflict = clash
            form.data = with_version(form.data, clash.current_version)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Сведения о плане сохранены.")
            return redirect(plan)
    context = {
        "plan": plan,
        "form": form,
        "conflict": conflict,
        "grifs": plan_title_page(plan, reader=request.actor).blocks,
    }
    status = 422 if conflict or form.errors else 200
    return answer(request, "workplans/plan_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def plan_grif(request: Request, plan_id: int, kind: str) -> HttpResponse:
    """Write one block of agreement on the title of a plan."""
    plan = visible_plan(request, plan_id)
    if kind not in GrifKind.values:
        raise Http404
    demand(access.can_edit_plan(request.actor, plan))
    initial = GrifForm.initial_of(plan.grifs.filter(kind=kind).first())
    form = GrifForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_grif(plan.pk, kind=kind, **form.cleaned_data, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Гриф сохранён.")
            return redirect("workplans:plan_edit", plan.pk)
    context = {"plan": plan, "form": form, "kind": GrifKind(kind)}
    return answer(request, "workplans/plan_grif.html", context, status=422 if form.errors else 200)


def verdicts(request: Request, plan: Plan) -> dict[str, object]:
    """What the buttons of a plan's page ask."""
    checks: dict[str, Callable[[Any, Plan], object]] = {
        "may_edit": access.can_edit_plan,
        "may_approve": access.can_approve_plan,
        "may_record": access.can_record_outcome,
        "may_archive": access.can_archive_plan,
    }
    return {name: check(request.actor, plan) for name, check in checks.items()}


def with_version(data: Any, version: int) -> Any:
    """The sent form, ready to be saved over what is stored now."""
    changed = data.copy()
    changed["version"] = str(version)
    return changed


def _hrefs(request: Request, shape: str, *, is_narrowed: bool) -> dict[str, object]:
    """Addresses of the page in either form and without filters; a page number does not outlive the change."""
    query = request.GET.copy()
    query.pop("page", None)
    hrefs: dict[str, object] = {
        "reset": f"?form={shape}",
        "is_sections": shape == PlanForm.SECTIONS,
        "is_narrowed": is_narrowed,
    }
    for form in PlanForm:
        query["form"] = form.value
        hrefs[form.value] = f"?{query.urlencode()}"
    return hrefs
