"""Many small files stored at once: the same rows and promises, few statements."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from stellazh.audit.models import AuditEntry
from stellazh.common.errors import DomainError
from stellazh.files.models import StoredFile
from stellazh.files.services import (
    FileIsEmpty,
    FileTooLarge,
    FileTypeNotAccepted,
    NewFile,
    open_file,
    store_file,
    store_files,
    sweep_orphans,
)
from stellazh.people.models import Person
from tests.checks import nothing_changes
from tests.files.conftest import LIMIT

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
FIELDS = ("sha256", "size_bytes", "media_type", "purpose", "scope", "stored_at", "stored_by_id", "stored_by_name")


def new_files(count: int) -> list[NewFile]:
    return [NewFile(PNG + str(n).encode(), f"Сертификат {n}.png") for n in range(count)]


def store(files: list[NewFile], sender: Person, at: datetime, purpose: str = "tests.portrait") -> list[StoredFile]:
    return store_files(files, purpose=purpose, scope="/region/", by=sender, at=at)


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def read(stored: StoredFile) -> bytes:
    with open_file(stored) as content:
        return content.read()


def test_many_files_are_kept_as_one_is(sender: Person, at: datetime, storage_dir: Path) -> None:
    one = store_file(PNG + b"1", name="../one.png", purpose="tests.portrait", scope="/region/", by=sender, at=at)

    stored = store(new_files(3), sender, at)

    assert [(file.name, read(file)) for file in stored] == [(f.name, f.content) for f in new_files(3)]
    assert [getattr(stored[1], field) for field in FIELDS] == [getattr(one, field) for field in FIELDS]
    assert list(StoredFile.objects.filter(pk__in=[file.pk for file in stored]).order_by("pk")) == stored
    assert len({file.public_id for file in stored}) == 3
    assert blobs(storage_dir) == sorted(
        storage_dir / "blobs" / digest[:2] / digest
        for digest in (hashlib.sha256(file.content).hexdigest() for file in new_files(3))
    )


def test_storing_many_is_a_deed_for_each(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store(new_files(3), sender, at)

    kept = AuditEntry.objects.filter(action="file_stored").order_by("pk")
    assert [(e.object_id, e.actor_id, e.scope, e.note) for e in kept] == [
        (str(file.pk), str(sender.pk), "/region/", "Портрет") for file in stored
    ]


def test_equal_contents_among_many_are_kept_once(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store([NewFile(PNG, "первый.png"), NewFile(PNG, "второй.png")], sender, at)

    assert [(file.name, file.sha256) for file in stored] == [
        (name, hashlib.sha256(PNG).hexdigest()) for name in ("первый.png", "второй.png")
    ]
    assert len(blobs(storage_dir)) == 1


def test_contents_that_are_there_are_not_written_again(sender: Person, at: datetime, storage_dir: Path) -> None:
    store(new_files(2), sender, at)
    before = [(path.stat().st_ino, path.stat().st_mtime_ns) for path in blobs(storage_dir)]

    store(new_files(2), sender, at)

    assert [(path.stat().st_ino, path.stat().st_mtime_ns) for path in blobs(storage_dir)] == before
    assert StoredFile.objects.count() == 4


def test_contents_cut_short_by_a_crash_are_mended(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store(new_files(2), sender, at)
    Path(default_storage.path(stored[0].blob_path)).write_bytes(b"half")

    store(new_files(2), sender, at)

    assert read(stored[0]) == new_files(1)[0].content


def test_orphans_brought_again_among_many_are_safe_from_the_sweep(
    sender: Person, at: datetime, storage_dir: Path
) -> None:
    with transaction.atomic():
        store(new_files(2), sender, at)
        transaction.set_rollback(True)
    for path in blobs(storage_dir):
        os.utime(path, (at.timestamp() - 80_000, at.timestamp() - 80_000))

    stored = store(new_files(2), sender, at)

    assert sweep_orphans(at=at.replace(year=2040)).deleted_count == 0
    assert [read(file) for file in stored] == [file.content for file in new_files(2)]
    assert min(path.stat().st_mtime for path in blobs(storage_dir)) > at.timestamp() - 80_000


@pytest.mark.parametrize(
    ("content", "refusal", "match"),
    [
        (b"", FileIsEmpty, "«плохой.png» пуст"),
        (PNG + bytes(LIMIT), FileTooLarge, "«плохой.png» слишком велик: здесь принимают не больше 293 КБ"),
        (b"<svg ", FileTypeNotAccepted, "«плохой.png» не подходит"),
    ],
    ids=["empty", "large", "other type"],
)
def test_one_unfit_file_keeps_all_back(
    sender: Person, at: datetime, storage_dir: Path, content: bytes, refusal: type[DomainError], match: str
) -> None:
    files = [*new_files(2), NewFile(content, "плохой.png"), NewFile(PNG, "ещё.png")]

    nothing_changes(lambda: store(files, sender, at), refusal, match)

    assert blobs(storage_dir) == []


def test_many_files_of_unknown_purpose_are_refused(sender: Person, at: datetime, storage_dir: Path) -> None:
    with pytest.raises(KeyError):
        store(new_files(1), sender, at, purpose="tests.unheard")

    assert (StoredFile.objects.count(), blobs(storage_dir)) == (0, [])


def test_no_files_are_no_deed(sender: Person, at: datetime, storage_dir: Path) -> None:
    assert store([], sender, at) == []
    assert AuditEntry.objects.filter(action="file_stored").count() == 0


def test_many_files_cost_as_many_statements_as_one(sender: Person, at: datetime, storage_dir: Path) -> None:
    counts = []
    for first, count in ((0, 1), (1, 50)):
        files = [NewFile(PNG + f"{first}:{n}".encode(), f"{n}.png") for n in range(count)]
        with CaptureQueriesContext(connection) as storing:
            store(files, sender, at)
        counts.append(len(storing))

    assert counts[0] == counts[1]
