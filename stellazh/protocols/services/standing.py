"""How a decision stands as a whole: it follows from its marks until somebody closes it with words."""

from __future__ import annotations

from datetime import datetime

from stellazh.common.errors import DomainError
from stellazh.protocols.enums import DoneState, ResolutionStatus
from stellazh.protocols.models import Decision


class DecisionNotBinding(DomainError):
    """The protocol is not signed, the resolution is not adopted, or the decision is put away."""


class DecisionIsClosed(DomainError):
    """Somebody has closed the whole: first it is opened again."""


def require_binding(decision: Decision) -> None:
    """Pass when the decision is in force.

    Raises:
        DecisionNotBinding. DecisionIsClosed: the report on its resolution stands, and what that tells with it.
    """
    if decision.binding_at is None or decision.archived_at is not None:
        raise DecisionNotBinding("Решение ещё не вступило в силу: протокол не подписан или подписание отменено.")
    if decision.resolution is not None and decision.resolution.status == ResolutionStatus.CLOSED:
        raise DecisionIsClosed("Итог резолюции подведён: отметки по её пунктам больше не меняются.")


def is_closed_by_hand(decision: Decision) -> bool:
    """Whether somebody closed it: then there are words; when the marks close it there are none."""
    return decision.state != DoneState.OPEN and bool(decision.closing_words)


def settle(decision: Decision, *, at: datetime) -> bool:
    """Let the state follow from the marks; whether it changed. Done when all are, those withdrawn aside.

    The decision is locked by the caller. What was closed by hand stays closed.
    """
    if is_closed_by_hand(decision):
        return False
    states = set(decision.assignments.order_by().values_list("state", flat=True).distinct())
    is_done = DoneState.DONE in states and states <= {DoneState.DONE, DoneState.WITHDRAWN}
    state = DoneState.DONE if is_done else DoneState.OPEN
    if state == decision.state:
        return False
    decision.state, decision.closed_at = state, at if is_done else None
    decision.save(update_fields=["state", "closed_at"])
    return True
