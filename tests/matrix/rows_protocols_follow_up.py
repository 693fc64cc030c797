"""Rows of the matrix: assignments, decisions on control, the page behind a reporting link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.columns import Cells
from tests.matrix.row import (
    LISTS,
    NO_METHOD_INSIDE,
    NOWHERE_INSIDE,
    RUNNERS,
    RUNNERS_DO,
    RUNNERS_GET_ONE,
    SIGNED_IN,
    SPENT,
    Named,
    Row,
    at,
)
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# With one association to follow, straight to its list
FOLLOWED = Cells("              in 404 404  to  to  to  to   404 200           to        200")
# Whoever answers, and those who read the follow-up: she answers, they look on
MEMBERS_MARK = Cells("          in 200 404 200 200 200 200   404 200          404        200")
MEMBERS_MARK_DO = Cells("       in did 404 did did did did   404 403          404        403")
EDITORS_MARK = Cells("          in 404 200 200 200 200 200   404 200          404        200")
EDITORS_MARK_DO = Cells("       in 404 did did did did did   404 403          404        403")
LEADERS_MARK_DO = Cells("       in 404 404 did did did did   404 403          404        403")
NEIGHBOURS_MARK = Cells("       in 404 404 200 200 200 200   404 200          200        200")
NEIGHBOURS_MARK_DO = Cells("    in 404 404 did did did did   404 403          did        403")
REPORTED = Cells(SPENT, {"bearer_of_assignment": "200"})
REPORTED_DO = Cells(SPENT, {"bearer_of_assignment": "did"})


def _mark(name: str) -> Named:
    return lambda world: {"assignment_id": getattr(world, name).pk}


def _decision(name: str) -> Named:
    return lambda world: {"decision_id": getattr(world, name).pk}


def _answer(name: str) -> Named:
    def body(world: World) -> Mapping[str, Any]:
        version = getattr(world, name).version
        return {"state": "done", "words": "Провели.", "version": version, "submission_key": new_key()}

    return body


def _link(world: World) -> Mapping[str, Any]:
    return {"assignment_id": world.mark.pk, "link_id": world.link("bearer_of_assignment").link.pk}


def _chosen(world: World) -> Mapping[str, Any]:
    return {"do": "withdraw", "mark": world.mark.pk}


def _withdrawn(world: World) -> Mapping[str, Any]:
    return {"do": "withdraw", "ids": world.mark.pk, "reason": "Отменено."}


ASSIGNMENTS = (
    Row("protocols:my_assignments", SIGNED_IN, NO_METHOD_INSIDE),
    Row(
        "protocols:assignment_detail", MEMBERS_MARK, MEMBERS_MARK_DO, _mark("mark"), _answer("mark"), state="a person's"
    ),
    Row(
        "protocols:assignment_detail",
        EDITORS_MARK,
        EDITORS_MARK_DO,
        _mark("schools_mark"),
        _answer("schools_mark"),
        state="a school's",
    ),
    Row(
        "protocols:assignment_detail",
        LISTS,
        LEADERS_MARK_DO,
        _mark("groups_mark"),
        _answer("groups_mark"),
        state="a group's",
    ),
    Row(
        "protocols:assignment_detail",
        LISTS,
        LEADERS_MARK_DO,
        _mark("associations_mark"),
        _answer("associations_mark"),
        state="the association's",
    ),
    Row(
        "protocols:assignment_detail",
        NEIGHBOURS_MARK,
        NEIGHBOURS_MARK_DO,
        _mark("neighbours_mark"),
        _answer("neighbours_mark"),
        state="of the neighbour's municipality",
    ),
    Row(
        "protocols:assignment_detail",
        NOWHERE_INSIDE,
        NOWHERE_INSIDE,
        _mark("draft_mark"),
        _answer("draft_mark"),
        state="not in force",
    ),
    Row("protocols:assignment_link", RUNNERS, RUNNERS_GET_ONE, _mark("mark"), lambda w: {"email": ""}),
    Row("protocols:assignment_link_revoke", RUNNERS, RUNNERS_DO, _link),
)

DECISIONS = (
    Row("protocols:followed_decisions", FOLLOWED, NO_METHOD_INSIDE),
    Row("protocols:association_assignments", LISTS, NO_METHOD_INSIDE, at),
    Row("protocols:association_assignments_table", LISTS, NO_METHOD_INSIDE, at),
    Row("protocols:decision_detail", LISTS, NO_METHOD_INSIDE, _decision("followed_decision"), state="in force"),
    Row("protocols:decision_detail", NOWHERE_INSIDE, NO_METHOD_INSIDE, _decision("draft_decision"), state="of a draft"),
    Row(
        "protocols:decision_close",
        RUNNERS,
        RUNNERS_DO,
        _decision("followed_decision"),
        lambda w: {"state": "done", "words": "Провели.", "submission_key": new_key()},
    ),
    Row(
        "protocols:decision_reopen",
        RUNNERS,
        RUNNERS_DO,
        _decision("closed_decision"),
        lambda w: {"reason": "Закрыли рано."},
    ),
    Row("protocols:decision_unfold", RUNNERS, RUNNERS_DO, _decision("unfolded_decision"), lambda w: {"sent": "1"}),
    Row("protocols:decision_marks", RUNNERS, RUNNERS_DO, _decision("followed_decision"), _withdrawn, query=_chosen),
    Row("protocols:decision_links", NO_METHOD_INSIDE, RUNNERS_GET_ONE, _decision("followed_decision")),
)

BY_LINK = (Row("protocols:report_by_link", REPORTED, REPORTED_DO, body=_answer("mark"), has_token=True),)

ROWS = (*ASSIGNMENTS, *DECISIONS, *BY_LINK)
