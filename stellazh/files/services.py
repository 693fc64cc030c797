"""Keeping files: contents by their SHA-256 in the storage, rows that never change."""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction

from stellazh.audit.services import record, record_each
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.files.contents import (
    CHUNK_BYTES,
    ORPHAN_AGE,
    FileIsEmpty,
    FileTooLarge,
    FileTypeNotAccepted,
    Received,
    keep_content,
    receive,
    require_size,
    require_type,
)
from stellazh.files.media_types import media_type_of
from stellazh.files.models import BLOBS, StoredFile
from stellazh.files.names import clean_name
from stellazh.files.purposes import purposes
from stellazh.files.texts import drop_texts_of_nobody, have_read

logger = logging.getLogger(__name__)

__all__ = [
    "FileIsEmpty",
    "FileIsLost",
    "FileTooLarge",
    "FileTypeNotAccepted",
    "LocalFile",
    "NewFile",
    "OrphanSweep",
    "measure_local_file",
    "open_file",
    "open_part",
    "store_file",
    "store_files",
    "store_local_file",
    "sweep_orphans",
]

IN_MEMORY_BYTES = 2 * 1024 * 1024


class FileIsLost(DomainError):
    """The row is there, the content is gone from the storage."""


@dataclass(frozen=True, slots=True)
class OrphanSweep:
    """What a sweep removed."""

    deleted_count: int
    freed_bytes: int


@dataclass(frozen=True, slots=True)
class NewFile:
    """A small content in memory, and the name it is offered under."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on this disk that nobody writes to any more, measured."""

    path: Path
    sha256: str
    size_bytes: int
    media_type: str


