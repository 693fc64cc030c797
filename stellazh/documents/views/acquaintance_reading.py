"""One's own side of sheets: what I was asked to read, and my word that I have. Signed in, or by the personal link.

No GET changes anything: mail scanners open links, browsers open pages ahead. That a document lies open before somebody
is told by a POST of the page itself, so without scripts only the button tells it.
"""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from stellazh.common import clock
from stellazh.common.actor import LinkHolder
from stellazh.common.requests import Request
from stellazh.documents.access.acquaintance import ACKNOWLEDGE, can_acknowledge
from stellazh.documents.forms.acquaintance import AcknowledgeForm
from stellazh.documents.models import AcquaintanceRow, DocumentPage, DocumentVersion
from stellazh.documents.reads.acquaintance_own import own_rows
from stellazh.documents.reads.document_page import shown_version
from stellazh.documents.services.acquaintance_marks import acknowledge, note_opened
from stellazh.documents.views.secret_pages import secret_page
from stellazh.files.sending import send_file
from stellazh.links.services import holder, open_link
from stellazh.people.models import Person
from stellazh.ui.attempts import attempt

PAGE: Final = 50


@require_GET
def reading_list(request: Request) -> HttpResponse:
    """What I was asked to read, and what I have read."""
    page = Paginator(own_rows(_person(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/reading_list.html", {"page": page, "today": clock.today()})


@require_GET
def reading_print(request: Request) -> HttpResponse:
    """The same on paper: every document with the day on which I have read it."""
    person = _person(request)
    context = {"rows": own_rows(person), "person": person, "today": clock.today()}
    return render(request, "documents/reading_print.html", context)


@require_POST
def reading_opened(request: Request, row_id: int) -> HttpResponse:
    """Said by the open page itself: she has the document before her."""
    row = _own(request, row_id)
    attempt(forms.Form(), lambda: note_opened(row.pk, by=request.actor, at=clock.now()))
    return HttpResponse(status=204)


@require_POST
def reading_done(request: Request, row_id: int) -> HttpResponse:
    """«Отметить прочитанным»."""
    row = _own(request, row_id)
    form = AcknowledgeForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: acknowledge(row.pk, seen_version=form.cleaned_data["seen_version"], by=request.actor, at=clock.now()),
    ):
        messages.success(request, "Отмечено: вы ознакомились с документом.")
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())) or "Откройте документ заново.")
    return redirect(row.sheet.document)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge_by_link(request: Request, token: str) -> HttpResponse:
    """The document and one button, without signing in. The same answer, 410, for every link that opens nothing."""
    opened = _opened(token)
    if opened is None:
        return render(request, "documents/acknowledge_spent.html", status=410)
    row, actor = opened
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        if attempt(form, lambda: acknowledge(row.pk, seen_version=seen, by=actor, at=clock.now())):
            return redirect("documents:acknowledge_by_link", token=token)
    document = row.sheet.document
    shown = shown_version(document, document.version_count)
    # The pictures of pages have addresses behind the same link: by those of files a guest gets nothing.
    views = [
        {**view, "address": reverse("documents:acknowledge_page", args=[token, view["number"]])}
        for view in (shown.page_views if shown else ())
    ]
    context = {
        "row": row,
        "sheet": row.sheet,
        "document": document,
        "shown": shown,
        "page_views": views,
        "token": token,
        "form": form,
    }
    return render(request, "documents/acknowledge_by_link.html", context, status=422 if form.errors else 200)


@secret_page
@require_POST
def acknowledge_opened(request: Request, token: str) -> HttpResponse:
    """Said by the open page itself."""
    opened = _opened(token)
    if opened is None:
        return HttpResponse(status=410)
    row, actor = opened
    attempt(forms.Form(), lambda: note_opened(row.pk, by=actor, at=clock.now()))
    return HttpResponse(status=204)


@secret_page
@require_safe
def acknowledge_file(request: Request, token: str) -> HttpResponseBase:
    """The present file of the document, for the bearer of the link."""
    opened = _opened(token)
    if opened is None:
        raise Http404
    document = opened[0].sheet.document
    version = DocumentVersion.objects.select_related("file").get(document=document, number=document.version_count)
    return send_file(request, version.file)


@secret_page
@require_safe
def acknowledge_page(request: Request, token: str, number: int) -> HttpResponseBase:
    """The picture of a page of the present version, for the bearer of the link."""
    opened = _opened(token)
    if opened is None:
        raise Http404
    document = opened[0].sheet.document
    pages = DocumentPage.objects.filter(version__document=document, version__number=document.version_count)
    page = get_object_or_404(pages.select_related("picture"), number=number)
    return send_file(request, page.picture, as_attachment=False)


def _opened(token: str) -> tuple[AcquaintanceRow, LinkHolder] | None:
    """The row behind a live link, and who its bearer is."""
    link = open_link(token, ACKNOWLEDGE, at=clock.now())
    if link is None:
        return None
    rows = AcquaintanceRow.objects.select_related("sheet__document__association", "sheet__document_version", "person")
    row = rows.filter(pk=int(link.object_id), person__archived_at=None).first()
    if row is None or not can_acknowledge(holder(link), row):
        return None
    return row, holder(link)


def _person(request: Request) -> Person:
    if not isinstance(request.actor, Person):
        raise Http404
    return request.actor


def _own(request: Request, row_id: int) -> AcquaintanceRow:
    rows = AcquaintanceRow.objects.of_actor(request.actor).of_readable().select_related("sheet__document")
    return get_object_or_404(rows, pk=row_id)
