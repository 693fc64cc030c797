"""Votes of a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.protocols import services
from stellazh.protocols.access import can_edit_protocol
from stellazh.protocols.enums import VoteMode
from stellazh.protocols.forms.decisions import NewRowForm
from stellazh.protocols.forms.votes import REMOVE, VoteForm
from stellazh.protocols.models import Protocol, Vote
from stellazh.protocols.reads.counting import headcount
from stellazh.protocols.reads.decision_blocks import vote_block, vote_words
from stellazh.protocols.services import VoteFields
from stellazh.protocols.services.votes import vote_fields
from stellazh.protocols.views.finding import managed_protocol
from stellazh.ui import autosaving
from stellazh.ui.attempts import attempt
from stellazh.ui.autosaving import Saved


@require_POST
def vote_add(request: Request, protocol_id: int) -> HttpResponse:
    """Begin with a unanimous vote; with htmx its block takes the place of the button."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    form = NewRowForm.sent(request.GET, request.POST)
    data = form.cleaned_data
    try:
        vote = begin_vote(
            request,
            protocol,
            item_id=None if data.get("decision") else data.get("item"),
            decision_id=data.get("decision"),
        )
    except ChangedMeanwhile:
        return redirect("protocols:protocol_edit", protocol.pk)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("protocols:protocol_edit", protocol.pk)
    if not request.htmx:
        return redirect(place_of(vote))
    block = vote_block(protocol, vote, headcount(protocol), is_open=True)
    return render(request, "protocols/vote_form.html", {"protocol": protocol, "vote": block})


@require_http_methods(["GET", "POST"])
def vote_edit(request: Request, protocol_id: int, vote_id: int) -> HttpResponse:
    """One vote: saved while somebody chooses, or with a button, which may also take it out."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    vote = get_object_or_404(protocol.votes.prefetch_related("roll"), pk=vote_id)
    heads = headcount(protocol)
    initial = VoteForm.initial_of(vote_fields(vote), vote.version)
    data = request.POST if request.method == "POST" else None
    form = VoteForm(data, initial=initial, voters=heads.voters, auto_id=f"vote-{vote.pk}-%s")

    def save() -> Saved:
        at = clock.now()
        if form.cleaned_data["then"] == REMOVE:
            services.withdraw_vote(vote.pk, by=request.actor, at=at)
            return Saved(vote.version, at)
        done = services.put_vote(
            protocol.pk,
            item_id=vote.item_id,
            decision_id=vote.decision_id,
            fields=form.vote_fields,
            expected_version=form.cleaned_data["expected_version"] or 0,
            by=request.actor,
            at=at,
        )
        return Saved(done.version, at, parts={f"#vote-{vote.pk}-says": vote_words(vote_fields(done))})

    def page() -> HttpResponse:
        tried = attempt(form, save) if form.is_valid() else None
        if tried:
            return redirect(place_of(vote))
        block = vote_block(protocol, vote, heads, form=form, is_open=True)
        context = {"protocol": protocol, "vote": block, "conflict": tried.conflict if tried is not None else None}
        return render(request, "protocols/vote_edit.html", context, status=422 if form.errors else 200)

    if request.method == "GET":
        return page()
    return autosaving.answer(request, form, save, page, zone=protocol.association.time_zone)


def begin_vote(request: Request, protocol: Protocol, *, item_id: int | None, decision_id: int | None) -> Vote:
    """A unanimous vote, from which the others are made."""
    return services.put_vote(
        protocol.pk,
        item_id=item_id,
        decision_id=decision_id,
        fields=VoteFields(VoteMode.UNANIMOUS),
        expected_version=None,
        by=request.actor,
        at=clock.now(),
    )


def place_of(vote: Vote) -> str:
    """What was voted, in the editor."""
    anchor = f"decision-{vote.decision_id}" if vote.decision_id else f"decisions-{vote.item_id or 'all'}"
    return f"{_editor(vote.protocol)}#{anchor}"


def _editor(protocol: Protocol) -> str:
    return reverse("protocols:protocol_edit", args=[protocol.pk])
