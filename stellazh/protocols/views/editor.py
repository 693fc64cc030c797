"""The page on which a protocol is written, and what it asks for while somebody types."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.common.verdict import ALLOWED
from stellazh.events.models import Event
from stellazh.protocols import access, services
from stellazh.protocols.enums import CarryResult
from stellazh.protocols.forms.editor import OUTCOMES, AddPersonForm, FromEventForm, HeadingForm, NewProtocolForm
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.carrying import carried_rows
from stellazh.protocols.reads.editor import editor, news_since
from stellazh.protocols.reads.wanting import wanting
from stellazh.protocols.services.fields import PROTOCOL_NAMES, ProtocolFields
from stellazh.protocols.services.proposing import blank_fields
from stellazh.protocols.services.writing import HEADING
from stellazh.protocols.views.blocks import Block, answer_block, editor_address
from stellazh.protocols.views.finding import demand, managed_protocol
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.autosaving import Saved, set_aside


@require_GET
def protocol_edit(request: Request, protocol_id: int) -> HttpResponse:
    """The whole protocol to be typed during the meeting; one that is signed is only read."""
    protocol = managed_protocol(request, protocol_id, lambda actor, one: ALLOWED)
    if protocol.is_signed:
        messages.info(request, "Протокол подписан: текст больше не меняется.")
        return redirect(protocol)
    demand(access.can_edit_protocol(request.actor, protocol))
    return render(request, "protocols/editor.html", editor_context(protocol))


def editor_context(protocol: Protocol) -> dict[str, Any]:
    """What the page and its parts are drawn of."""
    return {
        "protocol": protocol,
        "association": protocol.association,
        "editor": editor(protocol, on=clock.today(protocol.association.time_zone)),
        "heading_form": HeadingForm(protocol=protocol, auto_id="heading_%s"),
        "person_form": AddPersonForm(auto_id="person_%s"),
        "outcomes": OUTCOMES,
        "carried": carried_rows(protocol),
        "carry_results": CarryResult.choices,
        "now": clock.now(),
        "fresh_key": uuid.uuid4,
    }


@require_http_methods(["GET", "POST"])
def heading_edit(request: Request, protocol_id: int) -> HttpResponse:
    """The heading: saved while it is typed, or as a form of its own."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    form = HeadingForm(request.POST or None, protocol=protocol)

    def save() -> Saved:
        changed = services.update_heading(
            protocol.pk,
            expected_version=form.cleaned_data["expected_version"],
            fields=form.protocol_fields(),
            set_aside=set_aside(request),
            by=request.actor,
            at=clock.now(),
        )
        facts = render_to_string("protocols/editor_heading.html#facts", {"protocol": changed}, request)
        return Saved(changed.version, changed.updated_at, parts={"#heading-facts": facts})

    block = Block(
        protocol=protocol,
        name=HEADING,
        title="Шапка протокола",
        anchor=HEADING,
        stored=lambda: ProtocolFields.of(Protocol.objects.get(pk=protocol.pk)).values(),
    )
    return answer_block(request, block, form, save)


@require_POST
def body_form_set(request: Request, protocol_id: int) -> HttpResponse:
    """By questions, or shortly."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    wanted = request.POST.get("body_form", "")
    try:
        services.set_body_form(protocol.pk, body_form=wanted, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Вид записи изменён. Всё набранное на месте.")
    return redirect(editor_address(protocol, "agenda"))


@require_GET
def protocol_wanting(request: Request, protocol_id: int) -> HttpResponse:
    """What is not filled in yet; a part of the page, or a page."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    template = "protocols/editor_wanting.html#list" if request.htmx else "protocols/editor_wanting.html"
    return render(request, template, {"protocol": protocol, "wants": wanting(protocol)})


@require_GET
def protocol_news(request: Request, protocol_id: int) -> HttpResponse:
    """What others changed since the page was opened; nothing is put under anybody's fingers."""
    protocol = managed_protocol(request, protocol_id, access.can_edit_protocol)
    known = clock.moment_from(request.GET.get("since", "")) or clock.now()
    news = news_since(protocol, known, request.actor)
    return render(request, "protocols/editor_news.html", {"protocol": protocol, "news": news})


@require_http_methods(["GET", "POST"])
def protocol_new(request: Request, code: str) -> HttpResponse:
    """Begin a protocol without an event."""
    association = get_object_or_404(Association.objects.select_related("territory"), code=code)
    if not access.can_create_protocol(request.actor, association):
        raise Http404
    proposed = blank_fields(association, clock.today(association.time_zone))
    blank = Protocol(association=association, **{name: getattr(proposed, name) for name in PROTOCOL_NAMES})
    form = NewProtocolForm(request.POST or None, protocol=blank)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.create_protocol(
                association.pk,
                fields=form.protocol_fields(),
                submission_key=form.cleaned_data["submission_key"],
                by=request.actor,
                at=clock.now(),
            ),
            beside={services.TextMissing: "title", services.WrongTimes: "ends_at"},
        )
        if made and made.value is not None:
            return redirect(editor_address(made.value))
    return show_form(request, "protocols/protocol_new.html", form, {"association": association})


@require_http_methods(["GET", "POST"])
def protocol_from_event(request: Request, event_id: int) -> HttpResponse:
    """Begin the protocol of an event, or open the one that there is."""
    rows = Event.objects.visible_to(request.actor).select_related("association__territory")
    event = get_object_or_404(rows, pk=event_id)
    if not access.can_create_protocol(request.actor, event.association):
        raise Http404
    present = Protocol.objects.present().filter(event=event).first()
    if request.method == "GET" and present is not None:
        return redirect(editor_address(present) if not present.is_signed else present)
    form = FromEventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.create_from_event(
                event.pk, submission_key=form.cleaned_data["submission_key"], by=request.actor, at=clock.now()
            ),
        )
        if made and made.value is not None:
            if made.value.submission_key != form.cleaned_data["submission_key"]:
                messages.info(request, "Протокол этого мероприятия уже начат: он открыт перед вами.")
            return redirect(editor_address(made.value) if not made.value.is_signed else made.value)
    context = {
        "title": "Начать протокол?",
        "text": f"Мероприятие «{event.title}». Тема, время, присутствующие и повестка перейдут в протокол сами; "
        "всё можно будет поправить.",
        "submit": "Начать протокол",
        "cancel": event.get_absolute_url(),
    }
    return show_form(request, "ui/confirm.html", form, context)
