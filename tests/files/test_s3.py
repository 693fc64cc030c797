"""The same files in an S3 storage, spoken to through a local stand-in of the service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import boto3
import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from moto import mock_aws
from pytest_django import Settings

from stellazh.common import clock
from stellazh.files.models import StoredFile
from stellazh.files.services import FileIsLost, open_file, store_file, sweep_orphans
from stellazh.people.models import Person

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 100


@pytest.fixture(autouse=True)
def bucket(settings: Settings) -> Iterator[object]:
    """An empty bucket that is the default storage."""
    with mock_aws():
        resource = boto3.resource(
            "s3", region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
        )
        made = resource.create_bucket(Bucket="stellazh")
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "stellazh.files.bucket.Bucket",
                "OPTIONS": {
                    "bucket_name": "stellazh",
                    "access_key": "key",
                    "secret_key": "secret",
                    "region_name": "us-east-1",
                    "file_overwrite": False,
                    "querystring_auth": True,
                },
            },
        }
        yield made


def keys(bucket: object) -> list[str]:
    return [entry.key for entry in bucket.objects.all()]  # type: ignore[attr-defined]


def store(sender: Person, at: datetime) -> StoredFile:
    return store_file(CONTENT, name="План.pdf", purpose="tests.material", by=sender, at=at)


def test_bucket_keeps_equal_contents_once(sender: Person, at: datetime, bucket: object) -> None:
    first, second = store(sender, at), store(sender, at)

    with open_file(second) as content:
        assert content.read() == CONTENT
    assert keys(bucket) == [first.blob_path]


def test_bucket_hands_out_a_part(sender: Person, at: datetime, client_for: Callable[[Person | None], Client]) -> None:
    stored = store(sender, at)

    response = client_for(sender).get(stored.get_absolute_url(), headers={"Range": "bytes=100-199"})

    assert (response.status_code, response.getvalue()) == (206, CONTENT[100:200])


def test_bucket_is_asked_for_no_more_than_the_part(
    sender: Person, at: datetime, client_for: Callable[[Person | None], Client]
) -> None:
    stored = store(sender, at)
    client = client_for(sender)
    asked: list[str] = []
    events = default_storage.connection.meta.client.meta.events  # type: ignore[attr-defined]
    events.register("provide-client-params.s3.GetObject", lambda params, **_: asked.append(params["Range"]))

    part = client.get(stored.get_absolute_url(), headers={"Range": "bytes=100-199"}).getvalue()
    whole = client.get(stored.get_absolute_url()).getvalue()

    assert (part, whole) == (CONTENT[100:200], CONTENT)
    assert asked == ["bytes=100-199", f"bytes=0-{len(CONTENT) - 1}"]


def test_bucket_without_the_content_is_not_found(
    sender: Person, at: datetime, bucket: object, client_for: Callable[[Person | None], Client]
) -> None:
    stored = store(sender, at)
    bucket.objects.all().delete()  # type: ignore[attr-defined]

    assert client_for(sender).get(stored.get_absolute_url()).status_code == 404


def test_bucket_without_the_content_says_so(sender: Person, at: datetime, bucket: object) -> None:
    stored = store(sender, at)
    bucket.objects.all().delete()  # type: ignore[attr-defined]

    with pytest.raises(FileIsLost):
        open_file(stored)


def test_bucket_is_swept_of_orphans(sender: Person, at: datetime, bucket: object) -> None:
    kept = store_file(b"kept", name="a.txt", purpose="tests.material", by=sender, at=at)
    with transaction.atomic():
        store(sender, at)
        transaction.set_rollback(True)

    too_early = sweep_orphans(at=clock.now() + timedelta(hours=23))
    swept = sweep_orphans(at=clock.now() + timedelta(hours=25))

    assert (too_early.deleted_count, swept.deleted_count, swept.freed_bytes) == (0, 1, len(CONTENT))
    assert keys(bucket) == [kept.blob_path]
