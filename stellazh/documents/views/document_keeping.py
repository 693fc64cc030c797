"""What those who keep documents do to one: the card, its standing, its file, what it replaces."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.documents import services
from stellazh.documents.access import can_create_document, can_keep_document
from stellazh.documents.forms.documents import (
    DocumentForm,
    NewDocumentForm,
    ReplaceForm,
    StandingForm,
    UndoReplacementForm,
    VersionForm,
)
from stellazh.documents.models import Document, Replacement
from stellazh.documents.reads.document_list import DocumentFilters, narrowed
from stellazh.documents.reads.document_page import proposal_for
from stellazh.documents.services import Brought, refusals
from stellazh.documents.views.finding import kept_association, kept_document
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

_BOTH: Final = ["GET", "POST"]
# More than these are found by their words.
MOST_OFFERED: Final = 30


@require_http_methods(_BOTH)
def document_new(request: Request, code: str) -> HttpResponse:
    """A card, with its file or without."""
    association = kept_association(request, code, can_create_document)
    form = NewDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen, at = form.cleaned_data, clock.now()

        def deed() -> Document:
            made = services.create_document(
                association.pk,
                fields=form.document_fields,
                standing=form.standing,
                file=_brought(chosen["file"]),
                submission_key=chosen["submission_key"],
                by=request.actor,
                at=at,
            )
            if chosen["publishes"] and made.published_at is None:
                services.publish_document(made.pk, by=request.actor, at=at)
            return made

        done = attempt(form, deed, beside={refusals.TitleMissing: "title", refusals.FileTakenNowhere: "file"})
        if done and done.value is not None:
            messages.success(
                request,
                "Документ опубликован." if chosen["publishes"] else "Карточка готова. Её пока видите только вы.",
            )
            return redirect(done.value)
    return show_form(request, "documents/document_new.html", form, {"association": association})


@require_http_methods(_BOTH)
def document_edit(request: Request, document_id: int) -> HttpResponse:
    """The card; `?take=1` fills what the paper says and the card does not."""
    document = kept_document(request, document_id, can_keep_document)
    proposed = None
    if request.GET.get("take"):
        proposed = proposal_for(document, document.versions.newest_first().first())
    form = DocumentForm(request.POST or None, initial=DocumentForm.initial_of(document, proposed))
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.update_document(
                document.pk,
                expected_version=form.cleaned_data["expected_version"] or 0,
                fields=form.document_fields,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Карточка сохранена.")
            return redirect(document)
    context = {"document": document, "conflict": tried.conflict, "proposed": proposed}
    return show_form(request, "documents/document_edit.html", form, context)


@require_http_methods(_BOTH)
def document_status(request: Request, document_id: int) -> HttpResponse:
    """Whether it is to be followed."""
    document = kept_document(request, document_id, can_keep_document)
    initial = {
        "status": document.status,
        "in_force_on": document.in_force_on,
        "repealed_on": document.repealed_on,
        "expected_version": document.version,
    }
    form = StandingForm(request.POST or None, initial=initial)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        tried = attempt(
            form,
            lambda: services.change_status(
                document.pk,
                expected_version=form.cleaned_data["expected_version"],
                standing=form.standing,
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Состояние документа сохранено.")
            return redirect(document)
    context = {"document": document, "conflict": tried.conflict, "title": "Состояние документа", "submit": "Сохранить"}
    return show_form(request, "documents/document_form.html", form, context)


@require_http_methods(_BOTH)
def version_add(request: Request, document_id: int) -> HttpResponse:
    """Another file in the document's place."""
    document = kept_document(request, document_id, can_keep_document)
    is_first = not document.version_count
    form = VersionForm(
        request.POST or None, request.FILES or None, is_first=is_first, initial={"after": document.version_count}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        done = attempt(
            form,
            lambda: services.add_version(
                document.pk,
                file=Brought(chosen["file"].name, chosen["file"].file),
                what_changed=chosen.get("what_changed", ""),
                after=chosen["after"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={
                refusals.FileTakenNowhere: "file",
                refusals.SameFileAgain: "file",
                refusals.WhatChangedMissing: "what_changed",
            },
        )
        if done and done.value is not None:
            messages.success(request, f"Добавлена версия {done.value.number}. Через минуту страница покажет её текст.")
            return redirect(document)
    title = "Добавить файл" if is_first else "Новая версия"
    context = {"document": document, "title": title, "submit": "Добавить", "previous": not is_first}
    return show_form(request, "documents/document_form.html", form, context)


@require_http_methods(_BOTH)
def document_replace(request: Request, document_id: int) -> HttpResponse:
    """Say which documents it took the place of."""
    document = kept_document(request, document_id, can_keep_document)
    words = request.GET.get("q", "")[:100]
    offered = _replaceable(request, document, words)
    form = ReplaceForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        done = attempt(
            form,
            lambda: services.replace_documents(
                document.pk,
                [one.pk for one in chosen["older"]],
                is_repealing=chosen["is_repealing"],
                repealed_on=chosen["repealed_on"],
                note=chosen["note"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Замена отмечена.")
            return redirect(document)
    context = {"document": document, "words": words, "has_offered": bool(offered), "most": MOST_OFFERED}
    return show_form(request, "documents/document_replace.html", form, context)


@require_http_methods(_BOTH)
def replacement_undo(request: Request, replacement_id: int) -> HttpResponse:
    """Take a replacement back."""
    replacement = get_object_or_404(Replacement.objects.select_related("older"), pk=replacement_id)
    document = kept_document(request, replacement.newer_id, can_keep_document)
    form = UndoReplacementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.remove_replacement(
                replacement.pk, is_restoring=form.cleaned_data["is_restoring"], by=request.actor, at=clock.now()
            ),
        )
        if done:
            messages.success(request, "Замена отменена.")
            return redirect(document)
    page = {
        "title": "Отменить замену",
        "text": f"Документ «{document.title}» больше не будет считаться заменой для «{replacement.older.title}».",
        "submit": "Отменить замену",
        "cancel": document.get_absolute_url(),
        "document": document,
    }
    return show_form(request, "documents/document_confirm.html", form, page)


def _replaceable(request: Request, document: Document, words: str) -> list[Document]:
    """Documents of the association that it may replace; sent choices are looked up among all."""
    rows = Document.objects.keepable_by(request.actor).filter(association=document.association)
    rows = rows.exclude(pk=document.pk).exclude(replacements_by__newer=document)
    if request.method == "POST":
        sent = [int(key) for key in request.POST.getlist("older") if key.isdecimal() and len(key) < 19]
        return list(rows.present().filter(pk__in=sent)[:MOST_OFFERED])
    found = narrowed(rows, DocumentFilters(words=words, status="all"))
    return list(found.in_order()[:MOST_OFFERED])


def _brought(file: Any) -> Brought | None:
    return Brought(file.name, file.file) if file is not None else None
