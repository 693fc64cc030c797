"""Questions and speeches on the page of writing: added, typed, put in order, put away."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.protocols import access, services
from stellazh.protocols.forms.editor import OUTCOMES, AddItemForm, AddSpeechForm, ItemForm, SpeechForm
from stellazh.protocols.models import AgendaItem, Protocol, Speech
from stellazh.protocols.reads.editor import editor
from stellazh.protocols.services import ItemFields, SpeechFields, Way
from stellazh.protocols.views.blocks import Block, answer_block, editor_address
from stellazh.protocols.views.finding import managed_protocol
from stellazh.ui.autosaving import Saved, set_aside


@require_POST
def item_add(request: Request, protocol_id: int) -> HttpResponse:
    """One more question, at the end."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    form = AddItemForm(request.POST)
    try:
        if not form.is_valid():
            raise services.TextTooLong("Вопрос повестки: не больше 600 знаков.")
        item = services.add_item(
            protocol.pk,
            fields=form.item_fields(),
            submission_key=form.cleaned_data["submission_key"],
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, protocol, refusal, "agenda")
    if not request.htmx:
        return redirect(editor_address(protocol, f"item-{item.pk}"))
    shown = editor(protocol, on=clock.today(protocol.association.time_zone))
    question = next(one for one in shown.questions if one.item.pk == item.pk)
    context = {"editor": shown, "question": question, "outcomes": OUTCOMES, **_part(protocol)}
    return render(request, "protocols/editor_question.html#added", context)


@require_http_methods(["GET", "POST"])
def item_edit(request: Request, protocol_id: int, item_id: int) -> HttpResponse:
    """A question: saved while it is typed, or as a form of its own."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    item = get_object_or_404(protocol.agenda, pk=item_id)
    form = ItemForm(request.POST or None, item=item)

    def save() -> Saved:
        at = clock.now()
        changed = services.update_item(
            item.pk,
            expected_version=form.cleaned_data["expected_version"],
            fields=form.item_fields(),
            set_aside=set_aside(request),
            by=request.actor,
            at=at,
        )
        return Saved(changed.version, at)

    name = f"item-{item.pk}"
    block = Block(
        protocol=protocol,
        name=name,
        title="Вопрос повестки",
        anchor=name,
        stored=lambda: ItemFields.of(AgendaItem.objects.get(pk=item.pk)).values(),
    )
    return answer_block(request, block, form, save)


@require_POST
def item_move(request: Request, protocol_id: int, item_id: int) -> HttpResponse:
    """Up or down by one."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    item = get_object_or_404(protocol.agenda, pk=item_id)
    try:
        services.move_item(item.pk, way=_way(request), by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, protocol, refusal, "agenda")
    return redirect(editor_address(protocol, f"item-{item.pk}"))


@require_POST
def item_archive(request: Request, protocol_id: int, item_id: int) -> HttpResponse:
    """Put a question away; it stays below the agenda, to be brought back."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    item = get_object_or_404(protocol.agenda, pk=item_id)
    try:
        services.archive_item(item.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, protocol, refusal, f"item-{item.pk}")
    messages.success(request, f"Вопрос убран: «{item.title}». Вернуть его можно под повесткой.")
    return redirect(editor_address(protocol, "away"))


@require_POST
def item_restore(request: Request, protocol_id: int, item_id: int) -> HttpResponse:
    """Bring a question back with everything that was said on it."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    item = get_object_or_404(protocol.agenda, pk=item_id)
    try:
        services.restore_item(item.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, protocol, refusal, "away")
    return redirect(editor_address(protocol, f"item-{item.pk}"))


