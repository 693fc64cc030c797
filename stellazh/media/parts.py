"""The growing files of uploads: a folder beside the stored ones, so that a whole film is taken without copying."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage

from stellazh.common.errors import DomainError
from stellazh.files.media_types import HEAD_BYTES
from stellazh.media.models import UPLOADS, Upload

PIECE_BYTES = 256 * 1024
# What the disk keeps for everything else: the database, the journal, other people's papers.
RESERVED_BYTES = 512 * 1024 * 1024


class UploadIsBusy(DomainError):
    """Another request is writing this very file."""


def folder() -> Path:
    """Where the growing files lie. With a bucket instead of a folder they wait on this computer's own disk."""
    try:
        place = Path(default_storage.path(UPLOADS))
    except NotImplementedError:
        place = Path(settings.DATA_DIR) / UPLOADS
    place.mkdir(parents=True, exist_ok=True)
    return place


def path_of(upload: Upload) -> Path:
    """The growing file of an upload; there is none before its first part."""
    return folder() / str(upload.public_id)


def free_bytes() -> int:
    """How much the disk of the growing files may still take."""
    return max(0, shutil.disk_usage(folder()).free - RESERVED_BYTES)


@contextmanager
def held(upload: Upload) -> Iterator[IO[bytes]]:
    """The growing file, open for writing and for nobody else until the end of the block.

    Raises:
        UploadIsBusy: somebody else holds it.
    """
    handle = os.open(path_of(upload), os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadIsBusy("Этот файл уже принимается в другом окне. Подождите немного.") from error
        yield file


def append(file: IO[bytes], content: BinaryIO, *, offset: int, most: int) -> None:
    """Write at most `most` bytes at `offset`, in place of whatever an interrupted part has left there."""
    file.seek(offset)
    file.truncate()
    left = most
    while left and (piece := content.read(min(PIECE_BYTES, left))):
        file.write(piece)
        left -= len(piece)


def length(file: IO[bytes]) -> int:
    """How long the growing file is by now."""
    return file.seek(0, os.SEEK_END)


def beginning(file: IO[bytes]) -> bytes:
    """Its first bytes, as many as tell what it is."""
    file.seek(0)
    return file.read(HEAD_BYTES)


def forget(upload: Upload) -> None:
    """Delete the growing file, if there is one."""
    path_of(upload).unlink(missing_ok=True)


def lost_names(known: set[str]) -> Iterator[Path]:
    """Growing files that belong to no upload of `known`."""
    for path in folder().iterdir():
        if path.name not in known:
            yield path
