"""Rows of the matrix: registering for an event, one's own registration, a guest's by her link, the organiser's list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.columns import Cells
from tests.matrix.row import (
    EVERYBODY_DOES,
    LISTS,
    LISTS_GET_ONE,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    NOWHERE_INSIDE,
    OPEN_TO_MEMBERS,
    OPEN_TO_RUNNERS,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    SIGNED_IN,
    Named,
    Row,
)
from tests.matrix.rows_events import of
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Everybody may register but the member, who has done so
ENROLLING = Cells("            200  to 200 200 200 200 200   200 200          200        200")
ENROLLING_DO = Cells("         did 422 did did did did did   did did          did        did")
MEMBERS_DO = Cells("           404 did did did did did did   404 did          404        did")
# Who sees the event but was not invited is told so
INVITED_DO = Cells("           404 did 404 422 422 422 422   404 422          404        422")
RUNNERS_ARE_TOLD = Cells("     404 404 404 422 422 422 422   404 404          404        404")
# The member's own
OWN = Cells("                   in 200 404 404 404 404 404   404 404          404        404")
OWN_DO = Cells("                in did 404 404 404 404 404   404 404          404        404")
# The room: who runs the event always, who holds a place in its window, the others read why not
ROOM = Cells("                  in 200 403 200 200 200 200   403 403          403        403")
ROOM_SHUT = Cells("             in 403 403 200 200 200 200   403 403          403        403")
ROOM_OF_MEMBERS = Cells("       in 403 403 200 200 200 200   404 403          404        403")
# Whoever keeps a list registers those who stand in it
KEEPERS = Cells("               in 404 404 200 200 200 200   404 200          200        200")
KEEPERS_DO = Cells("            in 404 404 did did did did   404 422          422        did")
KEEPERS_OF_MEMBERS = Cells("    in 404 404 200 200 200 200   404 200          404        200")
KEEPERS_OF_MEMBERS_DO = Cells(" in 404 404 did did did did   404 422          404        did")
# One registration: who reads the list, and who acts for that person
LISTED_HERSELF = Cells("        in 200 404 200 200 200 200   404 200          404        200")
LISTED_NEIGHBOUR = Cells("      in 404 404 200 200 200 200   404 200          200        200")
# Of the newcomer: who runs the event, and whoever keeps the list in which she stands
FOR_HER = Cells("               in 404 404 200 200 200 200   404 404          404        200")
FOR_HER_DO = Cells("            in 404 404 did did did did   404 404          404        did")
FOR_NEIGHBOUR = Cells("         in 404 404 200 200 200 200   404 404          200        200")
FOR_NEIGHBOUR_DO = Cells("      in 404 404 did did did did   404 404          did        did")
RUNNERS_LED_ON = Cells("        in 404 404  to  to  to  to   404 404          404        404")
BY_LINK = Cells(NOWHERE.codes, {"bearer_of_enrolment": "200"})
BY_LINK_DOES = Cells(NOWHERE.codes, {"bearer_of_enrolment": "did"})


def _material_for_guests(world: World) -> Mapping[str, Any]:
    file = world.participants_material.versions.get().file
    assert file is not None
    return {"public_id": file.public_id}


def _enrolling(world: World) -> Mapping[str, Any]:
    """What anybody sends; those signed in need but the button."""
    return {
        "name": "Вербина Анна Петровна",
        "email": "verbina@example.org",
        "consent": "on",
        "consent_text": world.processing.pk,
        "submission_key": new_key(),
    }


def _member_comes(world: World) -> Mapping[str, Any]:
    assert world.own_enrolment
    return of("event")(world)


def _one(name: str) -> Named:
    def names(world: World) -> Mapping[str, Any]:
        enrolment = getattr(world, name)
        return {"event_id": enrolment.event_id, "enrolment_id": enrolment.pk}

    return names


def _guest_change(world: World) -> Mapping[str, Any]:
    return {"name": "Тополева Анна Ильинична", "version": world.guest_enrolment.version}


def _item(name: str) -> Named:
    return lambda world: {"public_id": getattr(world, name).public_id}


def _newcomer(world: World) -> Mapping[str, Any]:
    return {"people": [world.newcomer.pk]}


def _deciding(world: World) -> Mapping[str, Any]:
    return {"decision": "confirm", "ids": str(world.pending_enrolment.pk)}


def _asked_already(world: World) -> Mapping[str, Any]:
    assert world.questions
    return of("event")(world)


OWN_SIDE = (
    Row("events:my_events", SIGNED_IN, NO_METHOD_INSIDE),
    Row("events:enrol_consent", PUBLIC, NO_METHOD),
    Row("events:enrol", PUBLIC, EVERYBODY_DOES, of("event"), _enrolling, state="public"),
    Row("events:enrol", ENROLLING, ENROLLING_DO, _member_comes, _enrolling, state="the member is registered"),
    Row("events:enrol", OPEN_TO_MEMBERS, MEMBERS_DO, of("members_event"), _enrolling, state="for members"),
    Row(
        "events:enrol",
        Cells("404 200 404 200 200 200 200 404 200 404 200"),
        INVITED_DO,
        of("invited_event"),
        _enrolling,
        state="for those invited",
    ),
    Row("events:enrol", OPEN_TO_RUNNERS, RUNNERS_ARE_TOLD, of("draft_event"), _enrolling, state="draft"),
    Row("events:enrol", NOWHERE, NOWHERE, of("archived_event"), _enrolling, state="archived"),
    Row("events:enrol_sent", PUBLIC, NO_METHOD, of("event"), state="public"),
    Row("events:enrol_sent", OPEN_TO_MEMBERS, NO_METHOD, of("members_event"), state="for members"),
    Row(
        "events:enrol_change",
        OWN,
        OWN_DO,
        _member_comes,
        lambda w: {"version": w.own_enrolment.version, "is_name_shown": "on"},
    ),
    Row("events:enrol_withdraw", OWN, OWN_DO, _member_comes),
    Row("events:ticket", OWN, NO_METHOD_INSIDE, _member_comes),
    Row("events:ticket_code", OWN, NO_METHOD_INSIDE, _member_comes),
    Row("events:room", ROOM, NO_METHOD_INSIDE, _member_comes, state="open"),
    Row("events:room", ROOM_SHUT, NO_METHOD_INSIDE, of("later_event"), state="before its window"),
    Row("events:room", ROOM_OF_MEMBERS, NO_METHOD_INSIDE, of("members_event"), state="for members"),
    Row("events:enrol_others", KEEPERS, KEEPERS_DO, of("event"), _newcomer, state="public"),
    Row(
        "events:enrol_others",
        KEEPERS_OF_MEMBERS,
        KEEPERS_OF_MEMBERS_DO,
        of("members_event"),
        _newcomer,
        state="for members",
    ),
)

BY_THE_LINK = (
    Row("events:guest_enrolment", BY_LINK, NO_METHOD, has_token=True),
    Row("events:guest_change", BY_LINK, BY_LINK_DOES, body=_guest_change, has_token=True),
    Row("events:guest_withdraw", BY_LINK, BY_LINK_DOES, has_token=True),
    Row("events:guest_ticket", BY_LINK, NO_METHOD, has_token=True),
    Row("events:guest_ticket_code", BY_LINK, NO_METHOD, has_token=True),
    Row("events:guest_room", BY_LINK, NO_METHOD, has_token=True),
    Row("events:guest_materials", BY_LINK, NO_METHOD, has_token=True),
    Row("events:guest_file", BY_LINK, NO_METHOD, _material_for_guests, has_token=True, state="a material"),
    Row("events:guest_file", BY_LINK, NO_METHOD, _item("participants_film"), has_token=True, state="a film"),
    Row("events:guest_file", NOWHERE, NO_METHOD, _item("unshown_film"), has_token=True, state="shown to nobody yet"),
    Row("events:guest_file", NOWHERE, NO_METHOD, _item("members_film"), has_token=True, state="of another event"),
)

LIST = (
    Row("events:enrolment_list", LISTS, NO_METHOD_INSIDE, of("event"), state="announced"),
    Row("events:enrolment_list", RUNNERS, NO_METHOD_INSIDE, of("draft_event"), state="draft"),
    Row("events:enrolment_list", RUNNERS, NO_METHOD_INSIDE, of("archived_event"), state="archived"),
    Row("events:enrolment_decide", RUNNERS, RUNNERS_DO, of("event"), _deciding, query=_deciding),
    Row("events:enrolment_add", RUNNERS, RUNNERS_DO, of("event"), _newcomer, state="registering"),
    Row(
        "events:enrolment_add",
        RUNNERS,
        RUNNERS_DO,
        of("event"),
        lambda w: {**_newcomer(w), "deed": "invite"},
        state="inviting",
    ),
    Row(
        "events:enrolment_add_guest",
        RUNNERS,
        RUNNERS_DO,
        of("event"),
        lambda w: {"name": "Вербина Анна Петровна", "submission_key": new_key()},
    ),
    Row(
        "events:enrolment_invite",
        RUNNERS,
        RUNNERS_DO,
        of("event"),
        lambda w: {"associations": [w.association.pk]},
    ),
    Row("events:enrolment_questions", RUNNERS, RUNNERS_DO, of("event"), state="nothing asked yet"),
    Row("events:enrolment_questions", RUNNERS_LED_ON, RUNNERS_LED_ON, _asked_already, state="asked already"),
    Row(
        "events:enrolment_export",
        NO_METHOD_INSIDE,
        LISTS_GET_ONE,
        _member_comes,
        lambda w: {"kind": "xlsx"},
    ),
)

ONE = (
    Row("events:enrolment_detail", LISTS, NO_METHOD_INSIDE, _one("enrolment"), state="the newcomer's"),
    Row("events:enrolment_detail", LISTED_HERSELF, NO_METHOD_INSIDE, _one("own_enrolment"), state="the member's"),
    Row(
        "events:enrolment_detail",
        LISTED_NEIGHBOUR,
        NO_METHOD_INSIDE,
        _one("strangers_enrolment"),
        state="the neighbour's",
    ),
    Row("events:enrolment_detail", LISTS, NO_METHOD_INSIDE, _one("guest_enrolment"), state="a guest's"),
    Row(
        "events:enrolment_change",
        FOR_HER,
        FOR_HER_DO,
        _one("enrolment"),
        lambda w: {"version": w.enrolment.version},
        state="the newcomer's",
    ),
    Row(
        "events:enrolment_change",
        FOR_NEIGHBOUR,
        FOR_NEIGHBOUR_DO,
        _one("strangers_enrolment"),
        lambda w: {"version": w.strangers_enrolment.version, "is_name_shown": "on"},
        state="the neighbour's",
    ),
    Row(
        "events:enrolment_change",
        RUNNERS,
        RUNNERS_DO,
        _one("guest_enrolment"),
        _guest_change,
        state="a guest's",
    ),
    Row(
        "events:enrolment_change",
        NOWHERE_INSIDE,
        NOWHERE_INSIDE,
        _one("archived_enrolment"),
        lambda w: {"version": 1},
        state="archived",
    ),
    Row("events:enrolment_withdraw", FOR_HER, FOR_HER_DO, _one("enrolment"), state="the newcomer's"),
    Row("events:enrolment_withdraw", FOR_NEIGHBOUR, FOR_NEIGHBOUR_DO, _one("strangers_enrolment"), state="neighbour's"),
    Row("events:enrolment_withdraw", RUNNERS, RUNNERS_DO, _one("guest_enrolment"), state="a guest's"),
)

ROWS = (*OWN_SIDE, *BY_THE_LINK, *LIST, *ONE)
