"""Keeping files: what is kept, what is refused, and contents that are brought more than once."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Guest
from stellazh.common.errors import DomainError
from stellazh.files.models import StoredFile
from stellazh.files.services import (
    FileIsEmpty,
    FileIsLost,
    FileTooLarge,
    FileTypeNotAccepted,
    open_file,
    store_file,
    sweep_orphans,
)
from stellazh.people.models import Person
from tests.files.conftest import LIMIT

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def store(
    content: bytes, sender: Person, at: datetime, name: str = "фото.png", purpose: str = "tests.material"
) -> StoredFile:
    return store_file(content, name=name, purpose=purpose, scope="/region/", by=sender, at=at)


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def age(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def read(stored: StoredFile) -> bytes:
    with open_file(stored) as content:
        return content.read()


def test_file_is_kept_under_its_hash(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store(PNG, sender, at)

    digest = hashlib.sha256(PNG).hexdigest()
    kept = StoredFile.objects.values().get()
    assert kept == {
        "id": stored.pk,
        "public_id": stored.public_id,
        "sha256": digest,
        "size_bytes": len(PNG),
        "media_type": "image/png",
        "name": "фото.png",
        "purpose": "tests.material",
        "scope": "/region/",
        "stored_at": at,
        "stored_by_kind": "person",
        "stored_by_id": str(sender.pk),
        "stored_by_name": sender.actor_name,
    }
    assert blobs(storage_dir) == [storage_dir / "blobs" / digest[:2] / digest]
    assert read(stored) == PNG
    assert stored.get_absolute_url() == f"/files/{stored.public_id}/"


def test_storing_is_a_deed(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store(PNG, sender, at)

    entry = AuditEntry.objects.about(stored).get()
    assert (entry.action, entry.object_label, entry.scope, entry.note) == (
        "file_stored",
        "фото.png",
        "/region/",
        "Материал",
    )


def test_file_is_read_from_a_stream(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store_file(io.BytesIO(PNG), name="фото.png", purpose="tests.material", by=sender, at=at)

    assert read(stored) == PNG


def test_equal_contents_are_kept_once_under_two_names(sender: Person, at: datetime, storage_dir: Path) -> None:
    first = store(PNG, sender, at, name="первое.png")
    written_at = blobs(storage_dir)[0].stat().st_mtime_ns

    second = store(PNG, sender, at, name="второе.png")

    assert first.public_id != second.public_id
    assert [first.name, second.name] == ["первое.png", "второе.png"]
    assert [path.stat().st_mtime_ns for path in blobs(storage_dir)] == [written_at]


@pytest.mark.parametrize(
    ("content", "purpose", "refusal", "sentence"),
    [
        (b"", "tests.material", FileIsEmpty, "Файл «фото.png» пуст."),
        (
            bytes(LIMIT + 1),
            "tests.material",
            FileTooLarge,
            "Файл «фото.png» слишком велик: здесь принимают не больше 293 КБ.",
        ),
        (
            b"<svg onload='alert(1)'/>",
            "tests.portrait",
            FileTypeNotAccepted,
            "Файл «фото.png» не подходит: его содержимое не того вида, что здесь нужен.",
        ),
    ],
    ids=["empty", "too large", "not what its name says"],
)
def test_unfit_file_is_refused(
    sender: Person,
    at: datetime,
    storage_dir: Path,
    content: bytes,
    purpose: str,
    refusal: type[DomainError],
    sentence: str,
) -> None:
    with pytest.raises(refusal) as caught:
        store(content, sender, at, purpose=purpose)

    assert str(caught.value) == sentence
    assert (StoredFile.objects.count(), AuditEntry.objects.count(), blobs(storage_dir)) == (0, 0, [])


def test_file_of_exactly_the_limit_is_kept(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store(bytes(LIMIT), sender, at)

    assert stored.size_bytes == LIMIT


def test_endless_stream_is_read_no_further_than_the_limit(sender: Person, at: datetime, storage_dir: Path) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return bytes(size)

    source = Endless()

    with pytest.raises(FileTooLarge):
        store_file(source, name="бездна", purpose="tests.material", by=sender, at=at)

    assert source.given <= LIMIT + 256 * 1024


def test_file_of_unknown_purpose_is_refused(sender: Person, at: datetime, storage_dir: Path) -> None:
    with pytest.raises(KeyError):
        store(PNG, sender, at, purpose="tests.nobody_knows")

    assert blobs(storage_dir) == []


def test_archive_bomb_is_only_looked_at(sender: Person, at: datetime, storage_dir: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", bytes(50_000_000))

    stored = store(packed.getvalue(), sender, at, name="книга.epub")

    assert stored.media_type == "application/zip"


def test_guest_may_bring_a_file(at: datetime, storage_dir: Path, db: None) -> None:
    stored = store_file(PNG, name="фото.png", purpose="tests.material", by=Guest(), at=at)

    assert (stored.stored_by_kind, stored.stored_by_id, stored.stored_by_name) == ("guest", "", "Гость")


def test_content_cut_short_by_a_crash_is_mended(sender: Person, at: datetime, storage_dir: Path) -> None:
    first = store(PNG, sender, at)
    blobs(storage_dir)[0].write_bytes(PNG[:100])

    store(PNG, sender, at)

    assert read(first) == PNG


def test_lost_content_is_told_from_an_empty_one(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store(PNG, sender, at)
    blobs(storage_dir)[0].unlink()

    with pytest.raises(FileIsLost, match="не найдено"):
        open_file(stored)


def test_content_of_failed_transaction_is_swept(sender: Person, at: datetime, storage_dir: Path) -> None:
    kept = store(b"kept", sender, at)
    with transaction.atomic():
        store(PNG, sender, at)
        transaction.set_rollback(True)
    for blob in blobs(storage_dir):
        age(blob, at - timedelta(hours=25))

    swept = sweep_orphans(at=at)

    assert (swept.deleted_count, swept.freed_bytes) == (1, len(PNG))
    assert [path.name for path in blobs(storage_dir)] == [kept.sha256]


def test_fresh_content_may_belong_to_an_open_transaction(sender: Person, at: datetime, storage_dir: Path) -> None:
    with transaction.atomic():
        store(PNG, sender, at)
        transaction.set_rollback(True)
    age(blobs(storage_dir)[0], at - timedelta(hours=23))

    swept = sweep_orphans(at=at)

    assert (swept.deleted_count, len(blobs(storage_dir))) == (0, 1)


def test_sweep_of_empty_storage_finds_nothing(at: datetime, storage_dir: Path, db: None) -> None:
    assert sweep_orphans(at=at).deleted_count == 0


def test_orphan_brought_again_is_safe_from_the_sweep(sender: Person, at: datetime, storage_dir: Path) -> None:
    with transaction.atomic():
        store(PNG, sender, at)
        transaction.set_rollback(True)
    orphan = blobs(storage_dir)[0]
    age(orphan, at - timedelta(hours=25))

    store(PNG, sender, at)

    assert datetime.fromtimestamp(orphan.stat().st_mtime, UTC) > at


@pytest.mark.django_db(transaction=True)
def test_same_content_brought_at_once_is_kept_once(sender: Person, at: datetime, storage_dir: Path) -> None:
    senders = 6
    barrier = threading.Barrier(senders)
    failures: list[BaseException] = []

    def bring() -> None:
        try:
            barrier.wait(timeout=30)
            store(PNG, sender, at)
        except BaseException as failure:
            failures.append(failure)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=bring) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert [path.name for path in blobs(storage_dir)] == [hashlib.sha256(PNG).hexdigest()]
    assert [read(stored) == PNG for stored in StoredFile.objects.all()] == [True] * senders
