"""Rights to documents given out and to their register."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse


def can_read_register(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see the register of the association and its runs."""
    return can(actor, "certificates.read_register", association)


def can_read_certificate(actor: Actor, certificate: Certificate) -> Verdict:
    """Whether the actor may open the document: whose it is, and who reads the register."""
    if actor.actor_kind == ActorKind.PERSON and certificate.person_id == int(actor.actor_id):
        return ALLOWED
    return can(actor, "certificates.read_register", certificate.association)


def can_change_certificate(actor: Actor, certificate: Certificate) -> Verdict:
    """Whether the actor may withdraw it, bring it back or make a duplicate."""
    verdict = can(actor, "certificates.withdraw", certificate.association)
    if not verdict:
        return verdict
    if certificate.status == CertificateStatus.SPOILED:
        return refuse("Номер этого документа записан в журнале как испорченный: больше с ним ничего не сделать.")
    return ALLOWED


def can_spoil_number(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may write a number off as spoiled."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: в его журнал больше не пишут.")
    return can(actor, "certificates.withdraw", association)
