"""Rows of the matrix: documents issued from a list, from the first line to the archive of sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stellazh.common import clock
from stellazh.events.documents import PRESENT
from tests.matrix.columns import Cells
from tests.matrix.row import (
    LISTS,
    NO_METHOD_INSIDE,
    RUNNERS,
    RUNNERS_DO,
    RUNNERS_GET_ONE,
    Named,
    Row,
    at,
)
from tests.matrix.rows_events import of
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Those who issue documents; from above it is read what was issued, that nothing is issued is said
ISSUERS = Cells("               in 404 404 200 200 200 200   404 403          404        403")
ISSUERS_DO = Cells("            in 404 404 did did did did   404 403          404        403")
ISSUERS_FIND_NOTHING = Cells("     in 404 404 404 404 404 404   404 403          404        403")
# With one association of one's own, straight to its runs
ISSUERS_LED = Cells("           in 404 404  to  to  to  to   404  to           to        404")
# What is done with a run: to those who only read the register it does not exist
RUN_LED = Cells("               in 404 404  to  to  to  to   404 404          404        404")
RUN_SHUT = Cells("              in 404 404 403 403 403 403   404 404          404        404")
RUN_WRONG = Cells("             in 404 404 422 422 422 422   404 404          404        404")
# A second person: never whoever prepared it
BESIDE_HEAD = Cells("           in 404 404 403 403 200 403   404 404          404        404")
BESIDE_HEAD_DO = Cells("        in 404 404 403 403 did 403   404 404          404        404")
HEADS = Cells("                 in 404 404 403 403 200 200   404 404          404        404")
HEADS_DO = Cells("              in 404 404 403 403 did did   404 404          404        404")
# Returned by whoever may approve, or taken back by whoever prepared it
METHODISTS = Cells("            in 404 404 403 200 200 200   404 404          404        404")
METHODISTS_DO = Cells("         in 404 404 403 did did did   404 404          404        404")


def of_run(name: str = "draft_run") -> Named:
    """That run."""
    return lambda world: {"run_id": getattr(world, name).pk}


def _row(world: World) -> Mapping[str, Any]:
    return {"run_id": world.draft_run.pk, "row_id": world.run_row.pk}


def _said(world: World) -> Mapping[str, Any]:
    """What the sheets say, of the plain kind."""
    return {
        "kind": world.kind.pk,
        "title": "Участникам семинара",
        "basis": "участие в семинаре",
        "issued_on": clock.today().isoformat(),
        "submission_key": new_key(),
    }


def _to_those_who_came(world: World) -> Mapping[str, Any]:
    assert world.kind
    return {"subject": world.past_event.object_key, "list": PRESENT}


def _of_neighbours_event(world: World) -> Mapping[str, Any]:
    return {"subject": world.neighbours_event.object_key, "list": PRESENT}


def _reason(world: World) -> Mapping[str, Any]:
    return {"reason": "Ошиблись списком"}


def _seen(name: str) -> Named:
    return lambda world: {"expected_version": getattr(world, name).version}


LIST = (
    Row("certificates:run_home", ISSUERS_LED, NO_METHOD_INSIDE),
    Row("certificates:run_list", LISTS, NO_METHOD_INSIDE, at),
    Row("certificates:run_new", ISSUERS, ISSUERS_DO, at, _said),
    Row("certificates:run_new", ISSUERS, ISSUERS_DO, at, state="no kinds yet"),
    Row("certificates:run_new", ISSUERS, ISSUERS_DO, at, _said, query=_to_those_who_came, state="to those who came"),
    Row(
        "certificates:run_new",
        ISSUERS_FIND_NOTHING,
        ISSUERS_FIND_NOTHING,
        at,
        _said,
        query=_of_neighbours_event,
        state="to those who came to another's event",
    ),
)

PAGES = (
    Row("certificates:run_detail", LISTS, NO_METHOD_INSIDE, of_run(), state="draft"),
    Row("certificates:run_detail", LISTS, NO_METHOD_INSIDE, of_run("awaiting_run"), state="awaiting"),
    Row("certificates:run_detail", LISTS, NO_METHOD_INSIDE, of_run("issuing_run"), state="issuing"),
    Row("certificates:run_detail", LISTS, NO_METHOD_INSIDE, of_run("stopped_run"), state="stopped"),
    Row("certificates:run_detail", LISTS, NO_METHOD_INSIDE, of_run("issued_run"), state="issued"),
    Row("certificates:run_detail", LISTS, NO_METHOD_INSIDE, of_run("cancelled_run"), state="cancelled"),
    Row("certificates:run_sample", LISTS, NO_METHOD_INSIDE, of_run()),
    Row("certificates:run_sample_picture", LISTS, NO_METHOD_INSIDE, _row),
    Row("certificates:run_sample_file", LISTS, NO_METHOD_INSIDE, _row),
)

CONTENTS = (
    Row(
        "certificates:run_edit",
        RUNNERS,
        RUNNERS_DO,
        of_run(),
        lambda w: {**_said(w), "expected_version": w.draft_run.version},
        state="draft",
    ),
    Row("certificates:run_edit", RUN_SHUT, RUN_SHUT, of_run("awaiting_run"), _said, state="awaiting"),
    Row("certificates:run_edit", RUN_SHUT, RUN_SHUT, of_run("issued_run"), _said, state="issued"),
    Row(
        "certificates:run_people",
        RUNNERS,
        RUNNERS_DO,
        of_run(),
        lambda w: {"way": "names", "text": "Липина Мария Сергеевна"},
        state="names typed",
    ),
    Row(
        "certificates:run_people",
        RUNNERS,
        RUNNERS_DO,
        of_run(),
        lambda w: {"way": "pick", "people": [w.people["member"].pk]},
        query=lambda w: {"q": w.people["member"].family_name},
        state="people picked",
    ),
    Row("certificates:run_people", RUN_SHUT, RUN_SHUT, of_run("issued_run"), state="issued"),
    Row(
        "certificates:run_row",
        RUNNERS,
        RUNNERS_DO,
        _row,
        lambda w: {
            "name": "Липина Мария Сергеевна",
            "dative": "Липиной Марии Сергеевне",
            "genitive": "Липиной Марии Сергеевны",
            "expected_version": w.run_row.version,
        },
    ),
    Row("certificates:run_row_out", NO_METHOD_INSIDE, RUNNERS_DO, _row, _seen("run_row")),
    Row(
        "certificates:run_names",
        RUNNERS,
        RUNNERS_DO,
        lambda w: {"run_id": w.doubted_row.run_id},
        lambda w: w.looked_at,
    ),
)

LIFE = (
    Row("certificates:run_submit", RUNNERS, RUNNERS_DO, of_run(), _seen("draft_run"), state="draft"),
    Row("certificates:run_submit", RUNNERS, RUN_WRONG, of_run("empty_run"), _seen("empty_run"), state="empty"),
    Row("certificates:run_submit", RUN_LED, RUN_LED, of_run("issued_run"), state="issued"),
    Row("certificates:run_approve", RUN_LED, RUN_LED, of_run(), state="draft"),
    Row("certificates:run_approve", BESIDE_HEAD, BESIDE_HEAD_DO, of_run("awaiting_run"), state="prepared by the head"),
    Row("certificates:run_approve", HEADS, HEADS_DO, of_run("methodists_run"), state="prepared by the methodist"),
    Row(
        "certificates:run_return",
        HEADS,
        HEADS_DO,
        of_run("awaiting_run"),
        _reason,
        state="prepared by the head",
    ),
    Row(
        "certificates:run_return",
        METHODISTS,
        METHODISTS_DO,
        of_run("methodists_run"),
        _reason,
        state="prepared by the methodist",
    ),
    Row("certificates:run_return", RUN_LED, RUN_LED, of_run(), state="draft"),
    Row("certificates:run_cancel", RUNNERS, RUNNERS_DO, of_run(), state="draft"),
    Row("certificates:run_cancel", RUNNERS, RUN_WRONG, of_run("issued_run"), state="issued"),
    Row("certificates:run_stop", RUNNERS, RUNNERS_DO, of_run("issuing_run"), state="issuing"),
    Row("certificates:run_stop", RUNNERS, RUN_WRONG, of_run(), state="draft"),
    Row("certificates:run_continue", RUNNERS, RUNNERS_DO, of_run("stopped_run"), state="stopped"),
    Row("certificates:run_continue", RUNNERS, RUN_WRONG, of_run(), state="draft"),
    Row("certificates:run_withdraw", RUNNERS, RUNNERS_DO, of_run("issued_run"), _reason, state="issued"),
)

FILES = (
    Row("certificates:run_print", NO_METHOD_INSIDE, RUNNERS_DO, of_run("issued_run"), state="issued"),
    Row("certificates:run_print", NO_METHOD_INSIDE, RUN_LED, of_run(), state="draft"),
    Row("certificates:run_zip", NO_METHOD_INSIDE, RUNNERS_GET_ONE, of_run("issued_run"), state="issued"),
    Row("certificates:run_zip", NO_METHOD_INSIDE, RUN_LED, of_run(), state="draft"),
    Row("certificates:run_table", NO_METHOD_INSIDE, RUNNERS_GET_ONE, of_run()),
)

OF_EVENTS = (
    Row("events:documents", LISTS, NO_METHOD_INSIDE, of("past_event"), state="over"),
    Row("events:documents", RUNNERS, NO_METHOD_INSIDE, of("draft_event"), state="draft"),
    Row("events:documents", RUNNERS, NO_METHOD_INSIDE, of("archived_event"), state="archived"),
)

ROWS = (*LIST, *PAGES, *CONTENTS, *LIFE, *FILES, *OF_EVENTS)
