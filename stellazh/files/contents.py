"""Contents on their way into the storage: measured, checked against their purpose, kept under their SHA-256."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from stellazh.common.errors import DomainError
from stellazh.files.models import blob_path
from stellazh.files.purposes import FilePurpose

CHUNK_BYTES = 256 * 1024
# A content without a row may belong to a transaction still open; so old a one does not.
ORPHAN_AGE = timedelta(hours=24)


class FileTooLarge(DomainError):
    """The content is larger than files of this purpose may be."""


class FileIsEmpty(DomainError):
    """There is not one byte in it."""


class FileTypeNotAccepted(DomainError):
    """What the file holds is not what this purpose takes, whatever its name says."""


@dataclass(frozen=True, slots=True)
class Received:
    """A content on our side of the wire, measured."""

    content: IO[bytes]
    sha256: str
    size_bytes: int


def receive(content: BinaryIO | bytes, spool: IO[bytes], name: str, rules: FilePurpose) -> Received:
    """Read the content into the spool and measure it, no further than the purpose allows.

    Raises:
        FileIsEmpty, FileTooLarge.
    """
    source: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK_BYTES):
        size += len(chunk)
        if size > rules.max_bytes:
            break
        digest.update(chunk)
        spool.write(chunk)
    require_size(size, name, rules)
    return Received(content=spool, sha256=digest.hexdigest(), size_bytes=size)


def require_size(size_bytes: int, name: str, rules: FilePurpose) -> None:
    """Pass when a file of the purpose may be so large.

    Raises:
        FileIsEmpty, FileTooLarge.
    """
    if size_bytes == 0:
        raise FileIsEmpty(f"Файл «{name}» пуст.")
    if size_bytes > rules.max_bytes:
        limit = _in_words(rules.max_bytes)
        raise FileTooLarge(f"Файл «{name}» слишком велик: здесь принимают не больше {limit}.")


def require_type(media_type: str, name: str, rules: FilePurpose) -> None:
    """Pass when the purpose takes files of that type.

    Raises:
        FileTypeNotAccepted.
    """
    if rules.media_types is not None and media_type not in rules.media_types:
        raise FileTypeNotAccepted(f"Файл «{name}» не подходит: его содержимое не того вида, что здесь нужен.")


def keep_content(
    received: Received, at: datetime, *, is_named: Callable[[str], bool], source: Path | None = None
) -> None:
    """Put the content into the storage unless it is there whole; a `source` on the storage's own disk is not copied.

    `is_named` tells of a fingerprint whether some row names it; it is asked only where there is such a content.
    """
    path = blob_path(received.sha256)
    if default_storage.exists(path):
        if _is_kept_for_good(path, received, at, is_named):
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


def _is_kept_for_good(path: str, received: Received, at: datetime, is_named: Callable[[str], bool]) -> bool:
    """Whether the content is there whole (a crash leaves a part) and no sweep is about to take it."""
    try:
        if default_storage.size(path) != received.size_bytes:
            return False
        if is_named(received.sha256):
            return True
        return default_storage.get_modified_time(path) > at - ORPHAN_AGE / 2
    except FileNotFoundError:
        # Somebody else has just found it wanting and is bringing it anew, as we shall.
        return False


def _in_words(size_bytes: int) -> str:
    megabytes = size_bytes / (1024 * 1024)
    return f"{megabytes:.0f} МБ" if megabytes >= 1 else f"{size_bytes / 1024:.0f} КБ"
