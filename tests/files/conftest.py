"""A purpose of our own and a storage of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.people.models import Person
from tests.factories.people import PersonFactory

LIMIT = 300_000


def _only_its_owner(actor: Actor, stored: StoredFile) -> Verdict:
    if actor.actor_kind == ActorKind.PERSON and actor.actor_id == stored.stored_by_id:
        return ALLOWED
    return refuse("Файл открыт только тому, кто его прислал.")


PURPOSES = (
    FilePurpose("tests.material", "Материал", LIMIT, None, _only_its_owner),
    FilePurpose("tests.portrait", "Портрет", LIMIT, frozenset({"image/png", "image/jpeg"}), _only_its_owner),
)


@pytest.fixture(autouse=True)
def file_purposes() -> Iterator[None]:
    """The purposes, gone again after the test."""
    for purpose in PURPOSES:
        purposes.add(purpose)
    yield
    for purpose in PURPOSES:
        purposes._entries.pop(purpose.code)


@pytest.fixture
def storage_dir(tmp_path: Path, settings: Settings) -> Path:
    """Where the contents of this test lie."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "stellazh.files.storage.WholeFileStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }
    assert default_storage.path("") == str(tmp_path)
    return tmp_path


@pytest.fixture
def sender(db: None) -> Person:
    """Who brings files."""
    return PersonFactory(family_name="Озерова")