def store_file(
    content: BinaryIO | bytes,
    *,
    name: str,
    purpose: str,
    scope: str = "",
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Keep a content under its SHA-256 and add the row that names it. Equal contents are kept once.

    Read in pieces, so that its size costs no memory. The type is decided by the content. The row is part of the
    caller's transaction; a content whose transaction fails is swept later.

    Raises:
        KeyError: no app registered that purpose.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: nothing is kept.
    """
    rules = purposes[purpose]
    shown_name = clean_name(name)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
        received = receive(content, cast("IO[bytes]", spool), shown_name, rules)
        media_type = media_type_of(cast("BinaryIO", spool))
        require_type(media_type, shown_name, rules)
        keep_content(received, at, is_named=_is_named)
    return _add_row(received, name=shown_name, media_type=media_type, purpose=purpose, scope=scope, by=by, at=at)


@transaction.atomic
def store_files(
    contents: Sequence[NewFile], *, purpose: str, scope: str = "", by: Actor, at: datetime
) -> list[StoredFile]:
    """`store_file` for many small contents at once, in their order: as many statements as for a few.

    Each content is written as safely as by `store_file`, one after another, so the disk takes as long as it takes for
    each: make lots of 50–100. All are looked at before the first is kept, so one that is refused keeps all back.

    Raises:
        KeyError: no app registered that purpose.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: of any of them; nothing is kept.
    """
    rules = purposes[purpose]
    names = [clean_name(one.name) for one in contents]
    received = [receive(one.content, io.BytesIO(), name, rules) for one, name in zip(contents, names, strict=True)]
    kinds = [media_type_of(cast("BinaryIO", one.content)) for one in received]
    for kind, name in zip(kinds, names, strict=True):
        require_type(kind, name, rules)
    # Equal contents among them are one.
    distinct = {one.sha256: one for one in received}
    named = set(StoredFile.objects.filter(sha256__in=distinct).values_list("sha256", flat=True))
    for one in distinct.values():
        keep_content(one, at, is_named=named.__contains__)
    rows = StoredFile.objects.bulk_create(
        _row(one, name=name, media_type=kind, purpose=purpose, scope=scope, by=by, at=at)
        for one, name, kind in zip(received, names, kinds, strict=True)
    )
    count = len(rows)
    record_each("file_stored", rows, by=by, at=at, scopes=[scope] * count, notes=[rules.label] * count)
    if rules.is_read:
        have_read(distinct, by=by, at=at)
    return rows


def measure_local_file(path: Path) -> LocalFile:
    """Read a file on this disk once: its fingerprint, size and type by content. Touches no table, so that a long film
    holds up nobody who writes.
    """
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as content:
        while chunk := content.read(CHUNK_BYTES):
            size += len(chunk)
            digest.update(chunk)
        return LocalFile(path, digest.hexdigest(), size, media_type_of(cast("BinaryIO", content)))


def store_local_file(
    measured: LocalFile, *, name: str, purpose: str, scope: str = "", by: Actor, at: datetime
) -> StoredFile:
    """As `store_file`, of a file that lies on this disk already: a folder takes it without copying.

    The caller deletes its own name of the file after the transaction; until then nothing is lost.

    Raises:
        KeyError: no app registered that purpose.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: nothing is kept.
    """
    rules = purposes[purpose]
    shown_name = clean_name(name)
    require_size(measured.size_bytes, shown_name, rules)
    require_type(measured.media_type, shown_name, rules)
    with measured.path.open("rb") as content:
        received = Received(content, measured.sha256, measured.size_bytes)
        keep_content(received, at, is_named=_is_named, source=measured.path)
    return _add_row(
        received, name=shown_name, media_type=measured.media_type, purpose=purpose, scope=scope, by=by, at=at
    )


def open_file(stored: StoredFile) -> BinaryIO:
    """The content, opened for reading from its beginning; the caller closes it. Does not ask who reads.

    Raises:
        FileIsLost: the storage does not have it.
    """
    try:
        return cast("BinaryIO", default_storage.open(stored.blob_path, "rb"))
    except FileNotFoundError as error:
        raise _lost(stored) from error


def open_part(stored: StoredFile, first: int, length: int) -> BinaryIO:
    """The content opened so that the next `length` bytes read are those from `first` on; the caller closes it.

    A storage that can fetches no more than these: a range of a long recording costs what it is long. Does not ask who
    reads.

    Raises:
        FileIsLost: the storage does not have it.
    """
    fetch: Callable[[str, int, int], BinaryIO] | None = getattr(default_storage, "open_part", None)
    if fetch is None:
        content = open_file(stored)
        content.seek(first)
        return content
    try:
        return fetch(stored.blob_path, first, length)
    except FileNotFoundError as error:
        raise _lost(stored) from error


def sweep_orphans(*, at: datetime) -> OrphanSweep:
    """Delete contents that no row names and that were last written more than a day before `at`, and the words of
    contents that no row names.
    """
    drop_texts_of_nobody()
    deleted_count = freed_bytes = 0
    for folder, names in _blob_folders():
        known = set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))
        for orphan in sorted(set(names) - known):
            path = f"{folder}/{orphan}"
            try:
                size = default_storage.size(path)
            except FileNotFoundError:
                # Written aside when the folder was listed, and named since.
                continue
            # Asked at the last moment: the same content may just have been brought again.
            is_named = StoredFile.objects.filter(sha256=orphan).exists()
            if is_named or default_storage.get_modified_time(path) > at - ORPHAN_AGE:
                continue
            default_storage.delete(path)
            deleted_count += 1
            freed_bytes += size
    if deleted_count:
        logger.info("Swept %d orphaned contents, %d bytes", deleted_count, freed_bytes)
    return OrphanSweep(deleted_count=deleted_count, freed_bytes=freed_bytes)


def _lost(stored: StoredFile) -> FileIsLost:
    return FileIsLost(f"Содержимое файла «{stored.name}» не найдено в хранилище.")


def _is_named(sha256: str) -> bool:
    return StoredFile.objects.filter(sha256=sha256).exists()


@transaction.atomic
def _add_row(
    received: Received, *, name: str, media_type: str, purpose: str, scope: str, by: Actor, at: datetime
) -> StoredFile:
    stored = _row(received, name=name, media_type=media_type, purpose=purpose, scope=scope, by=by, at=at)
    stored.save(force_insert=True)
    record("file_stored", stored, by=by, at=at, scope=scope, note=purposes[purpose].label)
    if purposes[purpose].is_read:
        have_read([stored.sha256], by=by, at=at)
    return stored


def _row(
    received: Received, *, name: str, media_type: str, purpose: str, scope: str, by: Actor, at: datetime
) -> StoredFile:
    return StoredFile(
        sha256=received.sha256,
        size_bytes=received.size_bytes,
        media_type=media_type,
        name=name,
        purpose=purpose,
        scope=scope,
        stored_at=at,
        stored_by_kind=str(by.actor_kind),
        stored_by_id=by.actor_id,
        stored_by_name=by.actor_name[:200],
    )


def _blob_folders() -> Iterator[tuple[str, list[str]]]:
    """Each folder of contents with the names in it."""
    try:
        shards, _ = default_storage.listdir(BLOBS)
    except FileNotFoundError:
        return
    for shard in sorted(shards):
        folder = f"{BLOBS}/{shard}"
        yield folder, default_storage.listdir(folder)[1]
