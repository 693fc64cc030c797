"""One block of the page of writing: saved by itself while somebody types, or sent as a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from stellazh.common.requests import Request
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.editor import last_change
from stellazh.ui.attempts import NOT_TRIED, attempt, show_form
from stellazh.ui.autosaving import Saved, answer


@dataclass(frozen=True, slots=True)
class Block:
    """A place of the protocol: its name, the title of its own page, where it stands, what its controls hold now."""

    protocol: Protocol
    name: str
    title: str
    anchor: str
    stored: Callable[[], Mapping[str, Any]]


def editor_address(protocol: Protocol, anchor: str = "") -> str:
    """The page of writing, at that place."""
    address = reverse("protocols:protocol_edit", args=[protocol.pk])
    return f"{address}#{anchor}" if anchor else address


def answer_block(request: Request, block: Block, form: forms.BaseForm, save: Callable[[], Saved]) -> HttpResponse:
    """JSON when the page saves by itself; else the page at that place, or the form with what is wrong."""
    if request.method == "GET":
        return _page(request, block, form, None)
    return answer(
        request,
        form,
        save,
        lambda: _ordinary(request, block, form, save),
        changed=lambda: last_change(block.protocol, block.name, request.actor),
        stored=block.stored,
        zone=block.protocol.association.time_zone,
    )


def _ordinary(request: Request, block: Block, form: forms.BaseForm, save: Callable[[], Saved]) -> HttpResponse:
    done = attempt(form, save) if form.is_valid() else NOT_TRIED
    if done:
        return redirect(editor_address(block.protocol, block.anchor))
    if done.conflict is not None:
        data = QueryDict(mutable=True)
        data.update(form.data)
        data["expected_version"] = str(done.conflict.current_version)
        form.data = data
    return _page(request, block, form, done.conflict)


def _page(request: Request, block: Block, form: forms.BaseForm, conflict: object) -> HttpResponse:
    context = {
        "protocol": block.protocol,
        "association": block.protocol.association,
        "block": block,
        "conflict": conflict,
        "back": editor_address(block.protocol, block.anchor),
    }
    return show_form(request, "protocols/editor_block.html", form, context)
