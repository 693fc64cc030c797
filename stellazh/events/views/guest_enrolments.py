"""The page behind a guest's link: her registration, the ticket, changing, giving it up, the room."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.actor import LinkHolder
from stellazh.common.requests import Request
from stellazh.events.access.enrolments import (
    ENROLMENT_LINK,
    can_change_enrolment,
    can_withdraw_enrolment,
    room_open,
)
from stellazh.events.enrolment_questions import submission_of
from stellazh.events.enums import EnrolmentState
from stellazh.events.forms.enrolments import GuestChangeForm, WithdrawForm
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.enrolments import turn_of
from stellazh.events.services import enrolments
from stellazh.events.views.answering import answers_for, are_valid, attempt_with, show_both, values_of
from stellazh.events.views.enrolling import code_picture, room_page, ticket_words, withdraw_page
from stellazh.events.views.feedback_parts import feedback_address
from stellazh.events.wording import when_words
from stellazh.links.services import holder, open_link
from stellazh.ui.attempts import attempt

View = Callable[..., HttpResponseBase]


def guest_page(view: View) -> View:
    """A page behind a secret link: open without signing in, kept by no cache, named to nobody.

    `strict-origin` and not `no-referrer`: under that browsers send «Origin: null» with a form, which is refused.
    """

    @wraps(view)
    def kept_secret(*args: object, **options: object) -> HttpResponseBase:
        response = view(*args, **options)
        response.headers.setdefault("Referrer-Policy", "strict-origin")
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return login_not_required(never_cache(kept_secret))


@guest_page
@require_GET
def guest_enrolment(request: Request, token: str) -> HttpResponse:
    """How the registration stands, the ticket, and what can be done."""
    event, enrolment, bearer = opened_by_link(token)
    at = clock.now()
    context = {
        "event": event,
        "enrolment": enrolment,
        "token": token,
        "turn": turn_of(enrolment),
        "may_change": can_change_enrolment(bearer, enrolment, event, at=at),
        "may_withdraw": can_withdraw_enrolment(bearer, enrolment, event, at=at),
        "room": room_open(event, at=at) if event.room_url else None,
        "code_address": reverse("events:guest_ticket_code", args=[token]),
        "when": when_words(event),
        "feedback_address": feedback_address(bearer, event, token=token),
    }
    return render(request, "events/guest_enrolment.html", context)


@guest_page
@require_http_methods(["GET", "POST"])
def guest_change(request: Request, token: str) -> HttpResponse:
    """Change contacts, the way of coming and answers."""
    event, enrolment, bearer = opened_by_link(token)
    back = reverse("events:guest_enrolment", args=[token])
    verdict = can_change_enrolment(bearer, enrolment, event, at=clock.now())
    if not verdict:
        messages.info(request, verdict.reason)
        return redirect(back)
    return guest_change_page(request, event, enrolment, actor=bearer, back=back, may_change_address=False)


def guest_change_page(
    request: Request, event: Event, enrolment: Enrolment, *, actor: object, back: str, may_change_address: bool
) -> HttpResponse:
    """The form that changes a guest's registration, for herself and for those who run the event."""
    standing = submission_of(enrolment)
    initial = {
        "version": enrolment.version,
        "answers_version": standing.version if standing else None,
        "name": enrolment.name,
        "email": enrolment.guest_email,
        "phone": enrolment.guest_phone,
        "organisation_name": enrolment.organisation_name,
        "territory": enrolment.territory_id,
        "coming_as": enrolment.coming_as,
        "is_name_shown": enrolment.is_name_shown,
    }
    data = request.POST if request.method == "POST" else None
    form = GuestChangeForm(event, data, initial=initial, may_change_address=may_change_address)
    answers = answers_for(request, event, enrolment)
    conflict = None
    if request.method == "POST" and are_valid(form, answers):
        done = attempt_with(
            form,
            answers,
            lambda: enrolments.change_enrolment(
                enrolment.pk,
                expected_version=form.cleaned_data["version"],
                change=form.change,
                answers=values_of(answers),
                answers_version=form.cleaned_data["answers_version"],
                by=actor,  # type: ignore[arg-type]
                at=clock.now(),
            ),
            beside={
                enrolments.ComingAsUnknown: "coming_as",
                enrolments.NoPlacesLeft: "coming_as",
                enrolments.AlreadyEnrolled: "email",
            },
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect(back)
        conflict = done.conflict
    context = {"event": event, "enrolment": enrolment, "conflict": conflict, "back": back}
    return show_both(request, "events/enrol_change.html", form, answers, context)


@guest_page
@require_http_methods(["GET", "POST"])
def guest_withdraw(request: Request, token: str) -> HttpResponse:
    """Give the place up."""
    event, enrolment, bearer = opened_by_link(token)
    back = reverse("events:guest_enrolment", args=[token])
    verdict = can_withdraw_enrolment(bearer, enrolment, event, at=clock.now())
    if not verdict:
        messages.info(request, verdict.reason)
        return redirect(back)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: enrolments.withdraw_enrolment(
                enrolment.pk, reason=form.cleaned_data["reason"], by=bearer, at=clock.now()
            ),
        )
        if done:
            messages.success(request, "Вы отказались от участия. Спасибо, что предупредили.")
            return redirect(back)
    return withdraw_page(request, event, form, back=back)


@guest_page
@require_GET
def guest_ticket(request: Request, token: str) -> HttpResponse:
    """The ticket alone, to be printed."""
    event, enrolment, bearer = opened_by_link(token, state=EnrolmentState.CONFIRMED)
    context = {
        "event": event,
        "enrolment": enrolment,
        "code_address": reverse("events:guest_ticket_code", args=[token]),
        "back": reverse("events:guest_enrolment", args=[token]),
        "feedback_address": feedback_address(bearer, event, token=token),
        **ticket_words(event, enrolment),
    }
    return render(request, "events/ticket.html", context)


@guest_page
@require_GET
def guest_ticket_code(request: Request, token: str) -> HttpResponse:
    """The QR code of the guest's ticket."""
    _, enrolment, _ = opened_by_link(token, state=EnrolmentState.CONFIRMED)
    return code_picture(enrolment)


@guest_page
@require_GET
def guest_room(request: Request, token: str) -> HttpResponse:
    """The link of the video room, in its window of time."""
    event, _, bearer = opened_by_link(token)
    return room_page(request, event, back=reverse("events:guest_enrolment", args=[token]), actor=bearer)


def opened_by_link(token: str, *, state: str | None = None) -> tuple[Event, Enrolment, LinkHolder]:
    """What the link opens: the event, the guest's registration and its bearer; 404 for every other token."""
    link = open_link(token, ENROLMENT_LINK, at=clock.now())
    rows = Enrolment.objects.select_related("event__association__territory", "territory")
    enrolment = rows.filter(pk=int(link.object_id), event__archived_at=None).first() if link else None
    if link is None or enrolment is None or (state is not None and enrolment.state != state):
        raise Http404
    return enrolment.event, enrolment, holder(link)
