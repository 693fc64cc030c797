"""The list of resolutions, a new one, and the page of one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.common.school_year import SchoolYear
from stellazh.protocols import access
from stellazh.protocols.forms.resolutions import ResolutionForm
from stellazh.protocols.models import Resolution
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.left import offer_left_points
from stellazh.protocols.reads.resolutions.listing import resolution_rows
from stellazh.protocols.reads.resolutions.proposals import proposal_board
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.views.resolutions.open_pages import open_page
from stellazh.ui.attempts import attempt, show_form

PAGE = 50


@require_GET
def resolution_list(request: Request) -> HttpResponse:
    """Every resolution the actor may read, the newest year first."""
    rows = Resolution.objects.visible_to(request.actor).select_related("association").in_order()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": resolution_rows(list(page.object_list), on=clock.today()),
        "associations": _may_begin(request),
    }
    return render(request, "protocols/resolutions/resolution_list.html", context)


@require_http_methods(["GET", "POST"])
def resolution_new(request: Request, code: str) -> HttpResponse:
    """Begin a resolution, on a day of an event or without one."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not access.can_create_resolution(request.actor, association):
        raise Http404
    today = clock.today(association.time_zone)
    initial = {"school_year": SchoolYear.of(today).start, "event_id": request.GET.get("event")}
    form = ResolutionForm(association, today, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.create_resolution(
                association.pk,
                fields=form.typed,
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done and done.value:
            messages.success(request, "Резолюция начата. Впишите проблемное поле и позовите участников.")
            return redirect(done.value)
    context = {"association": association, "cancel": reverse("protocols:resolution_list")}
    return show_form(request, "protocols/resolutions/resolution_new.html", form, context)


@login_not_required
@require_GET
def resolution_detail(request: Request, resolution_id: int) -> HttpResponse:
    """What is now, and what comes next. Who may not read it gets what everybody reads of it, if it is published."""
    rows = Resolution.objects.visible_to(request.actor).select_related("association__territory", "event", "protocol")
    resolution = rows.filter(pk=resolution_id).first()
    if resolution is None:
        return open_page(request, resolution_id)
    actor = request.actor
    may_read = access.can_read_resolution_text(actor, resolution)
    may_edit = access.can_edit_resolution(actor, resolution)
    left = offer_left_points(resolution) if may_edit else []
    context = {
        "resolution": resolution,
        "content": resolution_content(resolution) if may_read else None,
        "problems": resolution.problems.all(),
        "board": None if resolution.is_binding else proposal_board(resolution, actor),
        "may_edit": may_edit,
        "may_manage": bool(access.can_archive_resolution(actor, resolution)),
        "may_adopt": bool(access.can_adopt_resolution(actor, resolution)) and not resolution.is_binding,
        "may_publish": bool(access.can_publish_resolution(actor, resolution)) and resolution.is_binding,
        "may_close": bool(access.can_close_resolution(actor, resolution)) and resolution.is_binding,
        "may_follow": bool(access.can_follow_resolution(actor, resolution)) and resolution.is_binding,
        "may_propose": bool(access.can_propose(actor, resolution)),
        "left_count": sum(not one.is_taken for one in left),
    }
    return render(request, "protocols/resolutions/resolution_detail.html", context)


def _may_begin(request: Request) -> list[Association]:
    """The associations where the actor may begin one. One query."""
    return list(Association.objects.present().filter(reach(request.actor, "protocols.edit_resolution")).in_order()[:5])
