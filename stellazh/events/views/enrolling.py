"""Registering on the public page, by people of ours and by guests; one's own ticket, change, withdrawal and room."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.access.enrolments import (
    can_change_enrolment,
    can_enrol_guest,
    can_see_room,
    can_withdraw_enrolment,
)
from stellazh.events.enrolment_questions import submission_of
from stellazh.events.enums import EnrolmentState
from stellazh.events.forms.enrolments import ChangeForm, EnrolForm, GuestEnrolForm, WithdrawForm
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.enrolments import enrol_box, my_events, own_enrolment
from stellazh.events.services import enrolments
from stellazh.events.views.answering import answers_for, are_valid, attempt_with, show_both, values_of
from stellazh.events.views.feedback_parts import feedback_address
from stellazh.events.views.finding import visible_event
from stellazh.events.wording import quoted, short_when, when_words
from stellazh.people.devices import place_of
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import ConsentText
from stellazh.people.services.consents import NoConsentText, current_text
from stellazh.ui.attempts import attempt

STATE_SAID = {
    EnrolmentState.CONFIRMED: "Вы зарегистрированы. Билет – на странице мероприятия.",
    EnrolmentState.WAITING: "Свободных мест сейчас нет, вы в листе ожидания. Место достанется вам само, мы напишем.",
    EnrolmentState.PENDING: "Заявка отправлена. Ответ организатора придёт уведомлением.",
}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: Request, event_id: int) -> HttpResponse:
    """Register: by one's card, or as a guest below the offer to sign in."""
    event = visible_event(request, event_id)
    if not request.user.is_authenticated:
        return _enrol_guest(request, event)
    person_id, at = int(request.actor.actor_id), clock.now()
    form = EnrolForm(event, request.POST if request.method == "POST" else None)
    answers = answers_for(request, event)
    if request.method == "POST" and are_valid(form, answers):
        done = attempt_with(
            form,
            answers,
            lambda: enrolments.enrol(
                event.pk,
                person_id=person_id,
                coming_as=form.way,
                is_name_shown=form.shows_name,
                answers=values_of(answers),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=at,
            ),
            beside={enrolments.ComingAsUnknown: "coming_as"},
        )
        if done.value is not None:
            messages.success(request, STATE_SAID[EnrolmentState(done.value.state)])
            return redirect(event)
    box = enrol_box(request.actor, event, at=at)
    if request.method == "GET" and box.is_standing:
        return redirect(event)
    return show_both(request, "events/enrol.html", form, answers, {"event": event, "box": box})


def _enrol_guest(request: Request, event: Event) -> HttpResponse:
    at, text = clock.now(), _consent_text()
    verdict = can_enrol_guest(event, at=at)
    box = enrol_box(request.actor, event, at=at)
    context: dict[str, Any] = {"event": event, "box": box, "text": text, "verdict": verdict}
    if not verdict or text is None or (box.is_full and not event.has_waiting_list):
        return render(request, "events/enrol_guest_closed.html", context)
    initial = {"consent_text": text.pk}
    form = GuestEnrolForm(event, request.POST if request.method == "POST" else None, initial=initial)
    answers = answers_for(request, event)
    if request.method == "POST" and form.is_of_a_robot:
        return redirect("events:enrol_sent", event.pk)
    if request.method == "POST" and are_valid(form, answers):
        done = attempt_with(
            form,
            answers,
            lambda: enrolments.enrol_guest(
                event.pk,
                fields=form.guest,
                consent_text_id=form.cleaned_data["consent_text"],
                place=place_of(request),
                coming_as=form.way,
                is_name_shown=form.shows_name,
                answers=values_of(answers),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=at,
            ),
            beside={enrolments.GuestConsentMissing: "consent", enrolments.ComingAsUnknown: "coming_as"},
        )
        if done:
            return redirect("events:enrol_sent", event.pk)
    if form.errors and form["consent_text"].value() != str(text.pk):
        # Agreed is only what was read: the box is empty again beside the edition now in force.
        sent = {name: value for name, value in request.POST.dict().items() if name != "consent"}
        form.data = {**sent, "consent_text": str(text.pk)}
    return show_both(request, "events/enrol_guest.html", form, answers, context)


@login_not_required
@require_GET
def enrol_sent(request: Request, event_id: int) -> HttpResponse:
    """What a guest does next, the same for every address."""
    return render(request, "events/enrol_sent.html", {"event": visible_event(request, event_id)})


@login_not_required
@require_GET
def enrol_consent(request: Request) -> HttpResponse:
    """The text of the consent on a page of its own."""
    return render(request, "events/enrol_consent.html", {"text": _consent_text()})


@never_cache
@require_http_methods(["GET", "POST"])
def enrol_change(request: Request, event_id: int) -> HttpResponse:
    """Change one's own registration while it goes on."""
    event, enrolment = _own(request, event_id)
    at = clock.now()
    if not can_change_enrolment(request.actor, enrolment, event, at=at):
        messages.info(request, can_change_enrolment(request.actor, enrolment, event, at=at).reason)
        return redirect(event)
    return change_page(request, event, enrolment, back=event.get_absolute_url())


