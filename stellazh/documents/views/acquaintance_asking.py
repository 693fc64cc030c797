"""Asking people to read: whom, how many that is, sent; and asking again after a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree, whole_number
from stellazh.common.requests import Request
from stellazh.documents import access
from stellazh.documents.forms.acquaintance import AgainForm, AskForm
from stellazh.documents.models import AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_people import associations_below, choose, choose_again, people_to_ask
from stellazh.documents.services import acquaintance as services
from stellazh.documents.services.acquaintance_refusals import DuePassed
from stellazh.people.models import Person, PersonQuerySet
from stellazh.russian.collation import fold
from stellazh.ui.attempts import attempt, show_form

_BOTH: Final = ["GET", "POST"]
_BESIDE: Final[Mapping[type[DomainError], str]] = {DuePassed: "due_on"}
_MOST_FOUND: Final = 20
FIND, SEND, BACK = "find", "send", "back"


@require_http_methods(_BOTH)
def sheet_ask(request: Request, document_id: int) -> HttpResponse:
    """Choose whom to ask, look how many that is, send. The same form goes from step to step; the first is a GET."""
    document = _document(request, document_id)
    at = clock.now()
    query = request.POST.get("q", "").strip()
    people = _offered(document, request.POST.getlist("people"), query, at.date())
    is_sent = request.method == "POST"
    form = AskForm(request.POST if is_sent else None, below=associations_below(document), people=people)
    context: dict[str, Any] = {"document": document, "found_nobody": bool(query) and not people}
    if not is_sent or FIND in request.POST or BACK in request.POST:
        # Looking for somebody is no attempt to send: nothing is wrong yet.
        form = AskForm(initial=_typed(form), below=associations_below(document), people=people)
        return render(request, "documents/sheet_ask.html", {**context, "form": form})
    if not form.is_valid():
        return show_form(request, "documents/sheet_ask.html", form, context)
    choice = choose(document, form.addressees(), at=at)
    if SEND in request.POST:
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.ask_acquaintance(
                document.pk,
                addressees=form.addressees(),
                request=data["request"],
                due_on=data["due_on"],
                submission_key=data["submission_key"],
                by=request.actor,
                at=at,
            ),
            beside=_BESIDE,
        )
        if done and done.value is not None:
            messages.success(request, f"Спрошено: {_people(done.value.rows.count())}. Письма уходят.")
            return redirect(done.value)
        return show_form(request, "documents/sheet_ask.html", form, context)
    if not choice.count:
        words = "Всех, кого вы выбрали, уже просили прочесть эту версию." if choice.known_count else "Выберите, кому."
        form.add_error(None, words)
        return show_form(request, "documents/sheet_ask.html", form, context)
    return render(request, "documents/sheet_preview.html", {**context, "form": form, "choice": choice})


@require_http_methods(_BOTH)
def sheet_again(request: Request, sheet_id: int) -> HttpResponse:
    """Ask those who have read an older version to read the present one."""
    rows = AcquaintanceSheet.objects.visible_to(request.actor).select_related("document__association__territory")
    sheet = get_object_or_404(rows, pk=sheet_id)
    if not access.can_ask_acquaintance(request.actor, sheet.document):
        raise Http404
    choice = choose_again(services.to_ask_again(sheet.pk))
    form = AgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.ask_again(
                sheet.pk,
                request=data["request"],
                due_on=data["due_on"],
                submission_key=data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside=_BESIDE,
        )
        if done and done.value is not None:
            messages.success(request, f"Спрошено снова: {_people(done.value.rows.count())}. Письма уходят.")
            return redirect(done.value)
    return show_form(request, "documents/sheet_again.html", form, {"sheet": sheet, "choice": choice})


def _document(request: Request, document_id: int) -> Document:
    rows = Document.objects.visible_to(request.actor).select_related("association__territory")
    document = get_object_or_404(rows, pk=document_id)
    if not access.can_ask_acquaintance(request.actor, document):
        raise Http404
    return document


def _offered(document: Document, chosen: list[str], query: str, on: Any) -> list[Person]:
    """Those marked already, and those whose family name begins as typed."""
    people: PersonQuerySet = people_to_ask(document, on=on)  # type: ignore[assignment]
    keys = [key for key in map(whole_number, chosen) if key is not None]
    offered = list(people.filter(pk__in=keys).in_order()) if keys else []
    if query:
        found = people.filter(name_key__startswith=fold(query)).exclude(pk__in=keys).in_order()
        offered += list(found[:_MOST_FOUND])
    return offered


def _typed(form: AskForm) -> dict[str, Any]:
    """What stands in the form now, for showing it again without judging it."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _people(count: int) -> str:
    return f"{count} {agree(count, 'человек', 'человека', 'человек')}"
