"""Files of a resolution: the text and the closing, Word and PDF."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.files.media_types import DOCX
from stellazh.files.sending import send_file
from stellazh.protocols.access import can_close_resolution, can_read_resolution_text
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.models import Resolution
from stellazh.protocols.papers.resolution_word import closing_docx, closing_pdf, text_docx, text_pdf
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.views.finding import visible_resolution
from stellazh.ui.downloads import download

PDF = "application/pdf"


@require_GET
def resolution_word(request: Request, resolution_id: int) -> HttpResponseBase:
    """The adopted text as it was kept; of a draft one made now."""
    resolution = _readable(request, resolution_id)
    if resolution.adopted_file is not None:
        return send_file(request, resolution.adopted_file)
    content = resolution_content(resolution)
    return download(text_docx(content, made_on=_today(resolution)), "Проект резолюции.docx", DOCX)


@require_GET
def resolution_pdf(request: Request, resolution_id: int) -> HttpResponse:
    """The text as PDF."""
    resolution = _readable(request, resolution_id)
    content = resolution_content(resolution)
    day = resolution.adopted_on or _today(resolution)
    name = "Резолюция.pdf" if resolution.is_binding else "Проект резолюции.pdf"
    return download(text_pdf(content, made_on=day), name, PDF)


@require_GET
def resolution_closing_word(request: Request, resolution_id: int) -> HttpResponseBase:
    """«О выполнении резолюции» as it was kept; before the end a draft for those who close it."""
    resolution = _closing(request, resolution_id)
    if resolution.closing_file is not None:
        return send_file(request, resolution.closing_file)
    content = resolution_content(resolution)
    return download(closing_docx(content, made_on=_today(resolution)), "О выполнении резолюции, проект.docx", DOCX)


@require_GET
def resolution_closing_pdf(request: Request, resolution_id: int) -> HttpResponse:
    """The same as PDF."""
    resolution = _closing(request, resolution_id)
    content = resolution_content(resolution)
    day = resolution.closed_on or _today(resolution)
    return download(closing_pdf(content, made_on=day), "О выполнении резолюции.pdf", PDF)


def _readable(request: Request, resolution_id: int) -> Resolution:
    resolution = visible_resolution(request, resolution_id)
    if not can_read_resolution_text(request.actor, resolution):
        raise Http404
    return resolution


def _closing(request: Request, resolution_id: int) -> Resolution:
    resolution = visible_resolution(request, resolution_id)
    if resolution.status == ResolutionStatus.CLOSED:
        return resolution
    if resolution.status != ResolutionStatus.ADOPTED or not can_close_resolution(request.actor, resolution):
        raise Http404
    return resolution


def _today(resolution: Resolution) -> date:
    return clock.today(resolution.association.time_zone)
