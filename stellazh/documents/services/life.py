"""Published and taken back, put away and brought back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.documents.access import can_archive_document, can_keep_document, can_restore_document
from stellazh.documents.models import AcquaintanceSheet, Document
from stellazh.documents.reads.acquaintance_open import still_asked
from stellazh.documents.services.acquaintance import close_sheet
from stellazh.documents.services.locking import keep, locked_document, save
from stellazh.documents.services.refusals import NothingToRead, PeopleStillAsked, WrongState


@transaction.atomic
def publish_document(document_id: int, *, by: Actor, at: datetime) -> Document:
    """Show the document to those whom its audience names.

    Raises:
        PermissionRefused: `by` does not keep it, or it is archived.
        WrongState: it is published. NothingToRead: neither a file nor an address nor words.
    """
    document = locked_document(document_id)
    require(can_keep_document(by, document))
    if document.published_at is not None:
        raise WrongState("Документ уже опубликован.")
    if not (document.version_count or document.source_url or document.summary):
        raise NothingToRead(
            "Публиковать пока нечего: добавьте файл, ссылку на публикацию или несколько слов о документе."
        )
    document.published_at = at
    save(document, "published_at", at=at)
    keep("document_published", document, note=str(document.get_audience_display()), by=by, at=at)
    return document


@transaction.atomic
def unpublish_document(
    document_id: int, *, told: Collection[int] = (), closes: bool = False, by: Actor, at: datetime
) -> Document:
    """Take the document from its readers; those who keep documents still see it.

    Its open sheets of acquaintance stay as they are, silent until it is published again, or end when it `closes` them.
    `told` are the sheets of whose people `by` was told.

    Raises:
        PermissionRefused: `by` does not keep it, it is archived, or `by` may not close its sheets.
        WrongState: it is not published. PeopleStillAsked: somebody is asked to read it whom `told` does not cover.
    """
    document = locked_document(document_id)
    require(can_keep_document(by, document))
    if document.published_at is None:
        raise WrongState("Документ и так не опубликован.")
    _require_told(document, told)
    if closes:
        _close_sheets(document, by=by, at=at)
    document.published_at = None
    save(document, "published_at", at=at)
    keep("document_unpublished", document, by=by, at=at)
    return document


@transaction.atomic
def archive_document(document_id: int, *, told: Collection[int] = (), by: Actor, at: datetime) -> Document:
    """Put the document away: only those who keep documents find it. Its open sheets of acquaintance are closed.

    `told` are the sheets of whose people `by` was told.

    Raises:
        PermissionRefused: `by` does not keep it, it is away already, or `by` may not close its sheets.
        PeopleStillAsked: somebody is asked to read it whom `told` does not cover.
    """
    document = locked_document(document_id)
    require(can_archive_document(by, document))
    _require_told(document, told)
    _close_sheets(document, by=by, at=at)
    document.archived_at = at
    save(document, "archived_at", at=at)
    keep("document_archived", document, by=by, at=at)
    return document


@transaction.atomic
def restore_document(document_id: int, *, by: Actor, at: datetime) -> Document:
    """Bring the document back as it was, published or not.

    Raises:
        PermissionRefused: `by` does not keep documents there, or it is not in the archive.
    """
    document = locked_document(document_id)
    require(can_restore_document(by, document))
    document.archived_at = None
    save(document, "archived_at", at=at)
    keep("document_restored", document, by=by, at=at)
    return document


def _require_told(document: Document, told: Collection[int]) -> None:
    waited = still_asked(document)
    if not set(waited.sheets) <= set(told):
        raise PeopleStillAsked(
            f"Документ просили прочесть, {waited.words}. Подтвердите на странице документа, что это учтено."
        )


def _close_sheets(document: Document, *, by: Actor, at: datetime) -> None:
    for sheet_id in (
        AcquaintanceSheet.objects.open().filter(document=document).order_by("pk").values_list("pk", flat=True)
    ):
        close_sheet(sheet_id, by=by, at=at)
