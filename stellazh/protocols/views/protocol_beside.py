"""Remarks to a protocol and files beside it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.enums import RemarkState
from stellazh.protocols.forms.life import AnswerForm, PaperForm, RemarkForm
from stellazh.protocols.models import ProtocolPaper, Remark
from stellazh.protocols.services.beside import add_paper, ready_paper, retire_paper
from stellazh.protocols.services.life import answer_remark, make_remark
from stellazh.protocols.services.refusals import TextTooLong
from stellazh.protocols.views.finding import demand, managed_protocol, visible_protocol
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form

_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
def remark_new(request: Request, protocol_id: int) -> HttpResponse:
    """One of those present asks for a change."""
    protocol = visible_protocol(request, protocol_id)
    demand(access.can_remark(request.actor, protocol))
    items = list(protocol.agenda.filter(archived_at=None))
    form = RemarkForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if attempt(
            form,
            lambda: make_remark(
                protocol.pk,
                text=chosen["text"],
                item_id=chosen["item"],
                submission_key=chosen["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={TextTooLong: "text"},
        ):
            messages.success(request, "Замечание отправлено тем, кто ведёт протокол.")
            return redirect(f"{protocol.get_absolute_url()}#remarks")
    return show_form(request, "protocols/remark_new.html", form, {"protocol": protocol})


@require_http_methods(_BOTH)
def remark_answer(request: Request, remark_id: int) -> HttpResponse:
    """Say what became of a remark."""
    remark = get_object_or_404(Remark.objects.select_related("item"), pk=remark_id)
    protocol = managed_protocol(request, remark.protocol_id, access.can_edit_protocol)
    stored = {"state": remark.state, "answer": remark.answer, "expected_version": remark.version}
    form = AnswerForm(request.POST or None, initial=stored)
    tried = NOT_TRIED
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        tried = attempt(
            form,
            lambda: answer_remark(
                remark.pk,
                state=RemarkState(chosen["state"]),
                answer=chosen["answer"],
                expected_version=chosen["expected_version"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if tried:
            messages.success(request, "Ответ записан, автор замечания его получит.")
            return redirect(f"{protocol.get_absolute_url()}#remarks")
    context = {"protocol": protocol, "remark": remark, "conflict": tried.conflict}
    return show_form(request, "protocols/remark_answer.html", form, context)


@require_http_methods(_BOTH)
def protocol_paper_add(request: Request, protocol_id: int) -> HttpResponse:
    """Bring an attachment of a draft; the scan or the file of a signature of a signed protocol."""
    protocol = managed_protocol(request, protocol_id, access.can_keep_papers)
    form = PaperForm(request.POST or None, request.FILES or None, protocol=protocol)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        brought = chosen["file"]

        def deed() -> ProtocolPaper:
            return add_paper(
                protocol.pk,
                ready_paper(form.paper_kind, name=brought.name, content=brought.file),
                title=chosen.get("title", ""),
                submission_key=chosen["submission_key"],
                by=request.actor,
                at=clock.now(),
            )

        if attempt(form, deed):
            messages.success(request, "Файл добавлен.")
            return redirect(f"{protocol.get_absolute_url()}#papers")
    return show_form(request, "protocols/protocol_paper_add.html", form, {"protocol": protocol})


@require_http_methods(_BOTH)
def protocol_paper_retire(request: Request, paper_id: int) -> HttpResponse:
    """Put a file away."""
    paper = get_object_or_404(ProtocolPaper, pk=paper_id)
    protocol = managed_protocol(request, paper.protocol_id, access.can_keep_papers)
    if paper.archived_at is not None and request.method == "GET":
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(form, lambda: retire_paper(paper.pk, by=request.actor, at=clock.now())):
        messages.success(request, "Файл убран.")
        return redirect(f"{protocol.get_absolute_url()}#papers")
    page = {
        "title": "Убрать файл",
        "text": f"«{paper.title}» не будет виден тем, кто читает протокол. Он останется в истории.",
        "submit": "Убрать",
        "cancel": protocol.get_absolute_url(),
    }
    return show_form(request, "protocols/protocol_confirm.html", form, {"protocol": protocol, **page})
