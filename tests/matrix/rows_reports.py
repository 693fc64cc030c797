"""Rows of the matrix: the board of papers, what is handed in, plans of a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.columns import Cells
from tests.matrix.row import NO_METHOD_INSIDE, Named, Row, at
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# The board: those who lead, and from above
BOARD = Cells("                 in 404 404 404 200 200 200   404 200          404        200")
BOARD_LED = Cells("             in 404 404 404  to  to  to   404  to           to         to")
BOARD_CHANGE = Cells("          in 404 404 404 200 200 200   404 403          404        403")
BOARD_CHANGE_DO = Cells("       in 404 404 404 did did did   404 403          404        403")
# The papers of one association: those who hand them in too
OWN = Cells("                   in 404 404 200 200 200 200   404 200          404        200")
OWN_DO = Cells("                in 404 404 did did did did   404 403          404        403")
OWN_CHANGE = Cells("            in 404 404 200 200 200 200   404 403          404        403")
# The operator hands in nothing; the head above hands in at her own
OWN_LED = Cells("               in 404 404  to  to  to  to   404  to           to        404")
# Months of a plan: whoever reads the plan, confirmed by those who edit it
DRAFT_READ = Cells("            in 404 404 200 200 200 200   404 200          404        200")
AGREED_CHANGE = Cells("         in 403 403 200 200 200 200   404 403          404        403")
DRAFT_TOO_EARLY = Cells("       in 404 404 422 422 422 422   404 403          404        403")
AGREED_READ = Cells("           in 200 200 200 200 200 200   404 200          404        200")
AGREED_DO = Cells("             in 403 403 did did did did   404 403          404        403")


def _month(plan: str) -> Named:
    def names(world: World) -> Mapping[str, Any]:
        found = getattr(world, plan)
        return {"plan_id": found.pk, "month": world.month_of(found)}

    return names


def _rule(world: World) -> Mapping[str, Any]:
    return {"expected_version": 0, "is_asked": "on", "due_day": 20}


def _handed(world: World) -> Mapping[str, Any]:
    return {"what": "report", "words": "у методиста, папка № 3", "submission_key": new_key()}


def _letter(world: World) -> Mapping[str, Any]:
    return {
        "submission_key": new_key(),
        "last_letter_id": 0,
        "associations": [world.late_association.pk],
        "text": "Пожалуйста, сдайте план.",
    }


BOARDS = (
    Row("reports:board_home", BOARD_LED, NO_METHOD_INSIDE),
    Row("reports:board", BOARD, NO_METHOD_INSIDE, at, state="as a page"),
    Row("reports:board", BOARD, NO_METHOD_INSIDE, at, query=lambda w: {"file": "xlsx"}, state="as a file"),
    Row("reports:write_late", BOARD_CHANGE, BOARD_CHANGE_DO, at, _letter, query=lambda w: {"year": w.year - 1}),
    Row("reports:rule_list", BOARD, NO_METHOD_INSIDE, at),
    Row(
        "reports:rule_edit",
        BOARD_CHANGE,
        BOARD_CHANGE_DO,
        lambda w: {**at(w), "kind": "protocol"},
        _rule,
    ),
)

PAPERS = (
    Row("reports:own_home", OWN_LED, NO_METHOD_INSIDE),
    Row("reports:own_papers", OWN, OWN_DO, at, _handed),
    Row(
        "reports:paper_take_back",
        OWN_CHANGE,
        OWN_DO,
        lambda w: {**at(w), "paper_id": w.handed_paper.pk},
    ),
)

MONTHS = (
    Row("workplans:month_plan", DRAFT_READ, DRAFT_TOO_EARLY, _month("draft"), lambda w: {"note": "нет"}, state="draft"),
    Row(
        "workplans:month_plan", AGREED_READ, AGREED_DO, _month("considered"), lambda w: {"note": "нет"}, state="agreed"
    ),
    Row("workplans:month_withdraw", AGREED_CHANGE, AGREED_DO, _month("plan_with_month")),
    Row("workplans:month_export", DRAFT_READ, NO_METHOD_INSIDE, _month("draft"), state="draft"),
    Row("workplans:month_export", AGREED_READ, NO_METHOD_INSIDE, _month("considered"), state="agreed"),
)

ROWS = (*BOARDS, *PAPERS, *MONTHS)
