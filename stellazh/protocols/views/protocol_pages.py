"""The page of a protocol, and the way to it from its event."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from stellazh.associations.access import can
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.events.models import Event
from stellazh.events.tabs import tabs_for
from stellazh.protocols import access
from stellazh.protocols.enums import ProtocolStatus
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads import protocol_page as reads
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.numbers import proposed_number
from stellazh.protocols.views.open_pages import open_page

EVENT_TAB = "protocol"


@login_not_required
@require_GET
def protocol_detail(request: Request, protocol_id: int) -> HttpResponse:
    """The protocol to be read, and beside it where it stands, its files, its seal, what is next.

    Who may not read it whole gets what everybody reads of it, if it is published.
    """
    protocol = reads.page_rows().visible_to(request.actor).filter(pk=protocol_id).first()
    if protocol is None:
        return open_page(request, protocol_id)
    reads.fetch_shared(protocol)
    actor = request.actor
    is_signed = protocol.is_signed
    content = protocol_content(protocol, proposed_number=None if is_signed else proposed_number(protocol))
    keeps = bool(can(actor, "protocols.edit_protocol", protocol.association))
    remarks, waiting_count = reads.remarks_of(protocol)
    is_out = protocol.status == ProtocolStatus.REMARKS
    context = {
        "protocol": protocol,
        "content": content,
        "remarks": remarks,
        "waiting_count": waiting_count,
        "papers": reads.papers_of(protocol),
        "seals": reads.seals_of(protocol, content),
        "is_out": is_out,
        "keeps": keeps,
        "may_edit": bool(access.can_edit_protocol(actor, protocol)),
        "may_publish": is_signed and bool(access.can_publish_protocol(actor, protocol)),
        "may_sign": bool(access.can_sign_protocol(actor, protocol)),
        "may_remark": is_out and bool(access.can_remark(actor, protocol)),
        "fulfilment": reads.fulfilment(protocol, clock.today(protocol.association.time_zone)) if is_signed else None,
        "approvals": reads.approvals_of(protocol) if is_signed else (),
        "plans": reads.plans_to_approve(protocol, actor)
        if is_signed and access.can_sign_protocol(actor, protocol)
        else (),
    }
    return render(request, "protocols/protocol_detail.html", context)


@require_GET
def event_protocol(request: Request, event_id: int) -> HttpResponse:
    """The protocol of an event; where there is none, an offer to begin it. 404 for those who may neither."""
    event = get_object_or_404(
        Event.objects.select_related("association__territory", "association__parent"), pk=event_id
    )
    actor = request.actor
    protocol = Protocol.objects.present().visible_to(actor).filter(event=event).first()
    if protocol is not None:
        return redirect(protocol)
    if not can(actor, "protocols.edit_protocol", event.association):
        raise Http404
    context = {
        "event": event,
        "tabs": tabs_for(actor, event, EVENT_TAB),
        "may_create": access.can_create_protocol(actor, event.association),
        "submission_key": uuid.uuid4(),
    }
    return render(request, "protocols/event_protocol.html", context)
