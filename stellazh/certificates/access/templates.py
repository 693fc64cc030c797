"""Rights to kinds, templates and pictures."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.certificates.models import CertificatePicture
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse


def can_manage_templates(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may keep the kinds, templates, emblems and signatories of the association."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: его шаблоны больше не меняют.")
    return can(actor, "certificates.manage_templates", association)


def can_use_signatures(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may bring, see and place pictures of signatures and seals."""
    return can(actor, "certificates.use_signatures", association)


def can_see_picture(actor: Actor, picture: CertificatePicture) -> Verdict:
    """Whether the actor may open the picture: signatures and seals only whoever may use them."""
    if picture.is_guarded:
        return can_use_signatures(actor, picture.association)
    return can(actor, "certificates.read_register", picture.association)
