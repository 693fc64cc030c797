"""Rows of the matrix: documents, what is done with them, sheets of acquaintance, one's own reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from stellazh.common import clock
from tests.matrix.columns import Cells
from tests.matrix.row import (
    LISTS,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    NOWHERE_INSIDE,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    SIGNED_IN,
    SPENT,
    Named,
    Row,
    at,
)
from tests.matrix.rows_events import KEY_OPENS_NOTHING, NO_KEY
from tests.matrix.world import World, new_key
from tests.matrix.world_documents import brought

KEY = Cells(NO_KEY, {"bearer_of_key": "200"})
#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# Who may read
READ_BY_MEMBERS = Cells("      404 200 200 200 200 200 200   404 200          404        200")
MEMBERS_LED_ON = Cells("       404  to  to  to  to  to  to   404  to          404         to")
READ_FROM_BELOW = Cells("      404 200 200 200 200 200 200   200 200          200        200")
READ_BY_KEEPERS = Cells("      404 404 200 200 200 200 200   404 404          404        404")
# Who keeps: the editor too. Whoever may read is told that this is not hers, a stranger finds nothing
HERE_ONLY = Cells("             in 404 200 200 200 200 200   404 404          404        404")
HERE_ONLY_LED = Cells("         in 404  to  to  to  to  to   404 404          404        404")
HERE_ONLY_DO = Cells("          in 404 did did did did did   404 404          404        404")
HERE_ONLY_GET_ONE = Cells("     in 404 new new new new new   404 404          404        404")
HERE_ONLY_SHUT = Cells("        in 404 403 403 403 403 403   404 404          404        404")
KEPT = Cells("                  in 403 200 200 200 200 200   404 403          404        403")
KEPT_DO = Cells("               in 403 did did did did did   404 403          404        403")
# Sheets: those who ask may keep them, those above look
ASKERS_LED = Cells("            in 404 404  to  to  to  to   404 404          404        404")
ASKERS_REFUSED = Cells("        in 404 404 422 422 422 422   404 404          404        404")
FOLLOW_THEIRS = Cells("         in 404 404 200 200 200 200   404 200          200        200")
# Ours are noted by ours and by the head of the region, whose sheet it is; the neighbour's head is shown none of them
NOTE_BELOW = Cells("            in 404 404 200 200 200 200   404 200          200        404")
NOTE_BELOW_DO = Cells("         in 404 404 did did did did   404 did          422        404")
# The member's own
HERS_DOES = Cells("             in did 404 404 404 404 404   404 404          404        404")
HERS_NOTES = Cells("            in noted 404 404 404 404 404 404 404          404        404")
# By the personal link
ASKED = Cells(SPENT, {"bearer_of_acknowledging": "200"})
ASKED_DOES = Cells(SPENT, {"bearer_of_acknowledging": "did"})
ASKED_NOTES = Cells(SPENT, {"bearer_of_acknowledging": "noted"})
ASKED_TAKES = Cells(NOWHERE.codes, {"bearer_of_acknowledging": "200"})


def document(name: str = "order", **more: Any) -> Named:
    """That document, and whatever else the address names."""
    return lambda world: {"document_id": getattr(world, name).pk, **more}


def sheet(name: str = "order_sheet") -> Named:
    """That sheet."""
    return lambda world: {"sheet_id": getattr(world, name).pk}


def _fields(world: World) -> Mapping[str, Any]:
    return {"title": "О конкурсе чтецов", "kind": "order", "audience": "members", "status": "in_force"}


def _new(world: World) -> Mapping[str, Any]:
    return {**_fields(world), "submission_key": new_key()}


def _edited(world: World) -> Mapping[str, Any]:
    return {**_fields(world), "expected_version": world.order.version}


def _repealed(world: World) -> Mapping[str, Any]:
    return {"status": "repealed", "repealed_on": _day(), "expected_version": world.order.version}


def _batch(world: World) -> Mapping[str, Any]:
    return {"audience": "members", "submission_key": new_key()}


def _bulk(world: World) -> Mapping[str, Any]:
    return {"ids": [world.order.pk], "deed": "archive", "sure": "1"}


def _day(ahead: int = 0) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def _ask(world: World) -> Mapping[str, Any]:
    return {"own_members": "on", "due_on": _day(9), "submission_key": new_key(), "send": "1"}


def _again(world: World) -> Mapping[str, Any]:
    return {"due_on": _day(9), "submission_key": new_key()}


def _changed(world: World) -> Mapping[str, Any]:
    return {"due_on": _day(12), "request": "Прочтите до конца недели.", "version": world.order_sheet.version}


def _signed(row: Callable[[World], Any]) -> Named:
    return lambda world: {"rows": [row(world).pk], "way": "on_paper"}


def _marked(row: Callable[[World], Any]) -> Named:
    return lambda world: {"rows": [row(world).pk]}


def _restoring(world: World) -> Mapping[str, Any]:
    return {"is_restoring": "on"}


def _own_row(world: World) -> Mapping[str, Any]:
    return {"row_id": world.order_row.pk}


def _seen(world: World) -> Mapping[str, Any]:
    return {"seen_version": 2}


LISTED = (
    Row("documents:document_list", PUBLIC, NO_METHOD),
    Row("documents:document_rss", PUBLIC, NO_METHOD),
    Row("documents:association_documents", PUBLIC, NO_METHOD, at),
    Row("documents:association_rss", PUBLIC, NO_METHOD, at),
    Row("documents:document_register", SIGNED_IN, NO_METHOD_INSIDE, at),
)

PAGES = (
    Row("documents:document_detail", READ_BY_MEMBERS, NO_METHOD, document(), state="for members"),
    Row("documents:document_detail", PUBLIC, NO_METHOD, document("public_order"), state="public"),
    Row("documents:document_detail", READ_BY_MEMBERS, NO_METHOD, document("own_order"), state="for us alone"),
    Row("documents:document_detail", READ_FROM_BELOW, NO_METHOD, document("regional_order"), state="of the region"),
    Row("documents:document_detail", READ_BY_KEEPERS, NO_METHOD, document("unpublished_order"), state="unpublished"),
    Row("documents:document_detail", READ_BY_KEEPERS, NO_METHOD, document("archived_order"), state="archived"),
    Row("documents:version_detail", READ_BY_MEMBERS, NO_METHOD, document(number=1), state="earlier"),
    Row("documents:version_detail", MEMBERS_LED_ON, NO_METHOD, document(number=2), state="present"),
    Row("documents:version_detail", NOWHERE, NO_METHOD, document(number=9), state="no such version"),
    Row("documents:document_print", READ_BY_MEMBERS, NO_METHOD, document(), state="for members"),
    Row("documents:document_print", PUBLIC, NO_METHOD, document("public_order"), state="public"),
    Row("documents:document_print", NOWHERE, NO_METHOD, document("fileless_order"), state="without a file"),
    Row("documents:document_history", HERE_ONLY, NO_METHOD_INSIDE, document()),
)

KEEPING = (
    Row("documents:document_new", HERE_ONLY, HERE_ONLY_DO, at, _new),
    Row(
        "documents:document_batch",
        HERE_ONLY,
        HERE_ONLY_GET_ONE,
        at,
        _batch,
        typed=lambda w, column: {"papers": brought()},
    ),
    Row("documents:document_bulk", NO_METHOD_INSIDE, HERE_ONLY_DO, at, _bulk),
    Row("documents:document_edit", KEPT, KEPT_DO, document(), _edited, state="published"),
    Row(
        "documents:document_edit", HERE_ONLY_SHUT, HERE_ONLY_SHUT, document("archived_order"), _fields, state="archived"
    ),
    Row("documents:document_status", KEPT, KEPT_DO, document(), _repealed),
    Row(
        "documents:version_add",
        KEPT,
        KEPT_DO,
        document(),
        lambda w: {"what_changed": "Сроки", "after": 2},
        typed=lambda w, column: {"file": brought()},
    ),
    Row("documents:document_publish", KEPT, KEPT_DO, document(), state="published"),
    Row("documents:document_publish", HERE_ONLY, HERE_ONLY_DO, document("unpublished_order"), state="unpublished"),
    Row("documents:document_archive", KEPT, KEPT_DO, document(), state="published"),
    Row("documents:document_archive", HERE_ONLY, HERE_ONLY_DO, document("archived_order"), state="archived"),
    Row(
        "documents:document_replace",
        KEPT,
        KEPT_DO,
        document(),
        lambda w: {"older": [w.older_order.pk], "is_repealing": "on"},
    ),
    Row("documents:replacement_undo", KEPT, KEPT_DO, lambda w: {"replacement_id": w.replacement.pk}, _restoring),
)

SHEETS = (
    Row("documents:sheet_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row("documents:sheet_ask", RUNNERS, RUNNERS_DO, document(), _ask, state="published"),
    Row(
        "documents:sheet_ask", NOWHERE_INSIDE, NOWHERE_INSIDE, document("unpublished_order"), _ask, state="unpublished"
    ),
    Row("documents:sheet_detail", LISTS, NO_METHOD_INSIDE, sheet(), state="ours"),
    Row("documents:sheet_detail", FOLLOW_THEIRS, NO_METHOD_INSIDE, sheet("regional_sheet"), state="of the region"),
    Row("documents:sheet_paper", LISTS, NO_METHOD_INSIDE, sheet()),
    Row("documents:sheet_table", LISTS, NO_METHOD_INSIDE, sheet()),
    Row("documents:sheet_again", RUNNERS, RUNNERS_DO, sheet("outdated_sheet"), _again),
    Row("documents:sheet_remind", RUNNERS, RUNNERS_DO, sheet(), state="somebody waits"),
    Row("documents:sheet_remind", ASKERS_LED, ASKERS_REFUSED, sheet("outdated_sheet"), state="nobody waits"),
    Row("documents:sheet_change", RUNNERS, RUNNERS_DO, sheet(), _changed, state="open"),
    Row("documents:sheet_change", NOWHERE_INSIDE, NOWHERE_INSIDE, sheet("closed_sheet"), state="closed"),
    Row("documents:sheet_close", RUNNERS, RUNNERS_DO, sheet(), state="open"),
    Row("documents:sheet_close", RUNNERS, ASKERS_LED, sheet("closed_sheet"), state="closed"),
    Row("documents:sheet_reopen", RUNNERS, RUNNERS_DO, sheet("closed_sheet"), lambda w: {"due_on": _day(9)}, "closed"),
    Row("documents:sheet_reopen", RUNNERS, ASKERS_REFUSED, sheet(), lambda w: {"due_on": _day(9)}, state="open"),
    Row(
        "documents:sheet_note",
        RUNNERS,
        RUNNERS_DO,
        sheet(),
        _signed(lambda w: w.order_row),
        query=_marked(lambda w: w.order_row),
        state="of ours",
    ),
    Row(
        "documents:sheet_note",
        NOTE_BELOW,
        NOTE_BELOW_DO,
        sheet("regional_sheet"),
        _signed(lambda w: w.regional_row),
        query=_marked(lambda w: w.regional_row),
        state="of the region",
    ),
    Row("documents:sheet_withdraw", RUNNERS, RUNNERS_DO, lambda w: {"row_id": w.noted_row.pk}, state="noted"),
    Row("documents:sheet_withdraw", NOWHERE_INSIDE, NOWHERE_INSIDE, _own_row, state="not noted"),
)

READING = (
    Row("documents:reading_list", SIGNED_IN, NO_METHOD_INSIDE),
    Row("documents:reading_print", SIGNED_IN, NO_METHOD_INSIDE),
    Row("documents:reading_opened", NO_METHOD_INSIDE, HERS_NOTES, _own_row),
    Row("documents:reading_done", NO_METHOD_INSIDE, HERS_DOES, _own_row, _seen),
    Row("documents:acknowledge_by_link", ASKED, ASKED_DOES, body=_seen, has_token=True),
    Row("documents:acknowledge_opened", NO_METHOD, ASKED_NOTES, has_token=True),
    Row("documents:acknowledge_file", ASKED_TAKES, NO_METHOD, has_token=True),
    Row("documents:acknowledge_page", ASKED_TAKES, NO_METHOD, lambda w: {"number": 1}, has_token=True),
)

INTERFACE = (
    Row("api-1:document_list", KEY, NO_METHOD),
    Row("api-1:document_detail", KEY, NO_METHOD, document(), state="for members"),
    Row("api-1:document_detail", KEY_OPENS_NOTHING, NO_METHOD, document("archived_order"), state="archived"),
)

ROWS = (*LISTED, *PAGES, *KEEPING, *SHEETS, *READING, *INTERFACE)
