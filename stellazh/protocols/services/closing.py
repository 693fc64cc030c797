"""Closing a decision as a whole, whatever its marks say, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.protocols import access
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Decision, ProgressEntry
from stellazh.protocols.services.evidence import EvidenceFields, keep_evidence, read_evidence
from stellazh.protocols.services.locking import locked_decision
from stellazh.protocols.services.marks import StateUnknown, WordsMissing, add_entry, require_words
from stellazh.protocols.services.standing import (
    DecisionIsClosed,
    is_closed_by_hand,
    require_binding,
)


class DecisionIsOpen(DomainError):
    """Nobody has closed it, or it closed by itself when every mark was done."""


@transaction.atomic
def close_decision(
    decision_id: int,
    *,
    state: str,
    words: str,
    evidence: Sequence[EvidenceFields] = (),
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Close a decision, or a point of a resolution, with what became of it. Open marks wait for nobody any more.

    Raises:
        PermissionRefused, DecisionNotBinding, WordsMissing, StateUnknown; what `read_evidence` refuses.
        DecisionIsClosed: somebody has closed it already.
    """
    decision = locked_decision(decision_id)
    require(access.can_close_decision(by, decision))
    if made_before(ProgressEntry.objects.filter(decision=decision, assignment=None), submission_key) is not None:
        return decision
    require_binding(decision)
    if is_closed_by_hand(decision):
        raise DecisionIsClosed("Решение уже закрыто.")
    return set_closed(
        decision, state=state, words=words, evidence=evidence, submission_key=submission_key, by=by, at=at
    )


def set_closed(
    decision: Decision,
    *,
    state: str,
    words: str,
    evidence: Sequence[EvidenceFields] = (),
    protocol_id: int | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """`close_decision` without asking rights, for a decision held by the caller: a meeting closes by its protocol.

    Raises:
        WordsMissing, StateUnknown; what `read_evidence` refuses.
    """
    words = words.strip()
    if state not in DoneState.values or state == DoneState.OPEN:
        raise StateUnknown("Выберите, чем закончилось.")
    require_words(state, words, has_evidence=bool(evidence))
    rows = read_evidence(evidence, by=by)
    was = DoneState(decision.state).label
    # Words say that somebody closed it: without them it would be opened again by the next mark.
    decision.state, decision.closed_at = state, at
    decision.closing_words = words or "; ".join(row.label for row in rows)
    decision.save(update_fields=["state", "closed_at", "closing_words"])
    entry = add_entry(
        decision, state=state, words=words, protocol_id=protocol_id, submission_key=submission_key, by=by, at=at
    )
    keep_evidence(entry, evidence, rows, association=decision.association, by=by, at=at)
    record(
        "decision_closed",
        decision,
        by=by,
        at=at,
        scope=decision.association.path,
        changes={"Состояние": (str(was), str(DoneState(state).label))},
    )
    return decision


@transaction.atomic
def reopen_decision(decision_id: int, *, reason: str, by: Actor, at: datetime) -> Decision:
    """Put a decision that somebody closed on control again.

    Raises:
        PermissionRefused, DecisionNotBinding, WordsMissing. DecisionIsOpen: nobody has closed it.
    """
    decision = locked_decision(decision_id)
    require(access.can_close_decision(by, decision))
    require_binding(decision)
    if not is_closed_by_hand(decision):
        raise DecisionIsOpen("Решение никто не закрывал. Если все отметки стоят «исполнено», откройте снова нужную.")
    if not reason.strip():
        raise WordsMissing("Напишите, почему решение открывается снова.")
    was = DoneState(decision.state).label
    decision.state, decision.closed_at, decision.closing_words = DoneState.OPEN, None, ""
    decision.save(update_fields=["state", "closed_at", "closing_words"])
    add_entry(decision, state=DoneState.OPEN, words=reason.strip(), by=by, at=at)
    record(
        "decision_reopened",
        decision,
        by=by,
        at=at,
        scope=decision.association.path,
        changes={"Состояние": (str(was), str(DoneState.OPEN.label))},
        note=reason.strip(),
    )
    return decision
