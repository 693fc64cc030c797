"""Looking an archive over before anything is touched, and handing out what it holds."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final

from stellazh.cli.backup.manifest import (
    FILE_NAME,
    MANIFEST_NAME,
    MAX_MANIFEST_BYTES,
    PART_NAME,
    Manifest,
    Part,
    Table,
    all_parts,
    read_manifest,
)
from stellazh.cli.backup.writing import TRAILER, TRAILER_LENGTH
from stellazh.cli.refusal import CommandRefused

CHUNK_BYTES: Final = 1024 * 1024
_DAMAGED: Final = "Архив повреждён или обрезан: контрольная сумма не сходится. Ничего не изменено."
_FOREIGN: Final = "Это не архив Стеллажа. Ничего не изменено."


def verify(path: Path) -> Manifest:
    """Read the whole archive and check every sum, name, size and row count.

    Raises:
        CommandRefused: it is damaged, foreign, of a later format, or holds what an archive cannot hold.
    """
    _check_sum(path)
    try:
        manifest, found = _look_over(path)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise CommandRefused(_FOREIGN) from error
    expected = {part.name: (part.size, part.sha256) for part in all_parts(manifest)}
    if found != expected:
        raise CommandRefused("Состав архива не сходится с его описью. Ничего не изменено.")
    with opened(path) as members:
        for table in manifest.tables:
            for part in table.parts:
                _check_rows(table, part, members)
    return manifest


def _check_sum(path: Path) -> None:
    size = path.stat().st_size - TRAILER_LENGTH
    if size <= 0:
        raise CommandRefused(_FOREIGN)
    sha256 = hashlib.sha256()
    with path.open("rb") as archive:
        left = size
        while left:
            content = archive.read(min(CHUNK_BYTES, left))
            if not content:
                raise CommandRefused(_DAMAGED)
            sha256.update(content)
            left -= len(content)
        trailer = archive.read()
    if not trailer.startswith(TRAILER.split()[0]):
        raise CommandRefused(_DAMAGED if _looks_like_tar(path) else _FOREIGN)
    if trailer != TRAILER % sha256.hexdigest().encode():
        raise CommandRefused(_DAMAGED)


def _looks_like_tar(path: Path) -> bool:
    with path.open("rb") as archive:
        return archive.read(263)[257:] == b"ustar\x00"


def _look_over(path: Path) -> tuple[Manifest, dict[str, tuple[int, str]]]:
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            if manifest is not None:
                raise CommandRefused(_FOREIGN)
            stream = _stream(tar, member)
            if member.name == MANIFEST_NAME:
                if member.size > MAX_MANIFEST_BYTES:
                    raise CommandRefused(_FOREIGN)
                manifest = read_manifest(stream.read())
            elif member.name in found or not (PART_NAME.fullmatch(member.name) or FILE_NAME.fullmatch(member.name)):
                raise CommandRefused(f"В архиве посторонний файл «{member.name[:80]}». Ничего не изменено.")
            else:
                found[member.name] = (member.size, _sha256_of(stream))
            _forget(tar)
    if manifest is None:
        raise CommandRefused(_FOREIGN)
    return manifest, found


def _sha256_of(stream: IO[bytes]) -> str:
    sha256 = hashlib.sha256()
    while content := stream.read(CHUNK_BYTES):
        sha256.update(content)
    return sha256.hexdigest()


def _stream(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    is_plain = member.type == tarfile.REGTYPE and not member.issparse()
    stream = tar.extractfile(member) if is_plain else None
    if stream is None:
        raise CommandRefused(f"В архиве не файл, а ссылка или папка «{member.name[:80]}». Ничего не изменено.")
    return stream


def _forget(tar: tarfile.TarFile) -> None:
    """tarfile keeps all it knows of every member it has met, a kilobyte each; a large archive has many."""
    tar.members = []  # type: ignore[attr-defined]


class Members:
    """The members of a verified archive, by name. One stream at a time."""

    def __init__(self, archive: BinaryIO) -> None:
        self._archive = archive
        self._offsets: dict[str, int] = {}
        with tarfile.open(fileobj=archive, mode="r:") as tar:
            for member in tar:
                self._offsets[member.name] = member.offset_data
                _forget(tar)

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The member's stored bytes, a piece at a time."""
        self._archive.seek(self._offsets[part.name])
        left = part.size
        while left:
            content = self._archive.read(min(CHUNK_BYTES, left))
            if not content:
                raise CommandRefused(_DAMAGED)
            left -= len(content)
            yield content

    def lines(self, part: Part) -> Iterator[bytes]:
        """The rows of a part. Never unpacks more than the manifest said.

        Raises:
            CommandRefused: it unpacks to something else.
        """
        with gzip.GzipFile(fileobj=io.BytesIO(b"".join(self.pieces(part)))) as packed:
            try:
                content = packed.read(part.unpacked + 1)
            except (OSError, EOFError, zlib.error) as error:
                raise CommandRefused(_DAMAGED) from error
        if len(content) != part.unpacked:
            raise CommandRefused(_DAMAGED)
        yield from content.splitlines()


@contextmanager
def opened(path: Path) -> Iterator[Members]:
    """The archive for reading by name; only after `verify`."""
    with path.open("rb") as archive:
        yield Members(archive)


def _check_rows(table: Table, part: Part, members: Members) -> None:
    count = 0
    for line in members.lines(part):
        count += 1
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CommandRefused(_DAMAGED) from error
        if not isinstance(row, list) or len(row) != len(table.columns):
            raise CommandRefused(_DAMAGED)
    if count != part.rows:
        raise CommandRefused(_DAMAGED)
