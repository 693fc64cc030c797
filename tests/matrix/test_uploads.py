"""Parts of an upload: methods that browsers' forms do not know. Only whoever began it goes on with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from django.db import transaction
from django.test import Client

from stellazh.media.models import Upload
from tests.checks import fingerprint
from tests.matrix.columns import COLUMNS, Cells
from tests.matrix.world import World

VERSION: Final = {"Tus-Resumable": "1.0.0"}
#                                  gue mem edi sec met dep hea | mem hea above | neighbour | operator
ASKS = Cells("                     401 404 404 404 404 404 200   404 404          404        404")
NO_LONGER_THEIRS = Cells("         401 404 404 404 404 404 403   404 404          404        404")


def _head(client: Client, upload: Upload) -> Any:
    return client.head(upload.get_absolute_url(), headers=VERSION)


def _part(client: Client, upload: Upload) -> Any:
    headers = {**VERSION, "Upload-Offset": "0"}
    return client.patch(
        upload.get_absolute_url(), b"ftyp", content_type="application/offset+octet-stream", headers=headers
    )


def _end(client: Client, upload: Upload) -> Any:
    return client.delete(upload.get_absolute_url(), headers=VERSION)


DEEDS: Mapping[str, tuple[Callable[[Client, Upload], Any], int]] = {
    "HEAD": (_head, 200),
    "PATCH": (_part, 204),
    "DELETE": (_end, 204),
}


def answers(world: World, method: str) -> dict[str, str]:
    """What each column gets; whoever is not let in has changed nothing."""
    deed, done = DEEDS[method]
    upload, clients = world.upload, {column: world.client(column) for column in COLUMNS}
    before, found = fingerprint(), {}
    for column, client in clients.items():
        with transaction.atomic():
            status = deed(client, upload).status_code
            is_written = fingerprint() != before
            transaction.set_rollback(True)
        found[column] = "200" if status == done else str(status)
        assert not is_written or status == done, column
    return found


@pytest.mark.parametrize("method", list(DEEDS))
def test_upload_is_gone_on_with_by_whoever_began_it(method: str, world: World) -> None:
    assert answers(world, method) == ASKS.by_column()


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_upload_of_an_event_that_was_put_away_takes_nothing_more(method: str, world: World) -> None:
    upload = world.upload
    type(world.event).objects.filter(pk=world.event.pk).update(archived_at=upload.started_at)

    assert answers(world, method) == NO_LONGER_THEIRS.by_column()
