"""Rights to a document, its card and its files."""

from __future__ import annotations

from django.db.models import Q

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.documents.models import Document
from stellazh.files.models import StoredFile


def can_create_document(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may bring documents of the association."""
    if association.archived_at is not None:
        return refuse("Объединение в архиве: документы больше не добавляются.")
    return can(actor, "documents.keep", association)


def can_keep_document(actor: Actor, document: Document) -> Verdict:
    """Whether the actor may change the card, add versions, publish and replace."""
    if document.archived_at is not None:
        return refuse("Документ в архиве: сначала верните его.")
    return can(actor, "documents.keep", document.association)


def can_archive_document(actor: Actor, document: Document) -> Verdict:
    """Whether the actor may put the document away."""
    return can_keep_document(actor, document)


def can_restore_document(actor: Actor, document: Document) -> Verdict:
    """Whether the actor may bring the document back from the archive."""
    if document.archived_at is None:
        return refuse("Документ не в архиве.")
    return can(actor, "documents.keep", document.association)


def can_read_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whether the actor may open a file: of a version, or the picture of a page, of a document she may read."""
    of_file = Q(versions__file=stored) | Q(versions__pages__picture=stored)
    if Document.objects.visible_to(actor).filter(of_file).exists():
        return ALLOWED
    return refuse("Этот файл вам не открыт.")
