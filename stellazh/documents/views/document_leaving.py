"""A document goes to its readers and from them: published, taken back, put away, brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from stellazh.associations.access import can
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.documents import services
from stellazh.documents.access import can_keep_document
from stellazh.documents.forms.leaving import LeavingForm, WithdrawForm
from stellazh.documents.models import Document
from stellazh.documents.views.finding import KEEP, demand, kept_document, visible_document
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.confirming import is_still_asked

_BOTH: Final = ["GET", "POST"]


@require_http_methods(_BOTH)
def document_publish(request: Request, document_id: int) -> HttpResponse:
    """Show it to its readers, or take it from them."""
    document = kept_document(request, document_id, can_keep_document)
    if document.published_at is None:
        page = {
            "title": "Опубликовать документ",
            "text": f"Документ станет виден: {document.get_audience_display()}.",
            "submit": "Опубликовать",
        }
        return _ask(request, document, page, services.publish_document, "Документ опубликован.")
    form = WithdrawForm(_sent(request), document=document)
    asked: dict[str, Any] = {
        "title": "Снять с публикации",
        "text": "Читатели больше не увидят документ и его файлы. Вы и те, кто ведёт документы, увидите их по-прежнему.",
        "waited": form.asked,
        "submit": "Снять с публикации",
    }

    def deed(document_id: int, **who: Any) -> Document:
        return services.unpublish_document(document_id, told=form.told_sheets, closes=form.closes, **who)

    return _ask(request, document, asked, deed, "Документ снят с публикации.", form=form)


@require_http_methods(_BOTH)
def document_archive(request: Request, document_id: int) -> HttpResponse:
    """Put it away, or bring it back."""
    document = visible_document(request, document_id)
    demand(can(request.actor, KEEP, document.association))
    if document.archived_at is not None:
        page = {
            "title": "Вернуть из архива",
            "text": "Документ вернётся в список таким, каким был.",
            "submit": "Вернуть из архива",
        }
        return _ask(request, document, page, services.restore_document, "Документ возвращён из архива.")
    form = LeavingForm(_sent(request), document=document)
    asked: dict[str, Any] = {
        "title": "Убрать в архив",
        "text": "Документ исчезнет из списков и перестанет открываться читателям. Вернуть его можно в любой день. "
        "Если документ просто устарел, отметьте лучше, что он утратил силу: тогда его ещё найдут.",
        "waited": form.asked,
        "closes": True,
        "submit": "Убрать в архив",
    }

    def deed(document_id: int, **who: Any) -> Document:
        return services.archive_document(document_id, told=form.told_sheets, **who)

    return _ask(request, document, asked, deed, "Документ в архиве.", form=form)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _ask(
    request: Request,
    document: Document,
    page: dict[str, Any],
    deed: Callable[..., Document],
    done_words: str,
    *,
    form: forms.Form | None = None,
) -> HttpResponse:
    asked = form if form is not None else forms.Form(_sent(request))
    if request.method == "POST":
        if not is_still_asked(request, page["submit"]):
            # The first of two clicks has done it already.
            return redirect(document)
        if asked.is_valid() and attempt(asked, lambda: deed(document.pk, by=request.actor, at=clock.now())):
            messages.success(request, done_words)
            return redirect(document)
    context = {"document": document, "cancel": document.get_absolute_url(), **page}
    return show_form(request, "documents/document_confirm.html", asked, context)
