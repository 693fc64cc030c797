"""The card of a school and of its library."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Organisation
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.members.access.cards import can_edit_school, can_read_school
from stellazh.members.forms.schools import SchoolForm
from stellazh.members.reads import schools as reads
from stellazh.members.services import schools as services
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

BESIDE = {
    services.FundDoesNotAddUp: "fund_count",
    services.MoreClassesThanPupils: "class_count",
    services.StatedDayIsAhead: "stated_on",
    services.SiteIsWrong: "site",
}


@require_GET
def school_detail(request: Request, organisation_id: int) -> HttpResponse:
    """What is known of a school and its library, and who works there."""
    organisation = _readable(request, organisation_id)
    card = reads.school_card_of(organisation)
    may_edit = can_edit_school(request.actor, organisation)
    context = {
        "organisation": organisation,
        "card": card,
        "parts": reads.school_parts(card),
        "staff": reads.staff_of(organisation, actor=request.actor, on=clock.today()),
        "may_edit": may_edit,
        "history": reads.school_history(organisation) if may_edit else (),
    }
    return render(request, "members/school_detail.html", context)


@require_http_methods(["GET", "POST"])
def school_edit(request: Request, organisation_id: int) -> HttpResponse:
    """Correct the card of a school."""
    organisation = _readable(request, organisation_id)
    if not can_edit_school(request.actor, organisation):
        raise Http404
    form = SchoolForm(request.POST or None, card=reads.school_card_of(organisation))
    done = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.update_school_card(
                organisation.pk,
                expected_version=form.cleaned_data["version"],
                fields=form.fields_of_school(),
                by=request.actor,
                at=clock.now(),
            ),
            beside=BESIDE,
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect("members:school_detail", organisation_id=organisation.pk)
    context = {"organisation": organisation, "conflict": done.conflict}
    return show_form(request, "members/school_edit.html", form, context)


def _readable(request: Request, organisation_id: int) -> Organisation:
    schools = Organisation.objects.present().select_related("territory")
    organisation = get_object_or_404(schools, pk=organisation_id)
    if not can_read_school(request.actor, organisation):
        raise Http404
    return organisation
