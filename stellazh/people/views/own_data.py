"""«Мои данные»: what was agreed to, who looked, taking everything out, and leaving for good."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.people.confirmation import code_required, confirmation_required
from stellazh.people.consent_reads import consents_of
from stellazh.people.devices import place_of
from stellazh.people.enums import PUBLISHED_NAME, ConsentPurpose, DataRequestKind
from stellazh.people.forms import ConsentForm, ErasureForm, PublishNameForm
from stellazh.people.models import CardLook, ConsentText, DataRequest, Person
from stellazh.people.published import label_of
from stellazh.people.services import consents, erasure
from stellazh.people.services.accounts import check_own_password
from stellazh.people.services.own_data import ask_for_archive
from stellazh.people.views.me import me
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.redirects import safe_next

PAGE_LENGTH = 50
ERASURE = "erasure"


@never_cache
@require_GET
def own_data(request: Request) -> HttpResponse:
    """Everything about one's own data on one page."""
    person, at = me(request), clock.now()
    given = consents_of(person)
    context = {
        "person": person,
        "waiting": consents.asks_for_consent(person),
        "in_force": [row for row in given if row.is_in_force],
        "withdrawn": [row for row in given if not row.is_in_force],
        "names_me": any(row.is_in_force and row.subject == PUBLISHED_NAME for row in given),
        "look_days": CardLook.objects.filter(person=person).newest_first()[:5],
        "archives": DataRequest.objects.archives().filter(person=person, expires_at__gt=at).select_related("file"),
    }
    return render(request, "people/own_data.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def consent_read(request: Request, purpose: str) -> HttpResponse:
    """The consent as a document of its own: to agree to, to put off, or to say no to."""
    person = me(request)
    if purpose != ConsentPurpose.PROCESSING:
        raise Http404
    text = _current(purpose)
    form = ConsentForm(request.POST if request.method == "POST" else None, initial={"text": text.pk})
    back = safe_next(request, resolve_url("people:own_data"))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: consents.give_consent(
                person.pk, text_id=form.cleaned_data["text"], place=place_of(request), by=person, at=clock.now()
            ),
        )
        if done:
            messages.success(request, "Согласие записано. Отозвать его можно в любой день на странице «Мои данные».")
            return redirect(back)
    return show_form(request, "people/consent_read.html", form, {"text": text, "next": back})


@never_cache
@require_GET
def consent_declined(request: Request) -> HttpResponse:
    """What follows from «нет»: nothing at once; the data can be erased, or the answer put off."""
    return render(request, "people/consent_declined.html", {"person": me(request)})


@never_cache
@require_http_methods(["GET", "POST"])
def name_publish(request: Request) -> HttpResponse:
    """Let everybody see one's name, by a consent of its own."""
    person = me(request)
    text = _current(ConsentPurpose.DISTRIBUTION)
    form = PublishNameForm(request.POST if request.method == "POST" else None, initial={"text": text.pk})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: consents.give_consent(
                person.pk,
                text_id=form.cleaned_data["text"],
                subjects=[PUBLISHED_NAME],
                place=place_of(request),
                by=person,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Согласие записано: ваше имя видно на открытых страницах.")
            return redirect("people:own_data")
    return show_form(request, "people/name_publish.html", form, {"text": text})


@never_cache
@require_http_methods(["GET", "POST"])
def consent_withdraw(request: Request, purpose: str, subject: str = "") -> HttpResponse:
    """Withdraw a consent, or that for one published field, after the consequences are told."""
    person = me(request)
    mine = [row for row in consents_of(person) if row.is_in_force and row.purpose == purpose]
    if not any(subject in ("", row.subject) for row in mine):
        raise Http404
    if request.method == "POST":
        consents.withdraw_own_consents(
            person.pk,
            purpose=purpose,
            subjects=[subject] if subject else None,
            place=place_of(request),
            by=person,
            at=clock.now(),
        )
        messages.success(request, "Согласие отозвано.")
        is_processing = purpose == ConsentPurpose.PROCESSING
        return redirect("people:consent_declined" if is_processing else "people:own_data")
    context = {
        "is_processing": purpose == ConsentPurpose.PROCESSING,
        "subject_label": label_of(subject),
        "labels": [row.subject_label for row in mine if row.subject],
    }
    return render(request, "people/consent_withdraw.html", context)


@never_cache
@require_GET
def look_list(request: Request) -> HttpResponse:
    """Who looked at one's card, day by day."""
    looks = CardLook.objects.filter(person=me(request)).newest_first()
    page = Paginator(looks, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "people/look_list.html", {"page": page})


@code_required
@require_POST
def archive_ask(request: Request) -> HttpResponse:
    """Have one's data put into an archive; its page follows the work."""
    person = me(request)
    _, job = ask_for_archive(person.pk, place=place_of(request), by=person, at=clock.now())
    return redirect(job)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def own_erase(request: Request) -> HttpResponse:
    """What would go, what would stay and why; then, by a word and the password, it is done for good."""
    if me(request).has_usable_password():
        return code_required(_own_erase)(request)
    return confirmation_required(_own_erase)(request)


def _own_erase(request: Request) -> HttpResponse:
    person, at = me(request), clock.now()
    form = ErasureForm(request.POST if request.method == "POST" else None, has_password=person.has_usable_password())
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _check_password(person, form, at)):
        done = attempt(form, lambda: erasure.erase_person(person.pk, by=person, at=at))
        if done.value is not None:
            logout(request)
            request.session[ERASURE] = done.value.pk
            return redirect("people:own_erased")
    context = {
        "report": erasure.look_ahead(person.pk, by=person, at=at),
        "journal": erasure.JOURNAL,
        "reasons": erasure.why_not_yet(person, at=at),
        "person": person,
    }
    return show_form(request, "people/own_erase.html", form, context)


def _check_password(person: Person, form: ErasureForm, at: datetime) -> None:
    if "password" in form.fields:
        check_own_password(person.pk, password=form.cleaned_data["password"], by=person, at=at)


def _current(purpose: str) -> ConsentText:
    """The text in force; 404 before the first one."""
    try:
        return consents.current_text(purpose)
    except consents.NoConsentText as none:
        raise Http404 from none


@login_not_required
@never_cache
@require_GET
def own_erased(request: Request) -> HttpResponse:
    """The last page: what went, what stayed and why."""
    done = DataRequest.objects.filter(kind=DataRequestKind.ERASURE)
    erased = get_object_or_404(done, pk=request.session.get(ERASURE))
    return render(request, "people/own_erased.html", {"report": erased.report})
