"""Newcomers' requests, for those who decide: the list, one request, approving, declining, sending on."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.members import services
from stellazh.members.access.registrations import can_decide_registrations
from stellazh.members.enums import RegistrationState
from stellazh.members.forms.registrations import ApproveForm, DeclineForm, RedirectForm
from stellazh.members.models import Registration
from stellazh.members.reads import registrations as reads
from stellazh.ui.attempts import NOT_TRIED, Attempt, attempt, show_form

PAGE = 50
SHOWN = {
    RegistrationState.WAITING: "Ждут решения",
    RegistrationState.APPROVED: "Приняты",
    RegistrationState.DECLINED: "Отклонены",
}


@require_GET
def registration_list(request: Request, code: str) -> HttpResponse:
    """Requests to an association, fifty a page, those that wait first."""
    association = get_object_or_404(Association, code=code)
    if not can_decide_registrations(request.actor, association):
        raise Http404
    asked = request.GET.get("state", "")
    state = RegistrationState(asked) if asked in SHOWN else RegistrationState.WAITING
    rows = Registration.objects.visible_to(request.actor).filter(association=association)
    shown = rows.filter(state=state).select_related("organisation", "association")
    # Whoever asked first has waited longest.
    shown = shown.order_by("sent_at", "pk") if state == RegistrationState.WAITING else shown.order_by("-decided_at")
    return render(
        request,
        "members/registration_list.html",
        {
            "association": association,
            "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "state": state,
            "tabs": [(code, label, code == state) for code, label in SHOWN.items()],
        },
    )


@require_http_methods(["GET", "POST"])
def registration_detail(request: Request, registration_id: int) -> HttpResponse:
    """One request: what was sent, whom she may be, letting her in."""
    registration = _one(request, registration_id)
    if request.method == "POST" and registration.state != RegistrationState.WAITING:
        messages.error(request, services.how_decided(registration))
        return redirect(registration)
    found = reads.alike(registration, request.actor) if registration.state == RegistrationState.WAITING else []
    schools = reads.schools_of(registration.association)
    form = ApproveForm(found, schools, request.POST or None, initial={"organisation": registration.organisation_id})
    done: Attempt[Registration] = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        school = form.cleaned_data["organisation"]
        done = attempt(
            form,
            lambda: services.approve_registration(
                registration.pk,
                person_id=form.person_id,
                organisation_id=school.pk if school else None,
                by=request.actor,
                at=clock.now(),
            ),
        )
    if done:
        messages.success(request, f"{registration.full_name}: в объединении. Приглашение ушло на {registration.email}.")
        return redirect("members:registration_list", code=registration.association.code)
    if request.method == "POST":
        registration.refresh_from_db()
        if registration.state != RegistrationState.WAITING:
            # Decided between the page and the press: the form is gone, and its words with it.
            messages.error(request, services.how_decided(registration))
            return redirect(registration)
    return show_form(
        request,
        "members/registration_detail.html",
        form,
        {"registration": registration, "found": found, "barred": [one for one in found if not one.may_choose]},
    )


@require_http_methods(["GET", "POST"])
def registration_decline(request: Request, registration_id: int) -> HttpResponse:
    """Decline with a reason."""
    registration = _one(request, registration_id, state=RegistrationState.WAITING)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form,
            lambda: services.decline_registration(registration.pk, reason=reason, by=request.actor, at=clock.now()),
        ):
            messages.success(request, f"{registration.full_name}: заявка отклонена, письмо отправлено.")
            return redirect("members:registration_list", code=registration.association.code)
    return show_form(
        request,
        "ui/confirm.html",
        form,
        {
            "title": f"Отклонить заявку: {registration.full_name}?",
            "text": "Решение можно будет изменить: заявка останется среди отклонённых.",
            "submit": "Отклонить",
            "danger": True,
            "cancel": registration.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "POST"])
def registration_reopen(request: Request, registration_id: int) -> HttpResponse:
    """Take a refusal back, after a question."""
    registration = _one(request, registration_id, state=RegistrationState.DECLINED)
    if request.method == "POST":
        try:
            services.reopen_registration(registration.pk, by=request.actor, at=clock.now())
        except services.RegistrationAlreadyWaits as refusal:
            messages.error(request, str(refusal))
        return redirect(registration)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": f"Вернуть заявку: {registration.full_name}?",
            "text": "Она снова будет ждать решения.",
            "submit": "Вернуть",
            "cancel": registration.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "POST"])
def registration_redirect(request: Request, registration_id: int) -> HttpResponse:
    """Hand the request over to another association."""
    registration = _one(request, registration_id, state=RegistrationState.WAITING)
    here = registration.association
    form = RedirectForm(here, request.POST or None)
    if request.method == "POST" and form.is_valid():
        there = form.cleaned_data["association"]
        if attempt(
            form,
            lambda: services.redirect_registration(
                registration.pk, association_id=there.pk, by=request.actor, at=clock.now()
            ),
        ):
            messages.success(request, f"{registration.full_name}: заявка передана — {there.short_name}.")
            return redirect("members:registration_list", code=here.code)
    return show_form(
        request,
        "ui/confirm.html",
        form,
        {
            "title": f"Передать заявку: {registration.full_name}",
            "text": "Её рассмотрят там, человеку придёт письмо об этом.",
            "submit": "Передать",
            "cancel": reverse("members:registration_detail", args=[registration.pk]),
        },
    )


def _one(request: Request, registration_id: int, state: RegistrationState | None = None) -> Registration:
    rows = Registration.objects.visible_to(request.actor).select_related(
        "association__territory", "organisation", "consent_text", "person"
    )
    registration = get_object_or_404(rows, pk=registration_id)
    if state is not None and registration.state != state and request.method != "POST":
        raise Http404
    return registration
