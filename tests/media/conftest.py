"""A use of our own: the notes of an association, kept by its head, seen by everybody who signs in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from stellazh.associations.access import can_somewhere
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.media import uses
from stellazh.media.enums import MediaKind
from stellazh.media.models import MediaItem, Upload
from stellazh.media.services import start_upload
from stellazh.people.models import Person
from tests.media.making import mp4

USE, LISTENING = "tests.notes", "tests.sounds"
LIMIT = 30 * 1024 * 1024


def _may_see(actor: Actor, item: MediaItem) -> Verdict:
    is_known = actor.actor_kind == ActorKind.PERSON or item.object_key.startswith("public:")
    return ALLOWED if is_known else refuse("Войдите, чтобы посмотреть запись.")


def _may_manage(actor: Actor, object_key: str) -> Verdict:
    association = Association.objects.filter(code=object_key.rpartition(":")[2]).first()
    if actor.actor_kind == ActorKind.PERSON and association is not None:
        is_head = Person.objects.filter(
            pk=actor.actor_id, grants__association=association, grants__role="head", grants__to_on=None
        )
        if can_somewhere(actor, "members.read_members") and is_head.exists():
            return ALLOWED
    return refuse("Записи добавляет руководитель объединения.")


def _scope(object_key: str) -> str:
    return Association.objects.get(code=object_key.rpartition(":")[2]).path


@pytest.fixture(autouse=True)
def media_uses() -> Iterator[None]:
    """The uses, gone again after the test."""
    rules = (_may_see, _may_manage, _scope)
    for use in (
        uses.MediaUse(USE, "Записки", frozenset(MediaKind), LIMIT, *rules),
        uses.MediaUse(LISTENING, "Чтения", frozenset({MediaKind.AUDIO}), LIMIT, *rules),
    ):
        uses.media_uses._entries[use.code] = use
    yield
    for code in (USE, LISTENING):
        uses.media_uses._entries.pop(code, None)


@pytest.fixture(autouse=True)
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
def key(association: Association) -> str:
    """The object that the media belong to: its keeper is `head`."""
    return f"note:{association.code}"


@pytest.fixture
def film() -> bytes:
    return mp4()


@pytest.fixture
def upload(head: Person, key: str, film: bytes, at) -> Upload:
    """An upload of `film` of which nothing has come yet."""
    return start_upload(USE, key, name="Семинар.mp4", size_bytes=len(film), by=head, at=at)
