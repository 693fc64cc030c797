"""Rows held for the length of a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.documents.models import Document


def locked_document(document_id: int) -> Document:
    """The document with its association, held until the transaction ends.

    Raises:
        Document.DoesNotExist: there is no such document.
    """
    return Document.objects.select_for_update(of=("self",)).select_related("association__territory").get(pk=document_id)


def locked_documents(keys: Iterable[int]) -> dict[int, Document]:
    """Several of them by key, taken in one order so that two deeds never wait for each other.

    Raises:
        Document.DoesNotExist: one of them is not there.
    """
    asked = set(keys)
    rows = Document.objects.select_for_update(of=("self",)).select_related("association__territory")
    found = {row.pk: row for row in rows.filter(pk__in=asked).order_by("pk")}
    if len(found) != len(asked):
        raise Document.DoesNotExist
    return found


def locked_association(association_id: int) -> Association:
    """The association, held: forms sent twice at once wait for each other.

    Raises:
        Association.DoesNotExist: there is none.
    """
    return Association.objects.select_for_update(of=("self",)).get(pk=association_id)


def keep(
    action: str,
    document: Document,
    changes: dict[str, tuple[str, str]] | None = None,
    *,
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write the deed into the audit of the document's association."""
    record(action, document, by=by, at=at, scope=document.association.path, changes=changes, note=note)


def save(document: Document, *fields: str, at: datetime, is_new_text: bool = False) -> None:
    """Store these fields; `is_new_text` when the card reads otherwise, so that whoever edits it compares."""
    document.updated_at = at
    if is_new_text:
        document.version += 1
    document.save(update_fields=[*fields, "updated_at", "version"])
