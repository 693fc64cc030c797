"""What a row says of its content never changes, whoever asks."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.people.models import Person


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"size_bytes": 1},
        {"media_type": "text/html"},
        {"purpose": "tests.portrait"},
        {"public_id": uuid.UUID(int=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_row_of_stored_file_refuses_change(
    sender: Person, at: datetime, storage_dir: Path, change: dict[str, object]
) -> None:
    stored = store_file(b"content", name="a.txt", purpose="tests.material", by=sender, at=at)
    before = StoredFile.objects.values().get()

    with pytest.raises(DatabaseError, match="stored files are never changed"), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(**change)

    assert StoredFile.objects.values().get() == before


def test_saving_a_stored_file_again_is_refused(sender: Person, at: datetime, storage_dir: Path) -> None:
    stored = store_file(b"content", name="a.txt", purpose="tests.material", by=sender, at=at)

    with pytest.raises(DatabaseError, match="stored files are never changed"), transaction.atomic():
        stored.save()
