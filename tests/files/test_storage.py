"""A folder of files that appear whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File

from stellazh.files.storage import WholeFileStorage


class Torn(File):
    """A content whose source breaks off half-way."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError("the line is dead")


def test_a_saved_file_is_whole(tmp_path: Path) -> None:
    storage = WholeFileStorage(location=tmp_path)

    name = storage.save("blobs/aa/content", ContentFile(b"whole"))

    assert (name, storage.open(name).read()) == ("blobs/aa/content", b"whole")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["content"]


def test_a_torn_file_leaves_nothing(tmp_path: Path) -> None:
    storage = WholeFileStorage(location=tmp_path)

    with pytest.raises(OSError, match="the line is dead"):
        storage.save("blobs/aa/content", Torn(None, "content"))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
