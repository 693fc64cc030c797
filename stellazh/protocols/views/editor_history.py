"""Earlier texts of one place of a protocol, and bringing one back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Manager, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.protocols import access, services
from stellazh.protocols.forms.editor import HeadingForm, ItemForm, SpeechForm
from stellazh.protocols.models import Protocol, TextRevision
from stellazh.protocols.reads.editor import block_key, block_labels, block_words
from stellazh.protocols.services import ItemFields, ProtocolFields, SpeechFields
from stellazh.protocols.services.writing import HEADING
from stellazh.protocols.views.blocks import editor_address
from stellazh.protocols.views.finding import managed_protocol

PAGE = 50


@dataclass(frozen=True, slots=True)
class EarlierText:
    """One earlier text as the page shows it: fields by their Russian names, and all of it to be copied."""

    revision: TextRevision
    fields: tuple[tuple[str, str], ...]
    whole: str


@require_GET
def block_history(request: Request, protocol_id: int, kind: str, key: int) -> HttpResponse:
    """What stood in that place before, the newest first."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    _require_own(protocol, kind, key)
    block = kind if kind == HEADING else f"{kind}-{key}"
    page = Paginator(_revisions(protocol, block), PAGE).get_page(request.GET.get("page"))
    names = block_labels(block)
    context = {
        "protocol": protocol,
        "association": protocol.association,
        "block": block,
        "title": block_words(protocol, [block])[block],
        "page": page,
        "texts": [text for text in (_shown(row, names) for row in page) if text.fields],
        "may_restore": kind in _RESTORE,
        "back": editor_address(protocol, block),
    }
    return render(request, "protocols/editor_history.html", context)


@require_POST
def text_restore(request: Request, protocol_id: int, revision_id: int) -> HttpResponse:
    """Put an earlier text back; what stands there now becomes an earlier text itself."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    revision = get_object_or_404(TextRevision, protocol=protocol, pk=revision_id)
    kind, key = block_key(revision.block)
    restore = _RESTORE.get(kind)
    if restore is None:
        raise Http404
    try:
        restore(request, protocol, key, revision.fields)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Текст возвращён. Тот, что стоял здесь, остался среди прежних.")
    return redirect(editor_address(protocol, revision.block))


def _revisions(protocol: Protocol, block: str) -> QuerySet[TextRevision]:
    # An empty place is no text to show.
    empty = dict.fromkeys(block_labels(block), "")
    return TextRevision.objects.filter(protocol=protocol, block=block).exclude(fields=empty)


def _shown(row: TextRevision, names: Mapping[str, str]) -> EarlierText:
    fields = tuple((names.get(name, name), text) for name, text in row.fields.items() if str(text).strip())
    whole = str(row.fields.get("text") or row.fields.get("title") or "\n".join(text for _, text in fields))
    return EarlierText(row, fields, whole)


def _require_own(protocol: Protocol, kind: str, key: int) -> None:
    rows: dict[str, Manager[Any]] = {
        "speech": protocol.speeches,
        "item": protocol.agenda,
        "decision": protocol.decisions,
        "vote": protocol.votes,
        "carry": protocol.carried,
    }
    is_heading = kind == HEADING and key == protocol.pk
    if not is_heading and not (kind in rows and rows[kind].filter(pk=key).exists()):
        raise Http404


def _merged(form: forms.BaseForm, fields: Mapping[str, str], now: Mapping[str, str], version: int) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({**now, **{name: text for name, text in fields.items() if name in form.fields}})
    data["expected_version"] = str(version)
    return data


def _require_valid(form: forms.BaseForm) -> None:
    if not form.is_valid():
        raise services.TextMissing("Этот текст сюда больше не подходит: скопируйте его и впишите вручную.")


def _restore_speech(request: Request, protocol: Protocol, key: int, fields: Mapping[str, str]) -> None:
    speech = get_object_or_404(protocol.speeches, pk=key)
    now = SpeechFields.of(speech).values()
    form = SpeechForm(_merged(SpeechForm(speech=speech), fields, now, speech.version), speech=speech)
    _require_valid(form)
    services.update_speech(
        key, expected_version=speech.version, fields=form.speech_fields(), by=request.actor, at=clock.now()
    )


def _restore_item(request: Request, protocol: Protocol, key: int, fields: Mapping[str, str]) -> None:
    item = get_object_or_404(protocol.agenda, pk=key)
    now = ItemFields.of(item).values()
    form = ItemForm(_merged(ItemForm(item=item), fields, now, item.version), item=item)
    _require_valid(form)
    services.update_item(
        key, expected_version=item.version, fields=form.item_fields(), by=request.actor, at=clock.now()
    )


def _restore_heading(request: Request, protocol: Protocol, key: int, fields: Mapping[str, str]) -> None:
    now = ProtocolFields.of(protocol).values()
    form = HeadingForm(_merged(HeadingForm(protocol=protocol), fields, now, protocol.version), protocol=protocol)
    _require_valid(form)
    services.update_heading(
        protocol.pk, expected_version=protocol.version, fields=form.protocol_fields(), by=request.actor, at=clock.now()
    )


# By the kind of the block; others are shown to be copied.
_RESTORE: dict[str, Callable[[Request, Protocol, int, Mapping[str, str]], None]] = {
    "speech": _restore_speech,
    "item": _restore_item,
    HEADING: _restore_heading,
}
