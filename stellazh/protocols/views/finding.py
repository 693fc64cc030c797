"""Finding the protocol or the resolution of an address; strangers get 404."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.access import can
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict
from stellazh.protocols.models import Protocol, ProtocolQuerySet, Resolution


def visible_protocol(request: Request, protocol_id: int, rows: ProtocolQuerySet | None = None) -> Protocol:
    """The protocol, if the actor may read it; of `rows` where a page needs more fetched with it."""
    if rows is None:
        rows = Protocol.objects.select_related("association__territory", "event")
    return get_object_or_404(rows.visible_to(request.actor), pk=protocol_id)


def managed_protocol(
    request: Request,
    protocol_id: int,
    may: Callable[[Actor, Protocol], Verdict],
    rows: ProtocolQuerySet | None = None,
) -> Protocol:
    """The protocol, for whoever keeps protocols there; 404 for everybody else, 403 with the reason when `may` refuses.

    Raises:
        PermissionDenied: it is signed or put away; shown with 403.
    """
    protocol = visible_protocol(request, protocol_id, rows)
    if not can(request.actor, "protocols.edit_protocol", protocol.association):
        raise Http404
    demand(may(request.actor, protocol))
    return protocol


def visible_resolution(request: Request, resolution_id: int) -> Resolution:
    """The resolution, if the actor may read it."""
    rows = Resolution.objects.visible_to(request.actor).select_related("association__territory", "event", "protocol")
    return get_object_or_404(rows, pk=resolution_id)


def managed_resolution(request: Request, resolution_id: int, may: Callable[[Actor, Resolution], Verdict]) -> Resolution:
    """The resolution, for whoever prepares resolutions there; 404 for everybody else, 403 with the reason when `may`
    refuses.

    Raises:
        PermissionDenied: it is adopted, closed or put away; shown with 403.
    """
    resolution = visible_resolution(request, resolution_id)
    if not can(request.actor, "protocols.edit_resolution", resolution.association):
        raise Http404
    demand(may(request.actor, resolution))
    return resolution


def demand(verdict: Verdict) -> None:
    """Show the reason, with 403, to somebody who may read but not do this."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
