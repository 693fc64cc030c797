"""Rows of the matrix: who was there. The list, checking in, the scanner and the helper at the door, rooms' lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix.columns import Cells
from tests.matrix.row import (
    LISTS,
    LISTS_GET_ONE,
    NO_METHOD_INSIDE,
    NOWHERE_INSIDE,
    RUNNERS,
    RUNNERS_DO,
    RUNNERS_GET_ONE,
    SPENT,
    Row,
)
from tests.matrix.rows_events import of
from tests.matrix.world import World, new_key
from tests.matrix.world_events import ROOM_LIST

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Guests are shown where to sign in, whatever the event: they do not learn whether there is one
CHECKING_IN = Cells("          200 200 200 200 200 200 200   200 200          200        200")
CHECKED_IN = Cells("           200 did did did did did did   did did          did        did")
MEMBERS_CHECK_IN = Cells("     200 200 200 200 200 200 200   404 200          404        200")
MEMBERS_CHECKED_IN = Cells("   200 did did did did did did   404 did          404        did")
NOBODY_CHECKS_IN = Cells("     200 404 404 404 404 404 404   404 404          404        404")
RUNNERS_HAVE_NO_SUCH = Cells("  in 404 404 405 405 405 405   404 404          404        404")
BY_ENROLMENT = Cells(SPENT, {"bearer_of_enrolment": "200"})
BY_ENROLMENT_DOES = Cells(SPENT, {"bearer_of_enrolment": "did"})
AT_DOOR = Cells(SPENT, {"bearer_of_door": "200"})
AT_DOOR_NO_METHOD = Cells(SPENT, {"bearer_of_door": "405"})
AT_DOOR_GET_ONE = Cells(SPENT, {"bearer_of_door": "new"})


def _marking(world: World) -> Mapping[str, Any]:
    return {"rows": f"e{world.own_enrolment.pk}", "state": "present", "submission_key": new_key()}


def _paper(world: World) -> Mapping[str, Any]:
    return {"rows": f"e{world.own_enrolment.pk}", "on": world.event.first_day.isoformat()}


def _walk_in(world: World) -> Mapping[str, Any]:
    return {
        "name": "Вербина Анна Петровна",
        "on": world.event.first_day.isoformat(),
        "submission_key": new_key(),
    }


def _code(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"code": getattr(world, name).code}


def _window(world: World) -> Mapping[str, Any]:
    day = world.event.first_day.replace(year=world.event.first_day.year + 1).isoformat()
    return {"opens_at": f"{day}T10:00", "closes_at": f"{day}T11:00"}


def _scanned(world: World) -> Mapping[str, Any]:
    return {"scans": json.dumps([{"key": new_key(), "ticket": world.own_enrolment.ticket_code}])}


def _room_file(world: World, column: str) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("комната.csv", ROOM_LIST.encode()), "on": world.event.first_day.isoformat()}


def _listed(world: World) -> Mapping[str, Any]:
    return {"event_id": world.event.pk, "public_id": world.room_list.public_id}


def _row_answered(world: World) -> Mapping[str, Any]:
    return {f"row-{world.room_row.pk}": "guest"}


def _placed(world: World) -> Mapping[str, Any]:
    return {"version": world.attendance.version, "territory": world.association.territory_id}


MARKING = (
    Row("events:attendance_list", LISTS, NO_METHOD_INSIDE, of("event"), state="announced"),
    Row("events:attendance_list", RUNNERS, NO_METHOD_INSIDE, of("draft_event"), state="draft"),
    Row("events:attendance_mark", NO_METHOD_INSIDE, RUNNERS_DO, of("event"), _marking),
    Row("events:attendance_paper", RUNNERS, RUNNERS_DO, of("event"), _paper, state="announced"),
    Row("events:attendance_paper", NOWHERE_INSIDE, NOWHERE_INSIDE, of("archived_event"), _paper, state="archived"),
    Row("events:attendance_walk_in", RUNNERS, RUNNERS_DO, of("event"), _walk_in),
    Row("events:attendance_sheet", NO_METHOD_INSIDE, LISTS_GET_ONE, of("event")),
    Row("events:attendance_table", NO_METHOD_INSIDE, LISTS_GET_ONE, of("event")),
    Row(
        "events:attendance_place",
        RUNNERS,
        RUNNERS_DO,
        of("event", attendance_id=lambda w: w.attendance.pk),
        _placed,
    ),
)

CHECK_IN = (
    Row("events:check_in", CHECKING_IN, CHECKED_IN, of("event"), _code("check_in_code"), state="public"),
    Row(
        "events:check_in",
        MEMBERS_CHECK_IN,
        MEMBERS_CHECKED_IN,
        of("members_event"),
        _code("members_code"),
        state="for members",
    ),
    Row(
        "events:check_in",
        NOBODY_CHECKS_IN,
        NOBODY_CHECKS_IN,
        of("archived_event"),
        lambda w: {"code": "123456"},
        state="archived",
    ),
    Row("events:check_in_by_link", BY_ENROLMENT, BY_ENROLMENT_DOES, body=_code("check_in_code"), has_token=True),
    Row("events:check_in_codes", RUNNERS, RUNNERS_DO, of("event"), _window),
    Row("events:check_in_screen", RUNNERS, NO_METHOD_INSIDE, of("event", code_id=lambda w: w.check_in_code.pk)),
    Row("events:check_in_close", NO_METHOD_INSIDE, RUNNERS_DO, of("event", code_id=lambda w: w.check_in_code.pk)),
)

DOORS = (
    Row("events:scanner", RUNNERS, RUNNERS_HAVE_NO_SUCH, of("event")),
    Row("events:scanner_tickets", RUNNERS, RUNNERS_HAVE_NO_SUCH, of("event")),
    Row("events:scanner_marks", RUNNERS_HAVE_NO_SUCH, RUNNERS_GET_ONE, of("event"), _scanned),
    Row("events:door_list", RUNNERS, RUNNERS_GET_ONE, of("event"), lambda w: {"label": "Вера"}),
    Row(
        "events:door_close",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of("event", link_id=lambda w: w.link("bearer_of_door").link.pk),
    ),
    Row("events:door", AT_DOOR, AT_DOOR_NO_METHOD, has_token=True),
    Row("events:door_tickets", AT_DOOR, AT_DOOR_NO_METHOD, has_token=True),
    Row("events:door_marks", AT_DOOR_NO_METHOD, AT_DOOR_GET_ONE, body=_scanned, has_token=True),
)

ROOMS = (
    Row("events:room_lists", RUNNERS, RUNNERS_DO, of("event"), typed=_room_file),
    Row("events:room_list_detail", RUNNERS, RUNNERS_DO, _listed, _row_answered),
    Row(
        "events:room_row",
        RUNNERS,
        RUNNERS_DO,
        lambda w: {**_listed(w), "row_id": w.room_row.pk},
        _row_answered,
    ),
    Row("events:room_list_take", RUNNERS, RUNNERS_DO, _listed, lambda w: {"version": w.room_list.version}),
    Row("events:room_list_undo", RUNNERS, RUNNERS_DO, _listed),
)

ROWS = (*MARKING, *CHECK_IN, *DOORS, *ROOMS)
