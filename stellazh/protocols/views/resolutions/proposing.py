"""Proposals: members make and support them, editors merge, take and decline them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.protocols import access
from stellazh.protocols.forms.resolutions import AnswerForm, MergeForm, ProposalForm, TakeForm
from stellazh.protocols.models import Proposal, Resolution
from stellazh.protocols.reads.resolutions.content import resolution_content
from stellazh.protocols.reads.resolutions.proposals import proposal_board
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.resolutions.refusals import SectionsThere
from stellazh.protocols.views.finding import demand, managed_resolution, visible_resolution
from stellazh.ui.attempts import attempt, show_form

_BOTH = ["GET", "POST"]


@require_http_methods(_BOTH)
def proposal_list(request: Request, resolution_id: int) -> HttpResponse:
    """What was proposed and how many support it; one's own goes in below."""
    resolution = visible_resolution(request, resolution_id)
    may_propose = access.can_propose(request.actor, resolution)
    form = ProposalForm(request.POST or None)
    if request.method == "POST":
        demand(may_propose)
        if form.is_valid() and attempt(
            form,
            lambda: services.propose(
                resolution.pk,
                addressee_class=form.cleaned_data["addressee_class"],
                text=form.cleaned_data["text"],
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
        ):
            messages.success(request, "Предложение внесено. Его видят участники, за него можно голосовать.")
            return redirect(_address(resolution))
    context = {
        "resolution": resolution,
        "board": proposal_board(resolution, request.actor),
        "may_propose": may_propose,
        "may_edit": access.can_edit_resolution(request.actor, resolution),
    }
    return show_form(request, "protocols/resolutions/proposal_list.html", form, context)


@require_http_methods(_BOTH)
def proposal_edit(request: Request, proposal_id: int) -> HttpResponse:
    """Word one's own proposal anew."""
    proposal, resolution = _own(request, proposal_id)
    initial = {
        "addressee_class": proposal.addressee_class,
        "text": proposal.text,
        "expected_version": proposal.version,
    }
    form = ProposalForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.change_proposal(
                proposal.pk,
                expected_version=form.cleaned_data["expected_version"] or 0,
                addressee_class=form.cleaned_data["addressee_class"],
                text=form.cleaned_data["text"],
                by=request.actor,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, "Сохранено.")
            return redirect(_address(resolution))
        conflict = done.conflict
    context = {"resolution": resolution, "conflict": conflict, "cancel": _address(resolution)}
    return show_form(request, "protocols/resolutions/proposal_edit.html", form, context)


@require_http_methods(_BOTH)
def proposal_withdraw(request: Request, proposal_id: int) -> HttpResponse:
    """Take one's own proposal back, after a question."""
    proposal, resolution = _own(request, proposal_id)
    if request.method == "POST":
        return _done(
            request,
            resolution,
            lambda: services.withdraw_proposal(proposal.pk, by=request.actor, at=clock.now()),
            "Предложение отозвано.",
        )
    context = {
        "title": "Отозвать предложение?",
        "text": proposal.text,
        "submit": "Отозвать",
        "danger": True,
        "cancel": _address(resolution),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def proposal_support(request: Request, proposal_id: int) -> HttpResponse:
    """Support a proposal, or take that back when `do` says so."""
    proposal, resolution = _found(request, proposal_id)
    demand(access.can_propose(request.actor, resolution))
    deed = services.unsupport if request.POST.get("do") == "unsupport" else services.support
    return _done(request, resolution, lambda: deed(proposal.pk, by=request.actor, at=clock.now()), "", proposal)


@require_http_methods(_BOTH)
def proposal_take(request: Request, proposal_id: int) -> HttpResponse:
    """Take a proposal into the draft. A draft without sections is offered the usual five first: `then=usual`."""
    proposal, resolution = _managed(request, proposal_id)
    if request.POST.get("then") == "usual":
        with suppress(SectionsThere):
            services.add_usual_sections(resolution.pk, by=request.actor, at=clock.now())
        return redirect("protocols:proposal_take", proposal_id=proposal.pk)
    content = resolution_content(resolution)
    same = [one for one in content.sections if one.section.addressee_class == proposal.addressee_class]
    initial = {"text": proposal.text, "place": f"section-{same[0].section.pk}" if same else ""}
    form = TakeForm(content.sections, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.take_proposal(
                proposal.pk, text=form.cleaned_data["text"], by=request.actor, at=clock.now(), **form.where
            ),
        )
        if done:
            messages.success(request, "Предложение вошло в проект. Тому, кто его внёс, сообщили.")
            return redirect(_address(resolution))
    context = {"resolution": resolution, "proposal": proposal, "content": content, "cancel": _address(resolution)}
    return show_form(request, "protocols/resolutions/proposal_take.html", form, context)


@require_http_methods(_BOTH)
def proposal_decline(request: Request, proposal_id: int) -> HttpResponse:
    """Leave a proposal out and say why."""
    proposal, resolution = _managed(request, proposal_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        done = attempt(
            form,
            lambda: services.decline_proposal(proposal.pk, answer=answer, by=request.actor, at=clock.now()),
        )
        if done:
            messages.success(request, "Ответ отправлен тому, кто внёс предложение.")
            return redirect(_address(resolution))
    context = {
        "title": "Не включать предложение?",
        "text": proposal.text,
        "submit": "Не включать",
        "cancel": _address(resolution),
    }
    return show_form(request, "ui/confirm.html", form, context)


@require_POST
def proposal_reconsider(request: Request, proposal_id: int) -> HttpResponse:
    """Open a declined proposal again."""
    proposal, resolution = _managed(request, proposal_id)
    return _done(
        request,
        resolution,
        lambda: services.reconsider_proposal(proposal.pk, by=request.actor, at=clock.now()),
        "Предложение снова на рассмотрении.",
    )


@require_http_methods(_BOTH)
def proposal_merge(request: Request, resolution_id: int) -> HttpResponse:
    """Of the ticked proposals one stays; the others go into it."""
    resolution = managed_resolution(request, resolution_id, access.can_edit_resolution)
    given = request.POST.get("ids", "").split(",") if request.method == "POST" else request.GET.getlist("proposal")
    keys = [int(one) for one in given if one.isascii() and one.isdecimal() and len(one) < 16]
    rows = list(resolution.proposals.filter(pk__in=keys))
    if len(rows) < 2:
        messages.info(request, "Отметьте хотя бы два предложения, которые говорят об одном.")
        return redirect(_address(resolution))
    form = MergeForm(request.POST or None, initial={"ids": ",".join(str(row.pk) for row in rows), "into": rows[0].pk})
    form.fields["into"].choices = [(row.pk, row.text) for row in rows]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        done = attempt(
            form,
            lambda: services.merge_proposals(
                into, other_ids=[row.pk for row in rows], by=request.actor, at=clock.now()
            ),
        )
        if done:
            messages.success(request, "Предложения объединены, голоса сложены.")
            return redirect(_address(resolution))
    context = {
        "title": "Объединить предложения",
        "text": "Голоса сложатся: кто внёс или поддержал остальные, тот поддержит и это. Авторам сообщим.",
        "submit": "Объединить",
        "cancel": _address(resolution),
    }
    return show_form(request, "ui/confirm.html", form, context)


def _done(
    request: Request,
    resolution: Resolution,
    deed: Callable[[], object],
    words: str,
    proposal: Proposal | None = None,
) -> HttpResponse:
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if words:
            messages.success(request, words)
    return redirect(f"{_address(resolution)}#proposal-{proposal.pk}" if proposal else _address(resolution))


def _address(resolution: Resolution) -> str:
    return reverse("protocols:proposal_list", args=[resolution.pk])


def _found(request: Request, proposal_id: int) -> tuple[Proposal, Resolution]:
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    return proposal, visible_resolution(request, proposal.resolution_id)


def _own(request: Request, proposal_id: int) -> tuple[Proposal, Resolution]:
    proposal, resolution = _found(request, proposal_id)
    if str(proposal.person_id) != request.actor.actor_id:
        raise Http404
    demand(access.can_propose(request.actor, resolution))
    return proposal, resolution


def _managed(request: Request, proposal_id: int) -> tuple[Proposal, Resolution]:
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    return proposal, managed_resolution(request, proposal.resolution_id, access.can_edit_resolution)
