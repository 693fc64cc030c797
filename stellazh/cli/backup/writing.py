"""Making an archive while the site is in use."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from stellazh.cli.backup.manifest import MANIFEST_NAME, Manifest, Part, Table
from stellazh.cli.backup.tables import TableShape, applied_migrations, shapes_at, to_json
from stellazh.cli.refusal import CommandRefused
from stellazh.cli.version import product_version
from stellazh.files.models import StoredFile, blob_path

PART_BYTES: Final = 4 * 1024 * 1024
TRAILER: Final = b"stellazh-sha256 %b\n"
TRAILER_LENGTH: Final = len(TRAILER % (b"0" * 64))


def write_archive(target: Path, *, at: datetime) -> Manifest:
    """Write everything into the new file `target`: rows as they are at one moment, and the files they name.

    Memory does not grow with the data. The archive appears under its name only when it is whole.

    Raises:
        CommandRefused: `target` exists, its folder does not, or the database has no tables yet.
    """
    if target.exists():
        raise CommandRefused(f"Файл {target} уже есть. Архив не пишется поверх: укажите новое имя.")
    if not target.parent.is_dir():
        raise CommandRefused(f"Папки {target.parent} нет. Создайте её или укажите другую.")
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as plain:
            output = _Hashing(plain)
            with tarfile.open(fileobj=output, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                manifest = _write_parts(_Archive(tar, at), at)
            plain.write(TRAILER % output.sha256.hexdigest().encode())
            plain.flush()
            os.fsync(plain.fileno())
        _give_name(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _give_name(partial: Path, target: Path) -> None:
    try:
        # Unlike a rename, a link never replaces what appeared under the name meanwhile.
        os.link(partial, target)
    except FileExistsError as error:
        raise CommandRefused(f"Файл {target} появился, пока архив писался. Укажите новое имя.") from error
    except OSError:
        partial.rename(target)


class _Hashing(io.RawIOBase):
    """A stream that knows the SHA-256 of what went through it."""

    def __init__(self, stream: IO[bytes] | File[bytes]) -> None:
        self._stream = stream
        self.sha256 = hashlib.sha256()
        self.size = 0

    def write(self, content: Any) -> int:
        self.sha256.update(content)
        self.size += len(content)
        return int(self._stream.write(content))

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._stream.read(size)
        self.sha256.update(content)
        self.size += len(content)
        return content


class _Archive:
    def __init__(self, tar: tarfile.TarFile, at: datetime) -> None:
        self._tar = tar
        self._at = at

    def add(self, name: str, content: bytes, *, rows: int = 0, unpacked: int = 0) -> Part:
        self._tar.addfile(self._info(name, len(content)), io.BytesIO(content))
        return Part(name, len(content), hashlib.sha256(content).hexdigest(), rows, unpacked)

    def add_stream(self, name: str, content: File[bytes], size: int) -> Part:
        hashing = _Hashing(content)
        self._tar.addfile(self._info(name, size), hashing)
        return Part(name, size, hashing.sha256.hexdigest())

    def _info(self, name: str, size: int) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.size = size
        info.mode = 0o600
        info.mtime = int(self._at.timestamp())
        return info


def _write_parts(archive: _Archive, at: datetime) -> Manifest:
    with _one_moment():
        migrations = applied_migrations()
        if not migrations:
            raise CommandRefused("В базе ещё нет таблиц: сохранять нечего. Создать их: stellazh migrate")
        tables = [_write_table(archive, shape) for shape in shapes_at(migrations)]
        contents = _contents()
    files, missing, damaged = _write_files(archive, contents)
    manifest = Manifest(
        version=product_version(),
        made_at=at.isoformat(),
        engine=connection.vendor,
        migrations=migrations,
        tables=tables,
        files=files,
        missing=missing,
        damaged=damaged,
    )
    archive.add(MANIFEST_NAME, manifest.to_bytes())
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the database as it is at its first question, and lets others write meanwhile."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    # With WAL a deferred transaction that only reads has its own view and holds up no writer.
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]


def _write_table(archive: _Archive, shape: TableShape) -> Table:
    parts: list[Part] = []
    for number, (content, rows, unpacked) in enumerate(_packed(shape), start=1):
        parts.append(archive.add(f"data/{shape.label}/{number:06}.jsonl.gz", content, rows=rows, unpacked=unpacked))
    return Table(shape.label, shape.columns, sum(part.rows for part in parts), parts)


def _packed(shape: TableShape) -> Iterator[tuple[bytes, int, int]]:
    lines: list[bytes] = []
    size = 0
    for row in shape.rows():
        line = to_json(shape, row) + b"\n"
        lines.append(line)
        size += len(line)
        if size >= PART_BYTES:
            yield gzip.compress(b"".join(lines), compresslevel=6, mtime=0), len(lines), size
            lines, size = [], 0
    if lines:
        yield gzip.compress(b"".join(lines), compresslevel=6, mtime=0), len(lines), size


def _contents() -> list[tuple[str, int]]:
    """Every content that a row names, once, with its size."""
    rows = StoredFile.objects.order_by("sha256").values_list("sha256", "size_bytes").distinct()
    return list(dict(rows.iterator()).items())


def _write_files(archive: _Archive, contents: list[tuple[str, int]]) -> tuple[list[Part], list[str], list[str]]:
    files: list[Part] = []
    missing: list[str] = []
    damaged: list[str] = []
    for sha256, size in contents:
        try:
            stored = default_storage.open(blob_path(sha256), "rb")
        except FileNotFoundError:
            missing.append(sha256)
            continue
        with stored:
            if stored.size != size:
                damaged.append(sha256)
                continue
            part = archive.add_stream(f"files/{sha256}", stored, size)
        files.append(part)
        if part.sha256 != sha256:
            damaged.append(sha256)
    return files, missing, damaged
