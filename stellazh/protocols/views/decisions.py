"""Decisions of a draft: added, typed, put in order, put away; what is said while somebody types."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.protocols import services
from stellazh.protocols.access import can_edit_protocol
from stellazh.protocols.forms.decisions import (
    ARCHIVE,
    DOWN,
    UP,
    VOTE,
    DecisionForm,
    NewRowForm,
    OwnerLinesForm,
    TermForm,
    unfold_of,
)
from stellazh.protocols.models import Decision, Protocol, TextRevision
from stellazh.protocols.reads.addressees import NOBODY, AddresseeDirectory, addressee_directory, is_linked
from stellazh.protocols.reads.decision_blocks import decision_block
from stellazh.protocols.reads.decision_terms import decision_term
from stellazh.protocols.services import DecisionFields
from stellazh.protocols.services.decision_owners import owners_of
from stellazh.protocols.services.decisions import block_of
from stellazh.protocols.views.finding import managed_protocol
from stellazh.protocols.views.votes import begin_vote
from stellazh.ui import autosaving
from stellazh.ui.attempts import attempt
from stellazh.ui.autosaving import Change, Saved

BESIDE = {
    services.UnknownOwner: "owners",
    services.TooManyOwners: "owners",
}


@require_POST
def decision_add(request: Request, protocol_id: int) -> HttpResponse:
    """Begin a decision under a question; with htmx its block comes into the page, with the next button after it."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    form = NewRowForm.sent(request.GET, request.POST)
    item_id = form.cleaned_data.get("item")
    try:
        decision = services.add_decision(
            protocol.pk,
            item_id=item_id,
            fields=DecisionFields(),
            submission_key=form.cleaned_data.get("submission_key"),
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("protocols:protocol_edit", protocol.pk)
    if not request.htmx:
        return redirect(place_of(decision))
    block = decision_block(protocol, decision, NOBODY, is_new=True)
    context = {"block": block, "protocol": protocol, "item": decision.item, "new_key": uuid.uuid4()}
    return render(request, "protocols/decision_added.html", context)


@require_http_methods(["GET", "POST"])
def decision_edit(request: Request, protocol_id: int, decision_id: int) -> HttpResponse:
    """One decision: saved while somebody types, or with a button, which may also move it or put it away."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    decision = _decision(protocol, decision_id)
    owners = owners_of(decision)
    form = DecisionForm.of(decision, request.POST if request.method == "POST" else None, owners=owners)

    def save() -> Saved:
        typed = form.cleaned_data["owners"]
        # Lists of people are read only when a line is not linked yet.
        directory = NOBODY if is_linked(typed, owners) else _directory(protocol)
        done = services.update_decision(
            decision.pk,
            expected_version=form.cleaned_data["expected_version"] or 0,
            fields=form.decision_fields(directory, owners),
            set_aside=autosaving.set_aside(request),
            by=request.actor,
            at=clock.now(),
        )
        stored = "\n".join(owner.name for owner in owners_of(done))
        return Saved(done.version, clock.now(), fields={"owners": stored} if _differs(stored, typed) else None)

    def page() -> HttpResponse:
        tried = attempt(form, save, beside=BESIDE) if form.is_valid() else None
        if tried:
            refusal = _then(request, protocol, decision, str(form.cleaned_data["then"]))
            if refusal:
                messages.error(request, refusal)
            return redirect(place_of(decision))
        block = decision_block(
            protocol, decision, _directory(protocol), form=form if request.method == "POST" else None
        )
        context = {
            "protocol": protocol,
            "decision_block": block,
            "conflict": tried.conflict if tried is not None else None,
        }
        return render(request, "protocols/decision_edit.html", context, status=422 if form.errors else 200)

    if request.method == "GET":
        return page()
    return autosaving.answer(
        request,
        form,
        save,
        page,
        changed=lambda: who_changed(protocol, block_of(decision)),
        stored=lambda: _stored_choices(decision),
        beside=BESIDE,
        zone=protocol.association.time_zone,
    )


@require_POST
def decision_restore(request: Request, protocol_id: int, decision_id: int) -> HttpResponse:
    """Bring a decision back."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    decision = _decision(protocol, decision_id)
    try:
        services.restore_decision(decision.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Решение снова в протоколе.")
    return redirect(place_of(decision))


@require_POST
def decision_owners(request: Request, protocol_id: int, decision_id: int) -> HttpResponse:
    """How the lines are understood while they are typed, and what the last of them may become. Changes nothing; a POST,
    because names have no place in addresses."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    decision = _decision(protocol, decision_id)
    form = OwnerLinesForm(request.POST)
    typed = form.cleaned_data["owners"] if form.is_valid() else ""
    directory = _directory(protocol)
    lines = directory.lines(typed, stored=owners_of(decision), unfold=unfold_of(request.POST))
    is_open = bool(lines) and lines[-1].is_in_words
    offered = directory.offered(typed) if is_open and not typed.endswith("\n") else ()
    context = {"lines": lines, "offered": offered, "last": len(lines) - 1, "decision": decision}
    return render(request, "protocols/owner_lines.html", context)


@require_GET
def decision_term_said(request: Request, protocol_id: int) -> HttpResponse:
    """How a wording of a term is understood."""
    protocol = managed_protocol(request, protocol_id, can_edit_protocol)
    form = TermForm(request.GET)
    raw = form.cleaned_data["term_raw"] if form.is_valid() else ""
    term = decision_term(raw, protocol.school_year, held_on=protocol.held_on)
    return render(request, "protocols/decision_term.html", {"term": term})


def place_of(decision: Decision) -> str:
    """The decision in the editor."""
    return f"{reverse('protocols:protocol_edit', args=[decision.protocol_id])}#decision-{decision.pk}"


def who_changed(protocol: Protocol, block: str) -> Change | None:
    """Who saved that block last."""
    last = TextRevision.objects.filter(protocol=protocol, block=block, is_lost=False).first()
    return Change(last.saved_by_name, last.saved_at) if last else None


def _decision(protocol: Protocol, decision_id: int) -> Decision:
    rows = protocol.decisions.select_related("item").prefetch_related("owners")
    return get_object_or_404(rows, pk=decision_id)


def _directory(protocol: Protocol) -> AddresseeDirectory:
    return addressee_directory(protocol.association, on=clock.today(protocol.association.time_zone), protocol=protocol)


def _differs(stored: str, typed: str) -> bool:
    return stored.splitlines() != [" ".join(line.split()) for line in typed.splitlines() if line.strip()]


def _stored_choices(decision: Decision) -> dict[str, list[str]]:
    is_on = Decision.objects.filter(pk=decision.pk, is_for_information=True).exists()
    return {"is_for_information": ["on"] if is_on else []}


def _then(request: Request, protocol: Protocol, decision: Decision, then: str) -> str:
    """Do what the pressed button says besides saving; gives the sentence of a refusal."""
    try:
        if then == ARCHIVE:
            services.archive_decision(decision.pk, by=request.actor, at=clock.now())
            messages.success(request, "Решение убрано. Вернуть его можно внизу, под решениями этого вопроса.")
        elif then == VOTE:
            begin_vote(request, protocol, item_id=None, decision_id=decision.pk)
        elif then in (UP, DOWN):
            _move(request, protocol, decision, then)
    except DomainError as refusal:
        return str(refusal)
    return ""


def _move(request: Request, protocol: Protocol, decision: Decision, way: str) -> None:
    rows = protocol.decisions.filter(item_id=decision.item_id, archived_at=None)
    keys = list(rows.values_list("pk", flat=True))
    if decision.pk not in keys:
        return
    place = keys.index(decision.pk)
    if way == UP and place == 0:
        return
    # Before the one above, or before the second one below.
    before = keys[place - 1] if way == UP else next(iter(keys[place + 2 : place + 3]), None)
    services.move_decision(decision.pk, item_id=decision.item_id, before_id=before, by=request.actor, at=clock.now())
