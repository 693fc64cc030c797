"""Handing stored files out: who gets them, how they are dressed, which part of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from stellazh.files.models import StoredFile
from stellazh.files.purposes import purposes
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.factories.people import PersonFactory

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 1000
SIZE = len(CONTENT)
ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def stored(sender: Person, at: datetime, storage_dir: Path) -> StoredFile:
    """A paper of the sender's, longer than one piece of the stream."""
    return store_file(CONTENT, name="План работы.pdf", purpose="tests.material", by=sender, at=at)


def body(response: HttpResponse) -> bytes:
    return response.getvalue()


def test_file_download_dresses_the_whole_file(stored: StoredFile, sender: Person, client_for: ClientFor) -> None:
    response = client_for(sender).get(stored.get_absolute_url())

    assert (response.status_code, body(response)) == (200, CONTENT)
    assert {name: response[name] for name in SHOWN_HEADERS} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(SIZE),
        "Content-Disposition": "attachment; filename*=utf-8''"
        "%D0%9F%D0%BB%D0%B0%D0%BD%20%D1%80%D0%B0%D0%B1%D0%BE%D1%82%D1%8B.pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
        "ETag": f'"{stored.sha256}"',
    }


SHOWN_HEADERS = (
    "Content-Type",
    "Content-Length",
    "Content-Disposition",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Cross-Origin-Resource-Policy",
    "Cache-Control",
    "Accept-Ranges",
    "ETag",
)


def test_file_download_is_not_compressed_on_the_way(stored: StoredFile, sender: Person, client_for: ClientFor) -> None:
    response = client_for(sender).get(
        stored.get_absolute_url(), headers={"Accept-Encoding": "gzip", "Range": "bytes=0-999"}
    )

    assert (response.status_code, body(response)) == (206, CONTENT[:1000])
    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    ("header", "expected", "content_range"),
    [
        ("bytes=0-99", CONTENT[:100], f"bytes 0-99/{SIZE}"),
        ("bytes=200000-", CONTENT[200_000:], f"bytes 200000-{SIZE - 1}/{SIZE}"),
        ("bytes=-7", CONTENT[-7:], f"bytes {SIZE - 7}-{SIZE - 1}/{SIZE}"),
        ("bytes=5-99999999", CONTENT[5:], f"bytes 5-{SIZE - 1}/{SIZE}"),
    ],
)
def test_file_download_sends_the_part_asked_for(
    stored: StoredFile, sender: Person, client_for: ClientFor, header: str, expected: bytes, content_range: str
) -> None:
    response = client_for(sender).get(stored.get_absolute_url(), headers={"Range": header})

    assert (response.status_code, response["Content-Range"]) == (206, content_range)
    assert (response["Content-Length"], body(response)) == (str(len(expected)), expected)


@pytest.mark.parametrize("header", ["bytes=0-1,5-9", "bytes=9-1", "lines=1-2", "nonsense"])
def test_file_download_sends_the_whole_for_odd_ranges(
    stored: StoredFile, sender: Person, client_for: ClientFor, header: str
) -> None:
    response = client_for(sender).get(stored.get_absolute_url(), headers={"Range": header})

    assert (response.status_code, "Content-Range" in response, body(response)) == (200, False, CONTENT)


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", "bytes=-0"])
def test_file_download_refuses_a_part_outside(
    stored: StoredFile, sender: Person, client_for: ClientFor, header: str
) -> None:
    response = client_for(sender).get(stored.get_absolute_url(), headers={"Range": header})

    assert (response.status_code, response["Content-Range"], body(response)) == (416, f"bytes */{SIZE}", b"")


@pytest.mark.parametrize(
    ("condition", "status"),
    [("{etag}", 206), ('"another"', 200), ("W/{etag}", 200), ("Tue, 10 Sep 2024 09:00:00 GMT", 200)],
    ids=["same content", "another content", "weak tag", "date"],
)
def test_file_download_resumes_only_the_same_content(
    stored: StoredFile, sender: Person, client_for: ClientFor, condition: str, status: int
) -> None:
    if_range = condition.format(etag=f'"{stored.sha256}"')

    response = client_for(sender).get(stored.get_absolute_url(), headers={"Range": "bytes=0-9", "If-Range": if_range})

    assert (response.status_code, len(body(response))) == (status, 10 if status == 206 else SIZE)


def test_file_download_head_tells_without_sending(stored: StoredFile, sender: Person, client_for: ClientFor) -> None:
    response = client_for(sender).head(stored.get_absolute_url(), headers={"Range": "bytes=0-9"})

    assert (response.status_code, response["Content-Length"], body(response)) == (200, str(SIZE), b"")


@pytest.mark.parametrize("known", ['"{0}"', 'W/"{0}"', '"x", "{0}"', "*"])
def test_file_download_is_not_sent_twice(stored: StoredFile, sender: Person, client_for: ClientFor, known: str) -> None:
    response = client_for(sender).get(stored.get_absolute_url(), headers={"If-None-Match": known.format(stored.sha256)})

    assert (response.status_code, body(response)) == (304, b"")


def test_file_download_is_hidden_from_others(stored: StoredFile, client_for: ClientFor) -> None:
    answers = [
        client_for(reader).get(stored.get_absolute_url(), headers={"If-None-Match": "*"}).status_code
        for reader in (PersonFactory(), None)
    ]

    assert answers == [404, 404]


def test_file_download_of_unknown_file_is_404(sender: Person, client_for: ClientFor) -> None:
    response = client_for(sender).get(reverse("files:file_download", args=[uuid.UUID(int=7)]))

    assert response.status_code == 404


def test_file_download_of_forgotten_purpose_is_404(stored: StoredFile, sender: Person, client_for: ClientFor) -> None:
    forgotten = purposes._entries.pop("tests.material")

    response = client_for(sender).get(stored.get_absolute_url())

    purposes.add(forgotten)
    assert response.status_code == 404


def test_file_download_of_lost_content_is_404(
    stored: StoredFile, sender: Person, client_for: ClientFor, storage_dir: Path
) -> None:
    (storage_dir / stored.blob_path).unlink()

    response = client_for(sender).get(stored.get_absolute_url())

    assert response.status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<svg onload='alert(1)'/>", b"<html><script>alert(1)</script>", b"<?xml version='1.0'?><a/>"],
    ids=["svg", "html", "xml"],
)
def test_file_download_never_names_what_browsers_run(
    sender: Person, at: datetime, storage_dir: Path, client_for: ClientFor, content: bytes
) -> None:
    stored = store_file(content, name="x.svg", purpose="tests.material", by=sender, at=at)

    response = client_for(sender).get(stored.get_absolute_url())

    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/octet-stream",
        'attachment; filename="x.svg"',
    )


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_file_download_only_reads(stored: StoredFile, sender: Person, client_for: ClientFor, method: str) -> None:
    response = getattr(client_for(sender), method)(stored.get_absolute_url())

    assert response.status_code == 405


def test_file_download_leaves_the_sending_to_nginx(
    stored: StoredFile, sender: Person, client_for: ClientFor, settings: Settings
) -> None:
    settings.X_ACCEL_PREFIX = "/stored-files/"

    response = client_for(sender).get(stored.get_absolute_url(), headers={"Range": "bytes=0-9"})
    foreign = client_for(None).get(stored.get_absolute_url())

    assert (response.status_code, body(response)) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/stored-files/blobs/{stored.sha256[:2]}/{stored.sha256}"
    assert response["Content-Type"] == "application/pdf"
    assert (foreign.status_code, "X-Accel-Redirect" in foreign) == (404, False)
