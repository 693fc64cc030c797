"""New cards, their words, whether they are to be followed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.documents.access import can_create_document, can_keep_document
from stellazh.documents.models import Document
from stellazh.documents.services.bringing import Brought, Ready, ready_file
from stellazh.documents.services.fields import FIELD_NAMES, DocumentFields, Standing, checked_fields, checked_standing
from stellazh.documents.services.locking import keep, locked_association, locked_document, save
from stellazh.documents.services.versions import put_version


def create_document(
    association_id: int,
    *,
    fields: DocumentFields,
    standing: Standing = Standing(),  # noqa: B008 – frozen
    file: Brought | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Document:
    """Make a card, unpublished; with `file` its first version, whose words are then read in the background.

    One `submission_key` makes one card.

    Raises:
        PermissionRefused: `by` does not keep documents there.
        FormSentTwice; what `checked_fields`, `checked_standing`, `ready_file` and `store_file` refuse.
    """
    # Before the transaction: nobody waits while a scan is written anew.
    ready = ready_file(file) if file is not None else None
    return make_card(
        association_id, fields, standing, ready, submission_key=submission_key, is_proposed=False, by=by, at=at
    )


@transaction.atomic
def make_card(
    association_id: int,
    fields: DocumentFields,
    standing: Standing,
    ready: Ready | None,
    *,
    submission_key: UUID | None,
    is_proposed: bool,
    by: Actor,
    at: datetime,
) -> Document:
    """`create_document` of a file that has been looked at. `is_proposed`: what the file says of itself completes it."""
    association = locked_association(association_id)
    made = made_before(Document.objects.filter(association=association), submission_key)
    if made is not None:
        return made
    require(can_create_document(by, association))
    checked, stands = checked_fields(fields), checked_standing(standing)
    document = Document.objects.create(
        association=association,
        **{name: getattr(checked, name) for name in FIELD_NAMES},
        status=stands.status,
        in_force_on=stands.in_force_on,
        repealed_on=stands.repealed_on,
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
    )
    keep("document_created", document, compare({}, {**checked.texts(), **stands.texts()}), by=by, at=at)
    if ready is not None:
        put_version(document, ready, what_changed="", completes_card=is_proposed, by=by, at=at)
    return document


@transaction.atomic
def update_document(
    document_id: int, *, expected_version: int, fields: DocumentFields, by: Actor, at: datetime
) -> Document:
    """Change the card. Equal fields change nothing.

    Raises:
        PermissionRefused: `by` does not keep it, or it is archived.
        ChangedMeanwhile; what `checked_fields` refuses.
    """
    document = locked_document(document_id)
    require(can_keep_document(by, document))
    stored, checked = DocumentFields.of(document), checked_fields(fields)
    require_version(document.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    if stored == checked:
        return document
    for name in FIELD_NAMES:
        setattr(document, name, getattr(checked, name))
    save(document, *FIELD_NAMES, at=at, is_new_text=True)
    keep("document_updated", document, compare(stored.texts(), checked.texts()), by=by, at=at)
    return document


@transaction.atomic
def change_status(document_id: int, *, expected_version: int, standing: Standing, by: Actor, at: datetime) -> Document:
    """Say whether it is to be followed, since when and until when. Equal values change nothing.

    Raises:
        PermissionRefused: `by` does not keep it, or it is archived.
        ChangedMeanwhile; what `checked_standing` refuses.
    """
    document = locked_document(document_id)
    require(can_keep_document(by, document))
    stored, checked = Standing.of(document), checked_standing(standing)
    require_version(document.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    return put_standing(document, checked, by=by, at=at)


def put_standing(document: Document, standing: Standing, *, by: Actor, at: datetime) -> Document:
    """Store it on a document that is held; the caller has asked for the right."""
    stored = Standing.of(document)
    if stored == standing:
        return document
    document.status, document.in_force_on = standing.status, standing.in_force_on
    document.repealed_on = standing.repealed_on
    save(document, "status", "in_force_on", "repealed_on", at=at, is_new_text=True)
    keep("document_status_changed", document, compare(stored.texts(), standing.texts()), by=by, at=at)
    return document
