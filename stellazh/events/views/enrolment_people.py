"""Registering and inviting other people: a head her own members, the organiser anybody of her lists, and guests."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.events.access.enrolments import can_invite, can_offer_others, keeps_a_list
from stellazh.events.access.events import can_manage_enrolments
from stellazh.events.enrolment_questions import ENROLMENT_USE, questionnaire_of
from stellazh.events.forms.enrolments import GuestByHandForm, InviteForm, OthersForm, PeopleSearchForm
from stellazh.events.forms.keys import row_keys
from stellazh.events.models import Event
from stellazh.events.reads.enrolments import candidates_in_lists, find_candidates
from stellazh.events.reads.enrolments.people import associations_to_invite
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments.inviting import AT_ONCE, INVITE, members_of
from stellazh.events.tabs import tabs_for
from stellazh.events.views.finding import managed_event, visible_event
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.questionnaires.services import create_questionnaire
from stellazh.ui.attempts import attempt, show_form

TAB = "enrolments"
# A longer list of one's own members is searched.
SEARCHED = 20


@require_http_methods(["GET", "POST"])
def enrol_others(request: Request, event_id: int) -> HttpResponse:
    """A head registers members of her own lists; each of them is told who did it."""
    event = visible_event(request, event_id)
    at = clock.now()
    verdict = can_offer_others(request.actor, event, at=at)
    if not keeps_a_list(request.actor):
        raise Http404
    search = PeopleSearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    today = clock.today(event.association.time_zone)
    candidates = candidates_in_lists(request.actor, event, query=query, on=today)
    offered = [one.person_id for one in candidates if one.may_enrol] if verdict else []
    form = OthersForm(event, offered, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: enrolments.enrol_others(
                event.pk,
                person_ids=form.cleaned_data["people"],
                coming_as=form.way,
                by=request.actor,
                at=at,
            ),
        )
        if done.value is not None:
            messages.success(request, _enrolled_words(done.value))
            return redirect("events:enrol_others", event.pk)
    context = {"event": event, "candidates": candidates, "verdict": verdict, "chosen": _chosen(request)}
    context |= {"query": query, "is_long": bool(query) or len(candidates) > SEARCHED}
    return show_form(request, "events/enrol_others.html", form, context)


@require_http_methods(["GET", "POST"])
def enrolment_add(request: Request, event_id: int) -> HttpResponse:
    """The organiser registers or invites people by hand: a search in the lists she reads, then a choice."""
    event = managed_event(request, event_id, can_manage_enrolments)
    at = clock.now()
    search = PeopleSearchForm(request.GET)
    query = search.cleaned_data["q"] if search.is_valid() else ""
    today = clock.today(event.association.time_zone)
    candidates = find_candidates(request.actor, event, query=query, on=today)
    offered = [one.person_id for one in candidates]
    invites = request.method == "POST" and request.POST.get("deed") == "invite"
    data = request.POST if request.method == "POST" else None
    form = OthersForm(event, offered, data, asks_coming=not invites)
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["people"]
        done = attempt(
            form,
            lambda: (
                enrolments.invite_people(event.pk, person_ids=people, by=request.actor, at=at)
                if invites
                else enrolments.enrol_others(event.pk, person_ids=people, coming_as=form.way, by=request.actor, at=at)
            ),
        )
        if done.value is not None:
            value = done.value
            words = _invited_words(value) if isinstance(value, int) else _enrolled_words(value)
            messages.success(request, words)
            return redirect("events:enrolment_list", event.pk)
    context = {
        "event": event,
        "tabs": tabs_for(request.actor, event, TAB),
        "candidates": candidates,
        "query": query,
        "chosen": _chosen(request),
        "may_invite": can_invite(request.actor, event),
    }
    return show_form(request, "events/enrolment_add.html", form, context)


@require_http_methods(["GET", "POST"])
def enrolment_add_guest(request: Request, event_id: int) -> HttpResponse:
    """The organiser enters a guest whose consent lies on paper."""
    event = managed_event(request, event_id, can_manage_enrolments)
    form = GuestByHandForm(event, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: enrolments.add_guest(
                event.pk,
                fields=form.guest,
                coming_as=str(form.cleaned_data.get("coming_as") or ""),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={enrolments.AlreadyEnrolled: "email", enrolments.ComingAsUnknown: "coming_as"},
        )
        if done.value is not None:
            messages.success(request, f"{done.value.name}: {done.value.get_state_display()}.")
            return redirect("events:enrolment_list", event.pk)
    context = {"event": event, "tabs": tabs_for(request.actor, event, TAB)}
    return show_form(request, "events/enrolment_add_guest.html", form, context)


@require_http_methods(["GET", "POST"])
def enrolment_invite(request: Request, event_id: int) -> HttpResponse:
    """Invite whole lists of members: a few at once, many as a job with progress."""
    event = managed_event(request, event_id, can_manage_enrolments)
    verdict, at = can_invite(request.actor, event), clock.now()
    associations = associations_to_invite(request.actor)
    initial = {"associations": [event.association_id], "is_below": True}
    form = InviteForm(associations, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen, is_below = list(form.cleaned_data["associations"]), form.cleaned_data["is_below"]
        count = len(members_of(chosen, is_below=is_below, at=at))
        if verdict and count > AT_ONCE:
            return redirect(_invite_later(request, event, chosen, is_below=is_below))
        done = attempt(
            form,
            lambda: enrolments.invite_members(
                event.pk, association_ids=[one.pk for one in chosen], is_below=is_below, by=request.actor, at=at
            ),
        )
        if done:
            messages.success(request, _invited_words(done.value or 0))
            return redirect("events:enrolment_list", event.pk)
    context = {"event": event, "tabs": tabs_for(request.actor, event, TAB), "verdict": verdict}
    return show_form(request, "events/enrolment_invite.html", form, context)


@require_http_methods(["GET", "POST"])
def enrolment_questions(request: Request, event_id: int) -> HttpResponse:
    """The questions asked besides the card: to their page, or beginning them."""
    event = managed_event(request, event_id, can_manage_enrolments)
    found = questionnaire_of(event)
    if found is not None:
        return redirect(found)
    if request.method == "POST":
        made = create_questionnaire(
            ENROLMENT_USE,
            event.object_key,
            title=f"Вопросы при регистрации: {event.title}"[:200],
            by=request.actor,
            at=clock.now(),
        )
        return redirect(made)
    context = {
        "title": "Спросить о чём-то при регистрации?",
        "text": "Имя, школу и муниципалитет система знает из карточки. Здесь добавляют своё: секцию с числом мест, "
        "тему выступления, файл с тезисами, согласие на съёмку.",
        "submit": "Составить вопросы",
        "cancel": reverse("events:enrolment_list", args=[event.pk]),
    }
    return render(request, "ui/confirm.html", context)


def _invite_later(request: Request, event: Event, associations: list[Association], *, is_below: bool) -> Job:
    ids = [one.pk for one in associations]
    return enqueue(
        INVITE,
        {"event_id": event.pk, "association_ids": ids, "is_below": is_below},
        by=request.actor,
        at=clock.now(),
        scope=event.association.path,
        key=f"{INVITE}:{event.pk}",
    )


def _chosen(request: Request) -> set[int]:
    """Whom the refused form had marked."""
    return set(row_keys(request.POST.getlist("people")))


def _enrolled_words(done: enrolments.EnrolledOthers) -> str:
    count = len(done.made)
    words = [f"Зарегистрировано: {count} {agree(count, 'человек', 'человека', 'человек')}. Им отправлены сообщения."]
    if done.passed:
        words.append(f"Уже были зарегистрированы или отклонены: {len(done.passed)}.")
    return " ".join(words)


def _invited_words(count: int) -> str:
    if not count:
        return "Все они уже приглашены или зарегистрированы."
    return f"Приглашено: {count} {agree(count, 'человек', 'человека', 'человек')}."
