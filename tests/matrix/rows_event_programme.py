"""Rows of the matrix: the programme, materials and recordings of an event, those who watched it later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix.columns import Cells
from tests.matrix.row import (
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE_INSIDE,
    OPEN_TO_MEMBERS,
    OPEN_TO_RUNNERS,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    Named,
    Row,
)
from tests.matrix.rows_events import of
from tests.matrix.rows_media import PARTICIPANTS
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Whoever may open the recording says that she watched it; the member has said so already
WATCHED = Cells("               in did did did did did did   did did          did        did")
UNWATCHED = Cells("             in did  to  to  to  to  to    to  to           to         to")
WATCHED_BY_MEMBERS = Cells("    in did did did did did did   404 did          404        did")
NOT_OVER = Cells("              in  to  to  to  to  to  to    to  to           to         to")

PDF = b"%PDF-1.4\n%\xe2\xe3\nnew"
FILM = "https://rutube.ru/video/10b3a03fc01d5bbcc632a2f3514e8aab/"


def _with(event: str, thing: str) -> Named:
    """The event, once that thing of it is there."""

    def names(world: World) -> Mapping[str, Any]:
        assert getattr(world, thing)
        return of(event)(world)

    return names


def _slot(name: str) -> Named:
    return of("event", slot_id=lambda world: getattr(world, name).pk)


def _material(name: str) -> Named:
    return of("event", material_id=lambda world: getattr(world, name).pk)


def _recording(name: str) -> Named:
    return of("event", recording_id=lambda world: world.event.recordings.get(item=getattr(world, name)).pk)


def _line(**more: Callable[[World], Any]) -> Named:
    """A line on the first day: an event that goes on over midnight asks for the day."""
    return lambda world: {
        "title": "Книги о море",
        "kind": "talk",
        "day": world.event.first_day.isoformat(),
        **{name: value(world) for name, value in more.items()},
    }


def _file(field: str) -> Callable[[World, str], Mapping[str, Any]]:
    return lambda world, column: {field: SimpleUploadedFile("Памятка.pdf", PDF)}


def _words(name: str) -> Named:
    return lambda world: {"title": "Иначе", "audience": "everybody", "version": getattr(world, name).version}


def _up(world: World) -> Mapping[str, Any]:
    return {"way": "up"}


PUBLIC_SIDE = (
    Row("events:programme_word", PUBLIC, NO_METHOD, _with("event", "slot"), state="public"),
    Row("events:programme_word", OPEN_TO_MEMBERS, NO_METHOD, _with("members_event", "members_slot"), state="members"),
    Row("events:programme_word", OPEN_TO_RUNNERS, NO_METHOD, _with("draft_event", "draft_slot"), state="draft"),
    Row("events:programme_json", PUBLIC, NO_METHOD, of("event"), state="public"),
    Row("events:programme_json", OPEN_TO_MEMBERS, NO_METHOD, of("members_event"), state="for members"),
    Row("events:programme_json", OPEN_TO_RUNNERS, NO_METHOD, of("draft_event"), state="draft"),
    Row("events:materials_zip", PUBLIC, NO_METHOD, _with("event", "material"), state="for everybody"),
    Row(
        "events:materials_zip",
        PARTICIPANTS,
        NO_METHOD,
        _with("event", "participants_material"),
        state="for those who come",
    ),
    Row(
        "events:materials_zip",
        OPEN_TO_MEMBERS,
        NO_METHOD,
        _with("members_event", "members_material"),
        state="of an event for members",
    ),
)

PROGRAMME = (
    Row("events:programme_edit", RUNNERS, RUNNERS_DO, of("event"), _line(submission_key=lambda w: new_key())),
    Row("events:programme_edit", NOWHERE_INSIDE, NOWHERE_INSIDE, of("archived_event"), _line(), state="archived"),
    Row("events:speaker_search", RUNNERS, NO_METHOD_INSIDE, of("event"), query=lambda w: {"q": "Берестова"}),
    Row("events:slot_edit", RUNNERS, RUNNERS_DO, _slot("slot"), _line(version=lambda w: w.slot.version)),
    Row("events:slot_move", NO_METHOD_INSIDE, RUNNERS_DO, _slot("second_slot"), _up),
    Row("events:slot_archive", NO_METHOD_INSIDE, RUNNERS_DO, _slot("slot")),
    Row("events:slot_restore", NO_METHOD_INSIDE, RUNNERS_DO, _slot("archived_slot")),
)

MATERIALS = (
    Row("events:material_list", RUNNERS, NO_METHOD_INSIDE, of("event")),
    Row(
        "events:material_files",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of("event"),
        lambda w: {"audience": "everybody"},
        typed=_file("several"),
    ),
    Row(
        "events:material_link",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of("event"),
        lambda w: {"audience": "everybody", "url": "https://books.example/list"},
    ),
    Row("events:material_edit", RUNNERS, RUNNERS_DO, _material("material"), _words("material")),
    Row("events:material_version", NO_METHOD_INSIDE, RUNNERS_DO, _material("material"), typed=_file("file")),
    Row("events:material_move", NO_METHOD_INSIDE, RUNNERS_DO, _material("second_material"), _up),
    Row("events:material_archive", NO_METHOD_INSIDE, RUNNERS_DO, _material("material")),
    Row("events:material_restore", NO_METHOD_INSIDE, RUNNERS_DO, _material("archived_material")),
)

RECORDINGS = (
    Row(
        "events:recording_add",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of("event"),
        lambda w: {"audience": "everybody", "address": FILM},
    ),
    Row(
        "events:recording_publish",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of("event", item_id=lambda w: w.unshown_film.pk),
        lambda w: {"title": "Семинар", "audience": "everybody"},
    ),
    Row(
        "events:recording_edit",
        RUNNERS,
        RUNNERS_DO,
        _recording("film"),
        lambda w: {"title": "Иначе", "audience": "everybody", "version": 1},
    ),
    Row("events:recording_move", NO_METHOD_INSIDE, RUNNERS_DO, _recording("second_film"), _up),
    Row("events:recording_archive", NO_METHOD_INSIDE, RUNNERS_DO, _recording("film")),
    Row("events:recording_restore", NO_METHOD_INSIDE, RUNNERS_DO, _recording("archived_film")),
)

WATCHING = (
    Row("events:event_watched", NO_METHOD_INSIDE, WATCHED, _with("past_event", "past_film"), state="public"),
    Row(
        "events:event_watched",
        NO_METHOD_INSIDE,
        WATCHED_BY_MEMBERS,
        _with("past_members_event", "past_members_film"),
        state="for members",
    ),
    Row("events:event_watched", NO_METHOD_INSIDE, NOT_OVER, _with("event", "film"), state="not over yet"),
    Row("events:event_unwatched", NO_METHOD_INSIDE, UNWATCHED, _with("past_event", "watched")),
)

ROWS = (*PUBLIC_SIDE, *PROGRAMME, *MATERIALS, *RECORDINGS, *WATCHING)
