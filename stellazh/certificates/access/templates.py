"""Rights to kinds, templates and pictures."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.certificates.enums import PictureKind
from stellazh.certificates.models import CertificatePicture
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.models import StoredFile

_GUARDED = (PictureKind.SIGNATURE, PictureKind.SEAL)


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


def can_keep_pictures(actor: Actor, association: Association, kind: str) -> Verdict:
    """Whether the actor may bring, rename and put away pictures of that kind."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: его картинки больше не меняют.")
    if kind in _GUARDED:
        return can_use_signatures(actor, association)
    return can_manage_templates(actor, association)


def can_read_picture_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whether the actor may fetch the file by its general address: signatures and seals have none but the page of the
    picture, where the journal sees who opens them."""
    pictures = CertificatePicture.objects.filter(file=stored).select_related("association__territory")
    verdict = refuse("Этой картинки больше нет.")
    for picture in pictures:
        if picture.is_guarded:
            return refuse("Подписи и печати открывают в разделе «Картинки» объединения.")
        verdict = can_see_picture(actor, picture)
    return verdict
