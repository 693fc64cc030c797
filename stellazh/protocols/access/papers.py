"""Rights to the files beside a protocol."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.protocols.models import Protocol, ProtocolPaper, ProtocolSeal

_GONE = "Этого файла при протоколе больше нет."


def can_read_protocol_paper(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may read the protocol; what was put away, only those who keep protocols there."""
    paper = ProtocolPaper.objects.filter(file=stored).select_related("protocol__association__territory").first()
    if paper is None:
        return refuse(_GONE)
    return _may_read(actor, paper.protocol, is_old=paper.archived_at is not None)


def can_read_sealed_paper(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may read the protocol; papers of a signature taken back, only those who keep protocols there."""
    seals = ProtocolSeal.objects.filter(docx=stored) | ProtocolSeal.objects.filter(pdf=stored)
    seal = seals.select_related("protocol__association__territory").first()
    if seal is None:
        return refuse(_GONE)
    return _may_read(actor, seal.protocol, is_old=seal.withdrawn_at is not None)


def _may_read(actor: Actor, protocol: Protocol, *, is_old: bool) -> Verdict:
    if is_old:
        return can(actor, "protocols.edit_protocol", protocol.association)
    is_seen = Protocol.objects.visible_to(actor).filter(pk=protocol.pk).exists()
    return ALLOWED if is_seen else refuse("Этот файл открыт тем, кто читает протокол.")
