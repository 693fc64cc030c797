"""Rows of the matrix: films and pictures by the use that events make of them, uploads. The parts of an upload are sent
by other methods: `test_uploads.py`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stellazh.events.services.recordings import RECORDING
from tests.matrix.columns import Cells
from tests.matrix.row import (
    HEAD_ONLY_DOES,
    NO_METHOD,
    NO_METHOD_INSIDE,
    OPEN_TO_MEMBERS,
    OPEN_TO_RUNNERS,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    Named,
    Row,
)
from tests.matrix.world import World
from tests.media.making import mp4

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Of the event that is open to everybody, for those who come: the member
PARTICIPANTS = Cells("         404 200 404 200 200 200 200   404 200          404        200")
BEGUN = Cells("                401 404 404 made made made made 404 404       404        404")


def _item(name: str) -> Named:
    return lambda world: {"public_id": getattr(world, name).public_id}


def _place(world: World) -> Mapping[str, Any]:
    return {"use": RECORDING, "object_key": world.event.object_key}


def _film(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("Семинар.mp4", mp4())}


def _announced(world: World) -> Mapping[str, Any]:
    """What a script says of the file that it is going to send."""
    told = {**_place(world), "filename": "Семинар.mp4"}
    coded = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
    return {"Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Metadata": coded}


ITEMS = (
    Row("media:item_file", PUBLIC, NO_METHOD, _item("film"), state="for everybody"),
    Row("media:item_file", PARTICIPANTS, NO_METHOD, _item("participants_film"), state="for those who come"),
    Row("media:item_file", OPEN_TO_MEMBERS, NO_METHOD, _item("members_film"), state="of an event for members"),
    Row("media:item_file", OPEN_TO_RUNNERS, NO_METHOD, _item("draft_film"), state="of a draft"),
    Row("media:item_file", OPEN_TO_RUNNERS, NO_METHOD, _item("unshown_film"), state="not shown yet"),
    Row("media:item_file", OPEN_TO_RUNNERS, NO_METHOD, _item("archived_film"), state="archived"),
    Row("media:item_preview", PUBLIC, NO_METHOD, _item("picture_item"), state="for everybody"),
)

UPLOADS = (
    Row("media:upload_create", NO_METHOD, BEGUN, headers=_announced),
    Row("media:upload", NO_METHOD, NO_METHOD, _item("upload")),
    Row("media:upload_form", RUNNERS, RUNNERS_DO, body=_place, query=_place, typed=_film),
    Row("media:upload_finish", NO_METHOD_INSIDE, HEAD_ONLY_DOES, _item("whole_upload")),
    Row("media:upload_cancel", NO_METHOD_INSIDE, HEAD_ONLY_DOES, _item("upload")),
)

ROWS = (*ITEMS, *UPLOADS)
