"""Rows of the matrix: the page on which a protocol is written, its people, questions, speeches, earlier texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.common import clock
from tests.matrix.columns import Cells
from tests.matrix.row import NO_METHOD_INSIDE, RUNNERS, RUNNERS_DO, RUNNERS_GET_ONE, Named, Row, at
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Those who keep protocols there write drafts; a signed one they may only read, and others know of no editor
SIGNED_SHUT = Cells("           in 404 404 403 403 403 403   404 404          404        404")
# They are led to the draft that is open already, or to the page of what is signed
KEEPERS_LED = Cells("           in 404 404  to  to  to  to   404 404          404        404")


def of_protocol(name: str = "draft_protocol") -> Named:
    """The protocol of that name."""
    return lambda world: {"protocol_id": getattr(world, name).pk}


def _with(**names: str) -> Named:
    return lambda world: {
        "protocol_id": world.draft_protocol.pk,
        **{key: getattr(world, name).pk for key, name in names.items()},
    }


def _heading(world: World) -> Mapping[str, Any]:
    return {
        "title": "О чтении летом",
        "held_on": clock.today().isoformat(),
        "format": "onsite",
        "present_shown": "list",
        "quorum": "none",
    }


def _heading_changed(world: World) -> Mapping[str, Any]:
    return {**_heading(world), "expected_version": world.draft_protocol.version}


def _person(world: World) -> Mapping[str, Any]:
    return {
        "name": world.protocol_person.name,
        "role": "present",
        "post": "учитель",
        "expected_version": world.protocol_person.version,
    }


def _item(world: World) -> Mapping[str, Any]:
    return {"title": "Иначе", "kind": "topic", "outcome": "open", "expected_version": world.agenda_item.version}


def _speech(world: World) -> Mapping[str, Any]:
    return {"name": "Липина Е. С.", "text": "Рассказала.", "expected_version": world.speech.version}


def _new_speech(world: World) -> Mapping[str, Any]:
    return {"item": world.agenda_item.pk, "kind": "spoke", "who": "Липина Е. С.", "submission_key": new_key()}


def _history(world: World) -> Mapping[str, Any]:
    return {"protocol_id": world.draft_protocol.pk, "kind": "speech", "key": world.speech.pk}


BEGINNING = (
    Row(
        "protocols:protocol_new",
        RUNNERS,
        RUNNERS_DO,
        at,
        lambda w: {**_heading(w), "submission_key": new_key()},
    ),
    Row(
        "protocols:protocol_from_event",
        RUNNERS,
        RUNNERS_DO,
        lambda w: {"event_id": w.past_event.pk},
        lambda w: {"submission_key": new_key()},
        state="none yet",
    ),
    Row(
        "protocols:protocol_from_event",
        KEEPERS_LED,
        KEEPERS_LED,
        lambda w: {"event_id": w.protocol_of_event.event_id},
        lambda w: {"submission_key": new_key()},
        state="begun",
    ),
)

PAGE = (
    Row("protocols:protocol_edit", RUNNERS, NO_METHOD_INSIDE, of_protocol(), state="draft"),
    Row("protocols:protocol_edit", RUNNERS, NO_METHOD_INSIDE, of_protocol("remarks_protocol"), state="for remarks"),
    Row("protocols:protocol_edit", KEEPERS_LED, NO_METHOD_INSIDE, of_protocol("signed_protocol"), state="signed"),
    Row("protocols:protocol_edit", SIGNED_SHUT, NO_METHOD_INSIDE, of_protocol("archived_protocol"), state="archived"),
    Row("protocols:heading_edit", RUNNERS, RUNNERS_DO, of_protocol(), _heading_changed, state="draft"),
    Row("protocols:heading_edit", SIGNED_SHUT, SIGNED_SHUT, of_protocol("signed_protocol"), _heading, state="signed"),
    Row("protocols:body_form_set", NO_METHOD_INSIDE, RUNNERS_DO, of_protocol(), lambda w: {"body_form": "short"}),
    Row("protocols:protocol_wanting", RUNNERS, NO_METHOD_INSIDE, of_protocol()),
    Row("protocols:protocol_news", RUNNERS, NO_METHOD_INSIDE, of_protocol()),
)

PEOPLE = (
    Row(
        "protocols:person_add",
        RUNNERS,
        RUNNERS_DO,
        of_protocol(),
        lambda w: {"name": "Вербина Ольга Ильинична", "role": "present", "submission_key": new_key()},
    ),
    Row(
        "protocols:person_add",
        RUNNERS,
        RUNNERS_GET_ONE,
        of_protocol(),
        lambda w: {"name": "Вербина Ольга Ильинична", "role": "present", "submission_key": new_key()},
        headers=lambda w: {"HX-Request": "true"},
        state="a part of the page",
    ),
    Row("protocols:people_again", NO_METHOD_INSIDE, RUNNERS_DO, of_protocol("protocol_of_event")),
    Row("protocols:person_search", RUNNERS, NO_METHOD_INSIDE, of_protocol(), query=lambda w: {"name": "О"}),
    Row("protocols:person_edit", RUNNERS, RUNNERS_DO, _with(row_id="protocol_person"), _person),
    Row("protocols:person_remove", NO_METHOD_INSIDE, RUNNERS_DO, _with(row_id="protocol_person")),
)

AGENDA = (
    Row(
        "protocols:item_add",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of_protocol(),
        lambda w: {"title": "О форуме", "submission_key": new_key()},
    ),
    Row("protocols:item_edit", RUNNERS, RUNNERS_DO, _with(item_id="agenda_item"), _item),
    Row("protocols:item_move", NO_METHOD_INSIDE, RUNNERS_DO, _with(item_id="agenda_item"), lambda w: {"way": "up"}),
    Row("protocols:item_archive", NO_METHOD_INSIDE, RUNNERS_DO, _with(item_id="agenda_item")),
    Row("protocols:item_restore", NO_METHOD_INSIDE, RUNNERS_DO, _with(item_id="archived_agenda_item")),
)

SPEECHES = (
    Row("protocols:speech_add", NO_METHOD_INSIDE, RUNNERS_DO, of_protocol(), _new_speech),
    Row("protocols:speech_edit", RUNNERS, RUNNERS_DO, _with(speech_id="speech"), _speech),
    Row("protocols:speech_move", NO_METHOD_INSIDE, RUNNERS_DO, _with(speech_id="speech"), lambda w: {"way": "up"}),
    Row("protocols:speech_archive", NO_METHOD_INSIDE, RUNNERS_DO, _with(speech_id="speech")),
    Row("protocols:speech_restore", NO_METHOD_INSIDE, RUNNERS_DO, _with(speech_id="archived_speech")),
)

EARLIER = (
    Row("protocols:block_history", RUNNERS, NO_METHOD_INSIDE, _history),
    Row("protocols:text_restore", NO_METHOD_INSIDE, RUNNERS_DO, _with(revision_id="revision")),
)

ROWS = (*BEGINNING, *PAGE, *PEOPLE, *AGENDA, *SPEECHES, *EARLIER)
