"""Versions of a document: one file after another, each with what has changed."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.documents.access import can_keep_document
from stellazh.documents.models import Document, DocumentVersion
from stellazh.documents.services.bringing import VERSION_FILE, Brought, Ready, ready_file
from stellazh.documents.services.fields import checked_lines
from stellazh.documents.services.locking import keep, locked_document, save
from stellazh.documents.services.refusals import (
    NewerVersionThere,
    SameFileAgain,
    TooManyVersions,
    WhatChangedMissing,
)
from stellazh.files.services import store_file
from stellazh.jobs.services import enqueue
from stellazh.russian.calendar_words import short_date
from stellazh.russian.text_lines import one_line

READ_VERSION: Final = "documents.read_version"
MOST_VERSIONS: Final = 200
# A form sent twice comes within this time with the very same file.
_SENT_TWICE: Final = timedelta(minutes=10)
_CHUNK: Final = 1024 * 1024


def add_version(
    document_id: int, *, file: Brought, what_changed: str = "", after: int, by: Actor, at: datetime
) -> DocumentVersion:
    """Put another file in the document's place; the earlier ones stay. Its words are read in the background.

    `after` is the number of the version that `by` saw last, 0 for none. A form sent twice makes one version.

    Raises:
        PermissionRefused: `by` does not keep it, or it is archived.
        WhatChangedMissing: from the second version on. TextTooLong.
        SameFileAgain: it is the file of the present version.
        NewerVersionThere: somebody has added one meanwhile. TooManyVersions.
        What `ready_file` and `store_file` refuse.
    """
    found = Document.objects.select_related("association").get(pk=document_id)
    require(can_keep_document(by, found))
    ready = ready_file(file)
    words = one_line(what_changed)
    checked_lines(DocumentVersion, {"what_changed": words})
    sha256 = fingerprint_of(ready.content)
    with transaction.atomic():
        document = locked_document(document_id)
        require(can_keep_document(by, document))
        last = document.versions.select_related("file").newest_first().first()
        if last is not None and last.file.sha256 == sha256:
            if (
                last.number == after + 1
                and last.added_by_name == by.actor_name[:200]
                and at - last.added_at < _SENT_TWICE
            ):
                return last
            raise SameFileAgain(
                f"Это тот же самый файл, что лежит сейчас: версия {last.number} от {short_date(last.added_at)}. "
                "Выберите новый файл."
            )
        if last is not None and last.number != after:
            raise NewerVersionThere(
                f"Пока вы выбирали файл, появилась версия {last.number} (добавила {last.added_by_name}). Посмотрите её "
                "и, если нужно, добавьте вашу ещё раз."
            )
        if last is not None and not words:
            raise WhatChangedMissing("Напишите, что изменено: по этим словам читатели поймут, что перечитать.")
        return put_version(document, ready, what_changed=words, completes_card=False, by=by, at=at)


def put_version(
    document: Document, ready: Ready, *, what_changed: str, completes_card: bool, by: Actor, at: datetime
) -> DocumentVersion:
    """Store the next version of a document that is held, and have it read; the caller has asked for the right."""
    if document.version_count >= MOST_VERSIONS:
        raise TooManyVersions(f"У документа уже {MOST_VERSIONS} версий: заведите новый документ и отметьте замену.")
    scope = document.association.path
    stored = store_file(ready.content, name=ready.name, purpose=VERSION_FILE, scope=scope, by=by, at=at)
    document.version_count += 1
    version = DocumentVersion.objects.create(
        document=document,
        number=document.version_count,
        file=stored,
        what_changed=what_changed,
        added_at=at,
        added_by_name=by.actor_name[:200],
    )
    save(document, "version_count", at=at)
    note = f"№ {version.number}: {stored.name}" + (f". {what_changed}" if what_changed else "")
    keep("document_version_added", document, note=note, by=by, at=at)
    have_read(version, completes_card=completes_card, by=by, at=at)
    return version


def have_read(version: DocumentVersion, *, completes_card: bool = False, by: Actor, at: datetime) -> None:
    """Put the reading of the version into the queue, once however often it is asked."""
    enqueue(
        READ_VERSION,
        {"version_id": version.pk, "completes_card": completes_card},
        by=by,
        at=at,
        key=f"{READ_VERSION}:{version.pk}",
    )


def fingerprint_of(content: BinaryIO) -> str:
    """The SHA-256 of a content; leaves it at its beginning."""
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(_CHUNK):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