@require_POST
def speech_add(request: Request, protocol_id: int) -> HttpResponse:
    """One more speech, empty or of the name that was typed."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    # The button names the place in its address: all of them share one form.
    form = AddSpeechForm({**request.GET.dict(), **request.POST.dict()})
    anchor = f"item-{form['item'].value() or ''}" if form["item"].value() else "said"
    try:
        if not form.is_valid():
            raise services.TextTooLong("Кто выступает: не больше 200 знаков.")
        speech = services.add_speech(
            protocol.pk,
            item_id=form.cleaned_data["item"],
            kind=form.cleaned_data["kind"],
            fields=SpeechFields(form.cleaned_data["who"]),
            submission_key=form.cleaned_data["submission_key"],
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, protocol, refusal, anchor)
    if not request.htmx:
        return redirect(editor_address(protocol, f"speech-{speech.pk}"))
    context = {"speech": speech, "item_id": speech.item_id or "", "kind": speech.kind, **_part(protocol)}
    return render(request, "protocols/editor_speech.html#added", context)


@require_http_methods(["GET", "POST"])
def speech_edit(request: Request, protocol_id: int, speech_id: int) -> HttpResponse:
    """A speech: saved while it is typed, or as a form of its own."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    speech = get_object_or_404(protocol.speeches, pk=speech_id)
    form = SpeechForm(request.POST or None, speech=speech)

    def save() -> Saved:
        at = clock.now()
        typed = form.speech_fields()
        changed = services.update_speech(
            speech.pk,
            expected_version=form.cleaned_data["expected_version"],
            fields=typed,
            set_aside=set_aside(request),
            by=request.actor,
            at=at,
        )
        # The post of somebody known was put by us.
        return Saved(changed.version, at, fields=None if changed.post == typed.post else {"post": changed.post})

    name = f"speech-{speech.pk}"
    block = Block(
        protocol=protocol,
        name=name,
        title="Выступление",
        anchor=name,
        stored=lambda: SpeechFields.of(Speech.objects.get(pk=speech.pk)).values(),
    )
    return answer_block(request, block, form, save)


@require_POST
def speech_move(request: Request, protocol_id: int, speech_id: int) -> HttpResponse:
    """Up or down by one."""
    protocol, speech = _speech(request, protocol_id, speech_id)
    try:
        services.move_speech(speech.pk, way=_way(request), by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, protocol, refusal, "agenda")
    return redirect(editor_address(protocol, f"speech-{speech.pk}"))


@require_POST
def speech_archive(request: Request, protocol_id: int, speech_id: int) -> HttpResponse:
    """Put a speech away; with htmx a line stays in its place, to bring it back."""
    protocol, speech = _speech(request, protocol_id, speech_id)
    try:
        archived = services.archive_speech(speech.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, protocol, refusal, f"speech-{speech.pk}")
    if request.htmx:
        return render(request, "protocols/editor_speech.html#away", {"speech": archived, **_part(protocol)})
    messages.success(request, "Выступление убрано. Вернуть его можно в конце страницы.")
    return redirect(editor_address(protocol, f"item-{speech.item_id}" if speech.item_id else "said"))


@require_POST
def speech_restore(request: Request, protocol_id: int, speech_id: int) -> HttpResponse:
    """Bring a speech back."""
    protocol, speech = _speech(request, protocol_id, speech_id)
    try:
        restored = services.restore_speech(speech.pk, by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, protocol, refusal, "away")
    if request.htmx:
        return render(request, "protocols/editor_speech.html#block", {"speech": restored, **_part(protocol)})
    return redirect(editor_address(protocol, f"speech-{speech.pk}"))


def _speech(request: Request, protocol_id: int, speech_id: int) -> tuple[Protocol, Speech]:
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    return protocol, get_object_or_404(protocol.speeches, pk=speech_id)


def _part(protocol: Protocol) -> dict[str, Any]:
    """What a part of the page is drawn of besides its row."""
    return {"protocol": protocol, "is_new": True, "fresh_key": uuid.uuid4}


def _way(request: Request) -> Way:
    return Way.UP if request.POST.get("way") == Way.UP else Way.DOWN


def _refused(request: Request, protocol: Protocol, refusal: DomainError, anchor: str) -> HttpResponse:
    if request.htmx:
        context: dict[str, Any] = {"refusal": str(refusal)}
        answer = render(request, "protocols/editor_refusal.html", context, status=422)
        answer["HX-Reswap"], answer["HX-Retarget"] = "innerHTML", "#refusal"
        return answer
    messages.error(request, str(refusal))
    return redirect(editor_address(protocol, anchor))
