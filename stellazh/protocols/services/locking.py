"""Rows held for the length of a transaction."""

from __future__ import annotations

from stellazh.protocols.models import Decision, Protocol, Resolution


def locked_protocol(protocol_id: int) -> Protocol:
    """The protocol with its association, held until the transaction ends. Everything written in it is written under it.

    Raises:
        Protocol.DoesNotExist: there is no such protocol.
    """
    return Protocol.objects.select_for_update(of=("self",)).select_related("association__territory").get(pk=protocol_id)


def locked_decision(decision_id: int) -> Decision:
    """The decision with its association, held until the transaction ends. Its assignments are written under it.

    Raises:
        Decision.DoesNotExist: there is no such decision.
    """
    rows = Decision.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=decision_id)


def locked_resolution(resolution_id: int) -> Resolution:
    """The resolution with its association, held until the transaction ends.

    Raises:
        Resolution.DoesNotExist: there is no such resolution.
    """
    rows = Resolution.objects.select_for_update(of=("self",)).select_related("association__territory")
    return rows.get(pk=resolution_id)
