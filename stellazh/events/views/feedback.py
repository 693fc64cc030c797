"""Feedback: its tab in the workplace, the screen with the code, and the page where it is given."""

from __future__ import annotations

from urllib.parse import urljoin

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.requests import Request
from stellazh.events.access import can_read_participants
from stellazh.events.access.feedback import can_ask_feedback, can_give_feedback, feedback_open
from stellazh.events.feedback_questions import feedback_of, has_given, own_feedback
from stellazh.events.forms.feedback import FeedbackForm, OpenFeedbackForm
from stellazh.events.models import Event
from stellazh.events.reads.feedback import asked_count, feedback_state
from stellazh.events.services import feedback as services
from stellazh.events.tabs import tabs_for
from stellazh.events.views.answering import are_valid, attempt_with, show_both
from stellazh.events.views.finding import managed_event
from stellazh.events.views.guest_enrolments import guest_page, opened_by_link
from stellazh.events.wording import when_words
from stellazh.questionnaires.answering import AnswerForm, answer_form
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.questionnaires.reads import summary
from stellazh.ui.attempts import attempt

TAB = "feedback"


@require_GET
def feedback(request: Request, event_id: int) -> HttpResponse:
    """How the gathering stands and the picture of the answers; before there is a form, one button that makes it."""
    event = managed_event(request, event_id, can_read_participants)
    return _workplace(request, event, OpenFeedbackForm())


@require_POST
def feedback_make(request: Request, event_id: int) -> HttpResponse:
    """Make the form with the ready set of questions."""
    event = managed_event(request, event_id, can_ask_feedback)
    if feedback_of(event) is not None:
        messages.info(request, "Форма отзыва уже есть.")
        return redirect("events:feedback", event.pk)
    form = OpenFeedbackForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.open_feedback(
                event.pk,
                is_anonymous=form.cleaned_data["is_anonymous"],
                days=form.term,
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Форма отзыва готова. Вопросы можно поправить под себя.")
            return redirect("events:feedback", event.pk)
    return _workplace(request, event, form)


@require_GET
def feedback_screen(request: Request, event_id: int) -> HttpResponse:
    """The code of the form as large as the screen or the sheet lets, for the end of the meeting."""
    event = managed_event(request, event_id, can_read_participants)
    if feedback_of(event) is None:
        raise Http404
    address = _address(event)
    context = {"event": event, "qr": _code(address, scale=12), "address": address.split("://")[-1]}
    return render(request, "events/feedback_screen.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_answer(request: Request, event_id: int) -> HttpResponse:
    """Tell how it was: for those signed in. Others are asked to say who they are first."""
    if request.actor.actor_kind == ActorKind.GUEST:
        # Whether there is such an event the guest does not learn.
        return render(request, "events/feedback_guest.html", {"here": request.get_full_path()})
    event = _event_of(request.actor, event_id)
    return _answer(request, event, request.actor, here=_path(event), back=event.get_absolute_url())


@guest_page
@require_http_methods(["GET", "HEAD", "POST"])
def guest_feedback(request: Request, token: str) -> HttpResponse:
    """The same for a guest, by the link of her registration."""
    event, _, bearer = opened_by_link(token)
    here = reverse("events:guest_feedback", args=[token])
    return _answer(request, event, bearer, here=here, back=reverse("events:guest_enrolment", args=[token]))


def _workplace(request: Request, event: Event, form: OpenFeedbackForm) -> HttpResponse:
    questionnaire = feedback_of(event)
    may_ask = can_ask_feedback(request.actor, event)
    context = {"event": event, "tabs": tabs_for(request.actor, event, TAB), "may_ask": may_ask, "form": form}
    if questionnaire is None:
        context["asked_count"] = asked_count(event)
        return render(request, "events/feedback.html", context, status=422 if form.errors else 200)
    address = _address(event)
    context |= {
        "questionnaire": questionnaire,
        "state": feedback_state(event, questionnaire, at=clock.now()),
        "summary": summary(questionnaire),
        "address": address,
        "qr": _code(address, scale=6),
    }
    return render(request, "events/feedback.html", context)


def _answer(request: Request, event: Event, by: Actor, *, here: str, back: str) -> HttpResponse:
    questionnaire = feedback_of(event)
    context = {"event": event, "when": when_words(event), "back": back, "questionnaire": questionnaire}
    if questionnaire is None:
        return _shut(request, context, "Отзывов об этом мероприятии не собирают.")
    verdict = can_give_feedback(by, event)
    if verdict:
        verdict = feedback_open(event, questionnaire, at=clock.now())
    is_given = has_given(by, event)
    own = own_feedback(by, questionnaire) if is_given else None
    if not verdict or (is_given and own is None):
        # Thanked also when the time is over.
        return _shut(request, {**context, "is_given": is_given}, verdict.reason)
    answers = _answers(request, questionnaire, own)
    form = FeedbackForm(request.POST or None, initial={"version": own.version if own else None})
    conflict = None
    if request.method == "POST" and are_valid(form, answers):
        done = attempt_with(form, answers, lambda: _keep(event, form, answers, by, is_given=is_given))
        if done:
            messages.success(request, "Отзыв изменён." if is_given else "Отзыв отправлен.")
            return redirect(here)
        conflict = done.conflict
    context |= {"is_given": is_given, "conflict": conflict}
    return show_both(request, "events/feedback_answer.html", form, answers, context)


def _keep(event: Event, form: FeedbackForm, answers: AnswerForm, by: Actor, *, is_given: bool) -> Submission:
    at, values = clock.now(), answers.values
    if is_given:
        version = form.cleaned_data["version"] or 0
        return services.change_feedback(event.pk, expected_version=version, values=values, by=by, at=at)
    key = form.cleaned_data["submission_key"]
    return services.give_feedback(event.pk, values=values, submission_key=key, by=by, at=at)


def _answers(request: Request, questionnaire: Questionnaire, own: Submission | None) -> AnswerForm:
    made = answer_form(questionnaire, submission=own)
    return made(request.POST) if request.method == "POST" else made()


def _shut(request: Request, context: dict[str, object], reason: str) -> HttpResponse:
    status = 200 if request.method in ("GET", "HEAD") or context.get("is_given") else 422
    return render(request, "events/feedback_answer.html", {**context, "reason": reason}, status=status)


def _event_of(actor: Actor, event_id: int) -> Event:
    """The event, if the actor may open its page, or was there though nobody had asked her to register."""
    event = get_object_or_404(Event.objects.present().select_related("association__territory"), pk=event_id)
    if not can_give_feedback(actor, event) and not Event.objects.visible_to(actor).filter(pk=event_id).exists():
        raise Http404
    return event


def _path(event: Event) -> str:
    return reverse("events:feedback_answer", args=[event.pk])


def _address(event: Event) -> str:
    return urljoin(settings.SITE_URL, _path(event))


def _code(address: str, *, scale: int) -> str:
    return str(segno.make(address, error="m").svg_data_uri(scale=scale, border=2))