def change_page(request: Request, event: Event, enrolment: Enrolment, *, back: str) -> HttpResponse:
    """The form that changes a registration of a person of ours, in whose name ever."""
    standing = submission_of(enrolment)
    initial = {
        "version": enrolment.version,
        "answers_version": standing.version if standing else None,
        "coming_as": enrolment.coming_as,
        "is_name_shown": enrolment.is_name_shown,
    }
    form = ChangeForm(event, request.POST if request.method == "POST" else None, initial=initial)
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
                by=request.actor,
                at=clock.now(),
            ),
            beside={enrolments.ComingAsUnknown: "coming_as", enrolments.NoPlacesLeft: "coming_as"},
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect(back)
        conflict = done.conflict
    context = {"event": event, "enrolment": enrolment, "conflict": conflict, "back": back}
    return show_both(request, "events/enrol_change.html", form, answers, context)


@never_cache
@require_http_methods(["GET", "POST"])
def enrol_withdraw(request: Request, event_id: int) -> HttpResponse:
    """Give one's place up, or decline an invitation."""
    event, enrolment = _own(request, event_id)
    verdict = can_withdraw_enrolment(request.actor, enrolment, event, at=clock.now())
    if not verdict:
        messages.info(request, verdict.reason)
        return redirect("events:my_events")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: enrolments.withdraw_enrolment(
                enrolment.pk, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now()
            ),
        )
        if done:
            messages.success(request, "Вы отказались от участия. Спасибо, что предупредили.")
            return redirect("events:my_events")
    return withdraw_page(request, event, form, back=event.get_absolute_url())


def withdraw_page(request: Request, event: Event, form: WithdrawForm, *, back: str, who: str = "") -> HttpResponse:
    """The question before a place is given up."""
    context = {
        "title": f"{who}: отменить регистрацию?" if who else "Отказаться от участия?",
        "text": f"{quoted(event.title)}. Место достанется следующему из листа ожидания.",
        "form": form,
        "submit": "Отменить регистрацию" if who else "Отказаться",
        "danger": True,
        "cancel": back,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def ticket(request: Request, event_id: int) -> HttpResponse:
    """One's own ticket with its QR code, to be shown or printed."""
    event, enrolment = _own(request, event_id, state=EnrolmentState.CONFIRMED)
    context = {
        "event": event,
        "enrolment": enrolment,
        "code_address": reverse("events:ticket_code", args=[event.pk]),
        "back": event.get_absolute_url(),
        "feedback_address": feedback_address(request.actor, event),
        **ticket_words(event, enrolment),
    }
    return render(request, "events/ticket.html", context)


@never_cache
@require_GET
def ticket_code(request: Request, event_id: int) -> HttpResponse:
    """The QR code of one's own ticket, as a picture."""
    _, enrolment = _own(request, event_id, state=EnrolmentState.CONFIRMED)
    return code_picture(enrolment)


def ticket_words(event: Event, enrolment: Enrolment) -> dict[str, str]:
    """What a ticket says: when, and its code in groups that can be read aloud."""
    code = enrolment.ticket_code
    return {"when": when_words(event), "code": " ".join(code[place : place + 4] for place in range(0, len(code), 4))}


def code_picture(enrolment: Enrolment) -> HttpResponse:
    """The ticket's code as a PNG that prints sharply; read also from a scratched telephone."""
    picture = io.BytesIO()
    segno.make(enrolment.ticket_code, error="q", micro=False).save(picture, kind="png", scale=12, border=4)
    response = HttpResponse(picture.getvalue(), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_GET
def room(request: Request, event_id: int) -> HttpResponse:
    """The link of the video room: for those who hold a place, in its window of time."""
    event = visible_event(request, event_id)
    return room_page(request, event, back=event.get_absolute_url())


def room_page(request: Request, event: Event, *, back: str, actor: Any = None) -> HttpResponse:
    """The page with the link, or with when it opens; no cache keeps it and no other site learns its address."""
    if not event.room_url:
        raise Http404
    verdict = can_see_room(actor or request.actor, event, at=clock.now())
    # Only a link of the web leads anywhere; anything else is shown as words to be copied.
    is_link = event.room_url.startswith(("https://", "http://"))
    context = {
        "event": event,
        "verdict": verdict,
        "room_url": event.room_url if verdict else "",
        "is_link": is_link,
        "back": back,
        "when": when_words(event),
    }
    response = render(request, "events/room.html", context, status=200 if verdict else 403)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_GET
def mine(request: Request) -> HttpResponse:
    """«Мои мероприятия»: what lies ahead, what I waited for, where I was."""
    found = my_events(int(request.actor.actor_id), at=clock.now(), page=request.GET.get("page"))
    context = {
        "found": found,
        "ahead": [(one, when_words(one.event)) for one in found.ahead],
        "past": [(one, short_when(one.event)) for one in found.past],
    }
    return render(request, "events/my_events.html", context)


def _own(request: Request, event_id: int, *, state: str | None = None) -> tuple[Event, Enrolment]:
    """The event and the actor's own registration for it; 404 without one, or in another state."""
    event = Event.objects.present().select_related("association__territory").filter(pk=event_id).first()
    enrolment = own_enrolment(request.actor, event) if event is not None else None
    if event is None or enrolment is None or (state is not None and enrolment.state != state):
        raise Http404
    return event, enrolment


def _consent_text() -> ConsentText | None:
    try:
        return current_text(ConsentPurpose.PROCESSING)
    except NoConsentText:
        return None
