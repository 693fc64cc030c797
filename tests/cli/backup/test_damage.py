from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError

from stellazh.cli.backup.manifest import Manifest
from stellazh.cli.backup.reading import verify
from stellazh.cli.backup.restoring import restore_archive
from stellazh.cli.refusal import CommandRefused
from stellazh.files.models import StoredFile
from tests.cli.backup.conftest import members_of, same_data, sealed

# The archive that they share is made in the database of the tests, which must be there first.
pytestmark = pytest.mark.django_db

State = Callable[[], Manifest]


def restore(path: Path, at: datetime) -> None:
    restore_archive(
        path, may_replace=True, copy_to=lambda: path.with_name("copy.tar"), at=at, tell=lambda sentence: None
    )


def test_a_flipped_bit_anywhere_is_noticed(archive_file: Path, tmp_path: Path) -> None:
    content = archive_file.read_bytes()
    offsets = sorted(
        {*range(0, len(content), max(1, len(content) // 150)), *range(600), *range(len(content) - 100, len(content))}
    )
    spoilt = tmp_path / "spoilt.tar"
    spoilt.write_bytes(content)
    noticed = 0

    with spoilt.open("r+b") as file:
        for offset in offsets:
            file.seek(offset)
            file.write(bytes([content[offset] ^ (1 << offset % 8)]))
            file.flush()
            with pytest.raises(CommandRefused):
                verify(spoilt)
            noticed += 1
            file.seek(offset)
            file.write(content[offset : offset + 1])
            file.flush()

    assert noticed == len(offsets)
    assert same_data(verify(spoilt), verify(archive_file))


def test_a_truncated_archive_is_noticed(archive_file: Path, tmp_path: Path) -> None:
    content = archive_file.read_bytes()
    short = tmp_path / "short.tar"
    lengths = [0, 1, 100, 511, 512, 513, *range(1000, len(content), len(content) // 40), len(content) - 1]

    for length in lengths:
        short.write_bytes(content[:length])
        with pytest.raises(CommandRefused):
            verify(short)


def test_restoring_a_damaged_archive_changes_nothing(archive: Path, state: State, at: datetime) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    StoredFile.objects.create(size_bytes=1, sha256="0" * 64, name="новый", stored_at=at)
    before = state()

    with pytest.raises(CommandRefused, match="Архив повреждён или обрезан"):
        restore(archive, at)

    assert same_data(state(), before)


def _link(kind: bytes, target: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo()
    info.type = kind
    info.linkname = target
    return info


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../outside", b"x"),
        ("/etc/outside", b"x"),
        ("data/../../outside", b"x"),
        ("files/../outside", b"x"),
        ("files/" + "A" * 64, b"x"),
        ("files/" + "0" * 64, b"not in the manifest"),
        ("data/jobs.job/000009.jsonl.gz", b"not in the manifest"),
        ("data/jobs.job/000009.jsonl.gz\x00.txt", b"x"),
        ("note.txt", b"x"),
        ("files/" + "0" * 64, _link(tarfile.SYMTYPE, "/etc/passwd")),
        ("files/" + "0" * 64, _link(tarfile.LNKTYPE, "manifest.json")),
        ("files/" + "0" * 64, _link(tarfile.DIRTYPE, "")),
        ("files/" + "0" * 64, _link(tarfile.FIFOTYPE, "")),
    ],
)
def test_a_member_that_does_not_belong_is_refused(archive_file: Path, tmp_path: Path, name: str, content: Any) -> None:
    members = members_of(archive_file)
    before = sealed(tmp_path / "before.tar", [(name, content), *members])
    after = sealed(tmp_path / "after.tar", [*members, (name, content)])

    for path in (before, after):
        with pytest.raises(CommandRefused):
            verify(path)
    assert not (tmp_path.parent / "outside").exists()


def test_our_own_members_sealed_again_are_accepted(archive_file: Path, tmp_path: Path) -> None:
    path = sealed(tmp_path / "again.tar", members_of(archive_file))

    assert verify(path) == verify(archive_file)


def test_an_archive_without_one_of_its_members_is_refused(archive_file: Path, tmp_path: Path) -> None:
    members = members_of(archive_file)

    for number in range(len(members)):
        path = sealed(tmp_path / "less.tar", members[:number] + members[number + 1 :])
        with pytest.raises(CommandRefused):
            verify(path)


def changed(archive: Path, target: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The archive with another manifest."""
    *parts, (name, content) = members_of(archive)
    manifest = json.loads(content)
    change(manifest)
    return sealed(target, [*parts, (name, json.dumps(manifest).encode())])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda m: m.update(product="другой"), "Это не архив Стеллажа"),
        (lambda m: m.update(format=2), "Архив сделан более новой версией"),
        (lambda m: m.update(format="1"), "Это не архив Стеллажа"),
        (lambda m: m.pop("tables"), "Это не архив Стеллажа"),
        (lambda m: m.update(tables={}), "не сходится"),
        (lambda m: m["tables"][0].update(rows=-1), "Это не архив Стеллажа"),
        (lambda m: m["tables"][0].update(rows=True), "Это не архив Стеллажа"),
        (lambda m: m["tables"][0].update(model="jobs.job"), "Это не архив Стеллажа"),
        (lambda m: m["tables"][0]["parts"][0].update(size=1), "не сходится"),
        (lambda m: m["tables"][0]["parts"][0].update(unpacked=1), "Архив повреждён"),
        (lambda m: m["tables"][0]["parts"][0].update(unpacked=10**12), "Это не архив Стеллажа"),
        (lambda m: m["tables"][0]["parts"].append(m["tables"][0]["parts"][0]), "Это не архив Стеллажа"),
        (lambda m: m["tables"][0]["columns"].append("extra"), "Архив повреждён"),
        (lambda m: m["files"][0].update(sha256="0" * 64), "Это не архив Стеллажа"),
    ],
)
def test_a_manifest_that_cannot_be_is_refused(
    archive_file: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    path = changed(archive_file, tmp_path / "changed.tar", change)

    with pytest.raises(CommandRefused, match=sentence):
        verify(path)


def test_an_archive_of_a_later_version_is_refused(archive: Path, tmp_path: Path, state: State, at: datetime) -> None:
    path = changed(archive, tmp_path / "later.tar", lambda m: m["migrations"].append(["jobs", "0999_from_the_future"]))
    before = state()

    with pytest.raises(CommandRefused, match="эта не знает его таблиц"):
        restore(path, at)

    assert same_data(state(), before)


def test_an_archive_of_an_earlier_version_is_refused_by_a_filled_database(
    archive: Path, tmp_path: Path, state: State, at: datetime
) -> None:
    path = changed(archive, tmp_path / "early.tar", lambda m: m["migrations"].remove(["files", "0002_contents_stay"]))
    before = state()

    with pytest.raises(CommandRefused, match="от разных версий"):
        restore(path, at)

    assert same_data(state(), before)


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(archive_file: Path, tmp_path: Path) -> None:
    members = dict(members_of(archive_file))
    manifest = json.loads(members["manifest.json"])
    part = manifest["tables"][0]["parts"][0]
    bomb = gzip.compress(b"\n" * 50_000_000, mtime=0)
    members[part["name"]] = bomb
    part.update(size=len(bomb), sha256=hashlib.sha256(bomb).hexdigest(), unpacked=1000)
    members["manifest.json"] = json.dumps(manifest).encode()

    path = sealed(tmp_path / "bomb.tar", list(members.items()))

    with pytest.raises(CommandRefused, match="Архив повреждён"):
        verify(path)


def test_rows_that_the_database_refuses_change_nothing(
    archive: Path, tmp_path: Path, state: State, at: datetime
) -> None:
    members = dict(members_of(archive))
    manifest = json.loads(members["manifest.json"])
    table = next(table for table in manifest["tables"] if table["model"] == "jobs.job")
    part = table["parts"][0]
    rows = [json.loads(line) for line in gzip.decompress(members[part["name"]]).splitlines()]
    rows[0][table["columns"].index("state")] = "asleep"
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    packed = gzip.compress(lines, mtime=0)
    members[part["name"]] = packed
    part.update(size=len(packed), sha256=hashlib.sha256(packed).hexdigest(), unpacked=len(lines))
    members["manifest.json"] = json.dumps(manifest).encode()
    path = sealed(tmp_path / "changed.tar", list(members.items()))
    lost = StoredFile.objects.all()[0]
    default_storage.delete(lost.blob_path)
    before = state()

    with pytest.raises(IntegrityError):
        restore(path, at)

    assert same_data(state(), before)
    assert not default_storage.exists(lost.blob_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"x" * 2000, b"x" * 100_000])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.zip"
    path.write_bytes(content)

    with pytest.raises(CommandRefused, match="Это не архив Стеллажа"):
        verify(path)
