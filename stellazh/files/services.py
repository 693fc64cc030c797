"""Keeping files: contents by their SHA-256 in the storage, rows that never change."""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.files.media_types import media_type_of
from stellazh.files.models import BLOBS, StoredFile, blob_path
from stellazh.files.names import clean_name
from stellazh.files.purposes import FilePurpose, purposes

logger = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
IN_MEMORY_BYTES = 2 * 1024 * 1024
# A content without a row may belong to a transaction still open; so old a one does not.
ORPHAN_AGE = timedelta(hours=24)


class FileTooLarge(DomainError):
    """The content is larger than files of this purpose may be."""


class FileIsEmpty(DomainError):
    """There is not one byte in it."""


class FileTypeNotAccepted(DomainError):
    """What the file holds is not what this purpose takes, whatever its name says."""


class FileIsLost(DomainError):
    """The row is there, the content is gone from the storage."""


@dataclass(frozen=True, slots=True)
class OrphanSweep:
    """What a sweep removed."""

    deleted_count: int
    freed_bytes: int


@dataclass(frozen=True, slots=True)
class _Received:
    """A content on our side of the wire, measured."""

    content: IO[bytes]
    sha256: str
    size_bytes: int


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
        received = _receive(content, cast("IO[bytes]", spool), shown_name, rules)
        media_type = media_type_of(cast("BinaryIO", spool))
        if rules.media_types is not None and media_type not in rules.media_types:
            raise _not_accepted(shown_name)
        _keep(received, at)
    return _add_row(received, name=shown_name, media_type=media_type, purpose=purpose, scope=scope, by=by, at=at)


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
    if measured.size_bytes == 0:
        raise FileIsEmpty(f"Файл «{shown_name}» пуст.")
    if measured.size_bytes > rules.max_bytes:
        raise _too_large(shown_name, rules)
    if rules.media_types is not None and measured.media_type not in rules.media_types:
        raise _not_accepted(shown_name)
    with measured.path.open("rb") as content:
        received = _Received(content, measured.sha256, measured.size_bytes)
        _keep(received, at, source=measured.path)
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
    """Delete contents that no row names and that were last written more than a day before `at`."""
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


def _too_large(name: str, rules: FilePurpose) -> FileTooLarge:
    return FileTooLarge(f"Файл «{name}» слишком велик: здесь принимают не больше {_in_words(rules.max_bytes)}.")


def _not_accepted(name: str) -> FileTypeNotAccepted:
    return FileTypeNotAccepted(f"Файл «{name}» не подходит: его содержимое не того вида, что здесь нужен.")


def _receive(content: BinaryIO | bytes, spool: IO[bytes], name: str, rules: FilePurpose) -> _Received:
    source: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK_BYTES):
        size += len(chunk)
        if size > rules.max_bytes:
            raise _too_large(name, rules)
        digest.update(chunk)
        spool.write(chunk)
    if size == 0:
        raise FileIsEmpty(f"Файл «{name}» пуст.")
    return _Received(content=spool, sha256=digest.hexdigest(), size_bytes=size)


def _keep(received: _Received, at: datetime, *, source: Path | None = None) -> None:
    """Put the content into the storage unless it is there whole; a `source` on the storage's own disk is not copied."""
    path = blob_path(received.sha256)
    if default_storage.exists(path):
        if _is_kept_for_good(path, received, at):
            return
        default_storage.delete(path)
    link_in: Callable[[str, Path], bool] | None = getattr(default_storage, "link_in", None)
    if source is not None and link_in is not None and link_in(path, source):
        return
    received.content.seek(0)
    saved_as = default_storage.save(path, File(received.content))
    if saved_as != path:
        # Somebody brought the same content at the same moment: theirs has the name, ours is not needed.
        default_storage.delete(saved_as)


def _is_kept_for_good(path: str, received: _Received, at: datetime) -> bool:
    """Whether the content is there whole (a crash leaves a part) and no sweep is about to take it."""
    try:
        if default_storage.size(path) != received.size_bytes:
            return False
        if StoredFile.objects.filter(sha256=received.sha256).exists():
            return True
        return default_storage.get_modified_time(path) > at - ORPHAN_AGE / 2
    except FileNotFoundError:
        # Somebody else has just found it wanting and is bringing it anew, as we shall.
        return False


@transaction.atomic
def _add_row(
    received: _Received, *, name: str, media_type: str, purpose: str, scope: str, by: Actor, at: datetime
) -> StoredFile:
    stored = StoredFile.objects.create(
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
    record("file_stored", stored, by=by, at=at, scope=scope, note=purposes[purpose].label)
    return stored


def _blob_folders() -> Iterator[tuple[str, list[str]]]:
    """Each folder of contents with the names in it."""
    try:
        shards, _ = default_storage.listdir(BLOBS)
    except FileNotFoundError:
        return
    for shard in sorted(shards):
        folder = f"{BLOBS}/{shard}"
        yield folder, default_storage.listdir(folder)[1]


def _in_words(size_bytes: int) -> str:
    megabytes = size_bytes / (1024 * 1024)
    return f"{megabytes:.0f} МБ" if megabytes >= 1 else f"{size_bytes / 1024:.0f} КБ"
