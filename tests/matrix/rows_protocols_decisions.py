"""Rows of the matrix: decisions and votes of a draft, earlier decisions in its agenda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.matrix.row import NO_METHOD_INSIDE, RUNNERS, RUNNERS_DO, Named, Row
from tests.matrix.rows_protocols_editor import SIGNED_SHUT, of_protocol
from tests.matrix.world import World, new_key


def _decision(name: str) -> Named:
    return lambda world: {"protocol_id": world.draft_protocol.pk, "decision_id": getattr(world, name).pk}


def _typed(world: World) -> Mapping[str, Any]:
    return {
        "expected_version": world.draft_decision.version,
        "text": "Провести неделю детской книги",
        "owners": "Липина Е. С.",
        "term_raw": "до 1 декабря",
    }


def _signed_decision(world: World) -> Mapping[str, Any]:
    return {"protocol_id": world.signed_protocol.pk, "decision_id": world.followed_decision.pk}


def _vote(world: World) -> Mapping[str, Any]:
    return {"protocol_id": world.draft_protocol.pk, "vote_id": world.vote.pk}


def _counted(world: World) -> Mapping[str, Any]:
    counts = {"for_count": 2, "against_count": 1, "abstained_count": 0}
    return {"expected_version": world.vote.version, "mode": "counts", **counts}


DECISIONS = (
    Row(
        "protocols:decision_add",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of_protocol(),
        lambda w: {"item": w.agenda_item.pk, "submission_key": new_key()},
    ),
    Row("protocols:decision_term", RUNNERS, NO_METHOD_INSIDE, of_protocol(), query=lambda w: {"term_raw": "до 1 мая"}),
    Row("protocols:decision_edit", RUNNERS, RUNNERS_DO, _decision("draft_decision"), _typed, state="draft"),
    Row("protocols:decision_edit", SIGNED_SHUT, SIGNED_SHUT, _signed_decision, _typed, state="signed"),
    Row(
        "protocols:decision_owners",
        NO_METHOD_INSIDE,
        RUNNERS,
        _decision("draft_decision"),
        lambda w: {"owners": "Липина"},
    ),
    Row("protocols:decision_restore", NO_METHOD_INSIDE, RUNNERS_DO, _decision("archived_decision")),
)

VOTES = (
    Row(
        "protocols:vote_add",
        NO_METHOD_INSIDE,
        RUNNERS_DO,
        of_protocol(),
        lambda w: {"decision": w.draft_decision.pk},
    ),
    Row("protocols:vote_edit", RUNNERS, RUNNERS_DO, _vote, _counted),
)


def _carrying(world: World) -> Mapping[str, Any]:
    assert world.signed_protocol
    return of_protocol()(world)


CARRIED = (
    Row("protocols:protocol_carry", NO_METHOD_INSIDE, RUNNERS_DO, _carrying),
    Row(
        "protocols:carry_edit",
        RUNNERS,
        RUNNERS_DO,
        lambda w: {"carry_id": w.carry.pk},
        lambda w: {"result": "done", "words": "Провели.", "expected_version": w.carry.version},
    ),
)

ROWS = (*DECISIONS, *VOTES, *CARRIED)
