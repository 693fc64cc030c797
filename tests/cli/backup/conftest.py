"""Archives to be put back, taken apart and spoilt."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from stellazh.cli.backup.manifest import Manifest
from stellazh.cli.backup.reading import opened, verify
from stellazh.cli.backup.writing import TRAILER, write_archive
from stellazh.files.models import StoredFile
from tests.cli.backup.rows import fill_every_table
from tests.processes.postgres import new_postgres, postgres_server

__all__ = ["new_postgres", "postgres_server"]

Content = bytes | tarfile.TarInfo


def store_contents(*contents: bytes) -> None:
    """Keep contents as the app of files does, each with its row."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    for number, content in enumerate(contents):
        sha256 = hashlib.sha256(content).hexdigest()
        row = StoredFile.objects.create(
            sha256=sha256,
            size_bytes=len(content),
            media_type="application/octet-stream",
            name=f"файл {number}.bin",
            purpose="tests",
            stored_at=datetime.fromisoformat("2024-09-10T09:00:00Z"),
            stored_by_kind="system",
            stored_by_name="Тест",
        )
        # The storage outlives a test, and some tests spoil what lies there.
        default_storage.delete(row.blob_path)
        default_storage.save(row.blob_path, ContentFile(content))


@pytest.fixture
def filled(transactional_db: None) -> None:
    """Rows in every table and two contents in the storage."""
    store_contents("Положение.docx".encode() * 100, b"\x00" * 3_000_000)
    fill_every_table()


@pytest.fixture
def archive(filled: None, tmp_path: Path, at: datetime) -> Path:
    """An archive of the filled database."""
    path = tmp_path / "archive.tar"
    write_archive(path, at=at)
    return path


@pytest.fixture(scope="session")
def archive_content(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    """An archive of a filled database, made once; the database is empty again afterwards."""
    path = tmp_path_factory.mktemp("archive") / "archive.tar"
    with django_db_blocker.unblock():
        store_contents("Положение.docx".encode() * 100, b"\x00" * 3_000_000)
        fill_every_table()
        write_archive(path, at=datetime.fromisoformat("2024-09-10T09:00:00Z"))
        call_command("flush", interactive=False, verbosity=0)
    return path.read_bytes()


@pytest.fixture
def archive_file(archive_content: bytes, tmp_path: Path) -> Path:
    """That archive as a file of the test's own, for what needs no database."""
    path = tmp_path / "archive.tar"
    path.write_bytes(archive_content)
    return path


@pytest.fixture
def state(tmp_path: Path, at: datetime) -> Callable[[], Manifest]:
    """What the database and the storage hold now, as the manifest of an archive made of them."""
    count = 0

    def take() -> Manifest:
        nonlocal count
        count += 1
        return write_archive(tmp_path / f"state-{count}.tar", at=at)

    return take


def members_of(path: Path) -> list[tuple[str, bytes]]:
    """Names and contents, in order."""
    with tarfile.open(path) as tar:
        return [(member.name, tar.extractfile(member).read()) for member in tar]  # type: ignore[union-attr]


def sealed(path: Path, members: list[tuple[str, Content]]) -> Path:
    """An archive of these members with a right sum at its end, as somebody with our source could make it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in members:
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.name = name
            if isinstance(content, bytes):
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
            else:
                tar.addfile(info)
    body = buffer.getvalue()
    path.write_bytes(body + TRAILER % hashlib.sha256(body).hexdigest().encode())
    return path


def differing(one: Path, two: Path) -> list[str]:
    """The tables whose rows are not the same in two archives, whatever databases they came from, and «migrations» or
    «files». The keys of a JSON object have no order: PostgreSQL keeps none.
    """
    first, second = verify(one), verify(two)
    parts = {"migrations": first.migrations != second.migrations, "files": first.files != second.files}
    before, after = _rows_of(one, first), _rows_of(two, second)
    names = sorted(before.keys() | after.keys())
    return [name for name, is_other in parts.items() if is_other] + [
        name for name in names if before.get(name) != after.get(name)
    ]


def _rows_of(path: Path, manifest: Manifest) -> dict[str, list[Any]]:
    with opened(path) as members:
        return {
            table.model: [table.columns, *(json.loads(line) for part in table.parts for line in members.lines(part))]
            for table in manifest.tables
        }


def same_data(one: Manifest, two: Manifest) -> bool:
    """Whether two archives of one database hold the same rows and contents."""
    return (one.migrations, one.tables, one.files) == (two.migrations, two.tables, two.files)
