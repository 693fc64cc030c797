"""Rights to a protocol."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.protocols.enums import PartRole, ProtocolStatus
from stellazh.protocols.models import Protocol

_ARCHIVED = "Протокол в архиве: сначала верните его."
_SIGNED = "Протокол подписан: текст больше не меняется."


def can_create_protocol(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may begin a protocol of that association, or bring an old one."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: новых протоколов у него не бывает.")
    return can(actor, "protocols.edit_protocol", association)


def can_edit_protocol(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may change the text: not once it is signed or put away."""
    verdict = can(actor, "protocols.edit_protocol", protocol.association)
    if not verdict:
        return verdict
    if protocol.archived_at is not None:
        return refuse(_ARCHIVED)
    return refuse(_SIGNED) if protocol.is_signed else ALLOWED


def can_keep_papers(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may add attachments, the signed scan and a .sig; to a signed protocol too."""
    if protocol.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "protocols.edit_protocol", protocol.association)


def can_sign_protocol(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may seal the protocol, and take that back."""
    if protocol.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "protocols.sign_protocol", protocol.association)


def can_publish_protocol(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may show the protocol to everybody, and hide it again: whoever signs there."""
    return can_sign_protocol(actor, protocol)


def can_remark(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may ask for a change while the protocol is out for remarks: who was there, who keeps it."""
    if protocol.archived_at is not None:
        return refuse(_ARCHIVED)
    if protocol.status != ProtocolStatus.REMARKS:
        return refuse("Замечания принимаются, пока протокол на замечаниях.")
    if can(actor, "protocols.edit_protocol", protocol.association):
        return ALLOWED
    away = (PartRole.EXCUSED, PartRole.ABSENT)
    if actor.actor_kind == ActorKind.PERSON and any(
        row.person_id == int(actor.actor_id) and row.role not in away for row in protocol.people.all()
    ):
        return ALLOWED
    return refuse("Замечания вносят те, кто был на заседании.")


def can_archive_protocol(actor: Actor, protocol: Protocol) -> Verdict:
    """Whether the actor may put a draft away, or bring it back. A signed protocol stays."""
    if protocol.is_signed:
        return refuse("Подписанный протокол в архив не убирают: он хранится со своим номером.")
    return can(actor, "protocols.edit_protocol", protocol.association)


def can_manage_forms(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may put the association's own Word forms in use."""
    return can(actor, "protocols.manage_forms", association)
