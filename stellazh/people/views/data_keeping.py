"""The policy for everybody; texts of consents and erasing by request for whoever keeps the installation."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.people import access
from stellazh.people.consent_reads import editions
from stellazh.people.consent_texts import default_text, operator_in_words
from stellazh.people.enums import ConsentPurpose
from stellazh.people.forms import ConsentTextForm, ErasureForm, FindPersonForm
from stellazh.people.models import ConsentText, Person
from stellazh.people.retention import retention_rules
from stellazh.people.services import consents, erasure
from stellazh.russian.collation import fold
from stellazh.ui.attempts import attempt, show_form

PAGE_LENGTH = 50


@login_not_required
@require_GET
def privacy(request: Request) -> HttpResponse:
    """Who handles personal data here, what for, which, how long, and what a person may ask."""
    context = {
        "operator": operator_in_words(),
        "rules": list(retention_rules),
        "editions": editions(),
    }
    return render(request, "people/privacy.html", context)


@require_GET
def text_list(request: Request) -> HttpResponse:
    """Every edition of the texts of consents."""
    if not access.can_publish_texts(request.actor):
        raise Http404
    context = {"editions": editions(), "operator": operator_in_words(), "is_named": bool(settings.DATA_OPERATOR)}
    return render(request, "people/text_list.html", context)


@require_http_methods(["GET", "POST"])
def text_publish(request: Request, purpose: str) -> HttpResponse:
    """Put a new edition into force."""
    if purpose not in ConsentPurpose.values or not access.can_publish_texts(request.actor):
        raise Http404
    latest = ConsentText.objects.filter(purpose=purpose).newest_first().first()
    first = default_text(purpose)
    initial = {"title": latest.title if latest else first.title, "text": latest.text if latest else first.text}
    form = ConsentTextForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: consents.publish_text(
                purpose, title=data["title"], text=data["text"], by=request.actor, at=clock.now()
            ),
        )
        if done and done.value is not None:
            messages.success(request, f"Действует редакция {done.value.number}. Людей спросят о ней на их столе.")
            return redirect("personal:text_list")
    return show_form(request, "people/text_publish.html", form, {"purpose": ConsentPurpose(purpose), "latest": latest})


@require_GET
def erasure_list(request: Request) -> HttpResponse:
    """People who took back their consent to processing and wait to be erased; others by their family names."""
    if not access.can_erase(request.actor, Person()):
        raise Http404
    form = FindPersonForm(request.GET)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    found = Person.objects.present().filter(name_key__startswith=fold(name)).in_order()
    page = Paginator(found if name else erasure.waiting_for_erasure(), PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "people/erasure_list.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def person_erase(request: Request, person_id: int) -> HttpResponse:
    """Erase somebody's data by a written request, or because the consent was withdrawn."""
    if not access.can_erase(request.actor, Person()):
        raise Http404
    at = clock.now()
    person = get_object_or_404(Person.objects.exclude(pk__in=erasure.erased_ids()), pk=person_id)
    form: forms.Form = ErasureForm(request.POST if request.method == "POST" else None, has_password=False)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: erasure.erase_person(person.pk, by=request.actor, at=at))
        if done:
            messages.success(request, "Данные удалены. Человеку отправлено письмо о том, что осталось и почему.")
            return redirect("personal:erasure_list")
    context = {
        "person": person,
        "report": erasure.look_ahead(person.pk, by=request.actor, at=at),
        "journal": erasure.JOURNAL,
        "reasons": erasure.why_not_yet(person, at=at),
    }
    return show_form(request, "people/person_erase.html", form, context)
