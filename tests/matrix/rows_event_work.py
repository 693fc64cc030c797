"""Rows of the matrix: letters of an event, how it was, the count of attendances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.columns import Cells
from tests.matrix.row import LISTS, NO_METHOD_INSIDE, NOWHERE, NOWHERE_INSIDE, RUNNERS, RUNNERS_DO, Named, Row, at
from tests.matrix.rows_events import of
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# With one association to read, straight to its count
COUNTS = Cells("                in 404 404  to  to  to  to   404 200           to        200")
# Guests are shown where to sign in, whatever the event; of others the member alone was there
ASKED = Cells("                200 200 200 200 200 200 200   200 200          200        200")
ASKED_DO = Cells("             200 did 422 422 422 422 422   422 422          422        422")
NOT_ASKED = Cells("            200 200 200 200 200 200 200   404 200          404        200")
NOT_ASKED_DO = Cells("         200 422 422 422 422 422 422   404 422          404        422")
NO_FEEDBACK = Cells("          200 404 404 404 404 404 404   404 404          404        404")
BY_LINK = Cells(NOWHERE.codes, {"bearer_of_enrolment": "200"})
BY_LINK_DOES = Cells(NOWHERE.codes, {"bearer_of_enrolment": "did"})


def _letter(name: str) -> Named:
    return lambda world: {"event_id": world.event.pk, "letter_id": getattr(world, name).pk}


def _version(name: str) -> Named:
    return lambda world: {"version": getattr(world, name).version}


def _text(world: World) -> Mapping[str, Any]:
    return {"kind": "free", "subject": "О встрече", "text": "Ждём вас.", "states": ["confirmed"]}


def _counting(**more: str) -> Named:
    def names(world: World) -> Mapping[str, Any]:
        assert world.counted
        return {**at(world), **more}

    return names


def _asked(world: World) -> Mapping[str, Any]:
    assert world.feedback
    return of("past_event")(world)


def _opinion(name: str) -> Named:
    """The one answer that has to be given."""

    def body(world: World) -> Mapping[str, Any]:
        scale = getattr(world, name).questions.get(kind="scale")
        return {f"q-{scale.pk}": "5", "submission_key": new_key()}

    return body


LETTERS = (
    Row("events:letter_list", RUNNERS, NO_METHOD_INSIDE, of("event"), state="announced"),
    Row("events:letter_list", NOWHERE_INSIDE, NO_METHOD_INSIDE, of("archived_event"), state="archived"),
    Row(
        "events:letter_create",
        RUNNERS,
        RUNNERS_DO,
        of("event"),
        lambda w: {**_text(w), "submission_key": new_key()},
    ),
    Row("events:letter_detail", RUNNERS, NO_METHOD_INSIDE, _letter("letter")),
    Row(
        "events:letter_edit",
        RUNNERS,
        RUNNERS_DO,
        _letter("letter"),
        lambda w: {**_text(w), "version": w.letter.version},
    ),
    Row("events:letter_send", NO_METHOD_INSIDE, RUNNERS_DO, _letter("letter"), _version("letter")),
    Row(
        "events:letter_plan",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        _letter("letter_with_moment"),
        _version("letter_with_moment"),
    ),
    Row("events:letter_cancel", NO_METHOD_INSIDE, RUNNERS_DO, _letter("planned_letter"), _version("planned_letter")),
)

FEEDBACK = (
    Row("events:feedback", LISTS, NO_METHOD_INSIDE, of("past_event"), state="nothing asked"),
    Row("events:feedback", LISTS, NO_METHOD_INSIDE, _asked, state="asked"),
    Row("events:feedback", RUNNERS, NO_METHOD_INSIDE, of("draft_event"), state="draft"),
    Row("events:feedback_make", NO_METHOD_INSIDE, RUNNERS_DO, of("past_event"), lambda w: {"days": "30"}),
    Row("events:feedback_screen", LISTS, NO_METHOD_INSIDE, _asked),
    Row("events:feedback_answer", ASKED, ASKED_DO, _asked, _opinion("feedback"), state="public"),
    Row("events:feedback_answer", NOT_ASKED, NOT_ASKED_DO, of("members_event"), state="for members, nothing asked"),
    Row("events:feedback_answer", NO_FEEDBACK, NO_FEEDBACK, of("archived_event"), state="archived"),
    Row(
        "events:guest_feedback",
        BY_LINK,
        BY_LINK_DOES,
        body=_opinion("guests_feedback"),
        has_token=True,
    ),
)

FIGURES = (
    Row("events:figures_choose", COUNTS, NO_METHOD_INSIDE),
    Row("events:figures", LISTS, NO_METHOD_INSIDE, _counting()),
    Row("events:figure_list", LISTS, NO_METHOD_INSIDE, _counting(what="attendances"), state="attendances"),
    Row("events:figure_list", LISTS, NO_METHOD_INSIDE, _counting(what="people"), state="people"),
    Row(
        "events:figure_list",
        LISTS,
        NO_METHOD_INSIDE,
        _counting(what="people"),
        query=lambda w: {"as": "xlsx"},
        state="as a file",
    ),
)

ROWS = (*LETTERS, *FEEDBACK, *FIGURES)
