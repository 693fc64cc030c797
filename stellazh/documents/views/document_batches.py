"""Many documents at once: files brought together, one deed for those marked in the list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.documents import services
from stellazh.documents.access import can_create_document
from stellazh.documents.forms.documents import BatchForm, BulkForm
from stellazh.documents.models import Document
from stellazh.documents.services import DEEDS, Brought
from stellazh.documents.views.finding import kept_association
from stellazh.ui.attempts import attempt, show_form

# The page that asks sends it; the list does not.
SURE = "sure"


@require_http_methods(["GET", "POST"])
def document_batch(request: Request, code: str) -> HttpResponse:
    """Several files, each a draft card of its own."""
    association = kept_association(request, code, can_create_document)
    form = BatchForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        done = attempt(
            form,
            lambda: services.add_batch(
                association.pk,
                [Brought(one.name, one.file) for one in chosen["papers"]],
                source=chosen["source"],
                audience=chosen["audience"],
                submission_key=chosen["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done and done.value is not None:
            context = {"association": association, "batch": done.value}
            return render(request, "documents/document_batch_done.html", context)
    return show_form(request, "documents/document_batch.html", form, {"association": association})


@require_POST
def document_bulk(request: Request, code: str) -> HttpResponse:
    """One deed for those marked in the list: asks first, then does it to each and says what was left."""
    association = kept_association(request, code, can_create_document)
    here = Document.objects.keepable_by(request.actor).filter(association=association)
    sent = [int(key) for key in request.POST.getlist("ids") if key.isdecimal() and len(key) < 19]
    documents = list(here.filter(pk__in=sent).in_order())
    back = reverse("documents:association_documents", args=[association.code])
    form = BulkForm(request.POST)
    if not documents or not form.is_valid():
        messages.warning(request, "Отметьте документы в списке и выберите, что с ними сделать.")
        return redirect(back)
    chosen = form.cleaned_data
    deed = DEEDS[chosen["deed"]]
    if SURE not in request.POST:
        page = {"association": association, "documents": documents, "deed": deed, "code": chosen["deed"], "back": back}
        return render(request, "documents/document_bulk.html", page)
    result = services.do_to_many(chosen["deed"], [one.pk for one in documents], by=request.actor, at=clock.now())
    if result.done_count:
        messages.success(request, f"{deed.done}: {result.done_count}.")
    for title, why in result.left:
        messages.warning(request, f"«{title}»: {why}")
    return redirect(back)
