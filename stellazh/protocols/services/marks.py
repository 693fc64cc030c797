"""Answering marks: what was done, by whom it is told, with what it is shown; withdrawing and reminding many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import refuse, require
from stellazh.common.versions import require_version
from stellazh.notices.services import notify
from stellazh.protocols import access
from stellazh.protocols.access.assignments import can_report
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, Decision, ProgressEntry
from stellazh.protocols.notice_kinds import REMINDER
from stellazh.protocols.reads.answerers import who_answers
from stellazh.protocols.services.evidence import EvidenceFields, keep_evidence, read_evidence
from stellazh.protocols.services.locking import locked_decision
from stellazh.protocols.services.standing import (
    DecisionIsClosed,
    is_closed_by_hand,
    require_binding,
    settle,
)
from stellazh.protocols.services.withdrawing import withdraw

# What only those who follow may say, and undo.
FOLLOWERS_STATES = (DoneState.NOT_DONE, DoneState.WITHDRAWN)
MOST_BY_LINK_A_DAY = 20


class WordsMissing(DomainError):
    """The state asks for words, or for evidence."""


class TooManyReports(DomainError):
    """A link has been answered by more often than anybody needs in a day."""


class StateUnknown(DomainError):
    """There is no such state."""


@transaction.atomic
def report_assignment(
    assignment_id: int,
    *,
    state: str,
    words: str,
    evidence: Sequence[EvidenceFields] = (),
    expected_version: int,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Say how a mark stands; the decision follows from its marks. A double click makes one line of the story.

    With the state «in work» the words are a note on the way, or the reason for opening a closed mark again.

    Raises:
        PermissionRefused: the mark is not the actor's to answer, or the state is for those who follow.
        DecisionNotBinding, DecisionIsClosed, WordsMissing, StateUnknown, TooManyReports, FormSentTwice; what
            `read_evidence` and `keep_evidence` refuse. ChangedMeanwhile: somebody answered first.
    """
    decision = locked_decision(Assignment.objects.values_list("decision_id", flat=True).get(pk=assignment_id))
    row = Assignment.objects.select_for_update().get(pk=assignment_id)
    row.decision = decision
    require(can_report(by, row))
    made = made_before(ProgressEntry.objects.filter(assignment=row), submission_key)
    if made is not None:
        return row
    _require_rate(by, at)
    words = words.strip()
    if state not in DoneState.values:
        raise StateUnknown("Выберите состояние из списка.")
    _require_right_to_state(by, decision, row.state, state)
    require_binding(decision)
    if is_closed_by_hand(decision):
        raise DecisionIsClosed("Решение закрыто целиком: отметки по нему больше не меняются.")
    shown = {"Состояние": str(DoneState(state).label), "Что сделано": words}
    require_version(row.version, expected_version, theirs=_shown(row), mine=shown)
    require_words(state, words, has_evidence=bool(evidence), was=row.state)
    rows = read_evidence(evidence, by=by)
    before = _shown(row)
    row.state, row.words, row.reported_at = state, words, at
    row.closed_at = None if state == DoneState.OPEN else at
    row.version += 1
    row.save(update_fields=["state", "words", "reported_at", "closed_at", "version"])
    entry = add_entry(decision, state=state, words=words, assignment=row, submission_key=submission_key, by=by, at=at)
    keep_evidence(entry, evidence, rows, association=decision.association, by=by, at=at)
    settle(decision, at=at)
    record(
        "assignment_reported",
        decision,
        by=by,
        at=at,
        scope=decision.association.path,
        changes=compare(before, _shown(row)),
        note=row.name,
    )
    return row


@transaction.atomic
def withdraw_assignments(
    decision_id: int, assignment_ids: Sequence[int], *, words: str, by: Actor, at: datetime
) -> int:
    """Take open marks of one decision off control, with the reason in the story of each; how many.

    Raises:
        PermissionRefused, DecisionNotBinding, WordsMissing.
    """
    decision = _followed(decision_id, by)
    if not words.strip():
        raise WordsMissing("Напишите, почему поручения снимаются с контроля.")
    rows = list(decision.assignments.select_for_update().open().filter(pk__in=assignment_ids))
    if rows:
        withdraw(rows, words=words.strip(), by=by, at=at)
        settle(decision, at=at)
        _record_many("assignments_withdrawn", decision, len(rows), by=by, at=at)
    return len(rows)


@transaction.atomic
def remind_assignments(decision_id: int, assignment_ids: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Remind those who answer these open marks; how many people were told. Whoever has no account hears nothing.

    Raises:
        PermissionRefused, DecisionNotBinding. DecisionIsClosed: there is nothing to remind of.
    """
    decision = _followed(decision_id, by)
    if decision.state != DoneState.OPEN:
        raise DecisionIsClosed("Решение закрыто: напоминать не о чем.")
    rows = list(decision.assignments.open().filter(pk__in=assignment_ids))
    answering = who_answers(rows, on=clock.day_of(at, decision.association.time_zone))
    due = f" Срок: до {decision.due_on:%d.%m.%Y}." if decision.due_on else ""
    told = notify(
        REMINDER,
        set().union(*answering.values()),
        title=f"Ждём ответа о поручении: {decision.association.short_name}",
        text=f"{decision.text.strip()}{due}",
        address=reverse("protocols:my_assignments"),
        about=f"decision:{decision.pk}",
        by=by,
        at=at,
    )
    if told:
        _record_many("assignments_reminded", decision, told, by=by, at=at)
    return told


def require_words(state: str, words: str, *, has_evidence: bool, was: str = DoneState.OPEN) -> None:
    """Pass when what is said is enough for the state.

    Raises:
        WordsMissing.
    """
    if words or (has_evidence and state in (DoneState.DONE, DoneState.PARTLY)):
        return
    if state == DoneState.OPEN:
        raise WordsMissing(
            "Напишите, что уже делается." if was == DoneState.OPEN else "Напишите, почему поручение открывается снова."
        )
    if state in FOLLOWERS_STATES:
        raise WordsMissing("Напишите причину.")
    raise WordsMissing("Напишите, что сделано, или приложите подтверждение.")


def add_entry(
    decision: Decision,
    *,
    state: str,
    words: str,
    assignment: Assignment | None = None,
    protocol_id: int | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> ProgressEntry:
    """One more line of the story."""
    return ProgressEntry.objects.create(
        decision=decision,
        assignment=assignment,
        protocol_id=protocol_id,
        state=state,
        text=words,
        made_at=at,
        made_by_kind=str(by.actor_kind),
        made_by_id=by.actor_id,
        made_by_name=by.actor_name[:200],
        submission_key=submission_key,
    )


def _require_right_to_state(by: Actor, decision: Decision, was: str, wanted: str) -> None:
    if was in FOLLOWERS_STATES or wanted in FOLLOWERS_STATES:
        may = access.can_follow_decisions(by, decision.association)
        words = "«Не исполнено» и «снято с контроля» ставят и меняют те, кто ведёт контроль решений."
        require(may or refuse(words))


def _require_rate(by: Actor, at: datetime) -> None:
    """A link may lie open to many: whoever has it does not fill the journal."""
    if by.actor_kind != ActorKind.LINK:
        return
    rows = ProgressEntry.objects.filter(made_by_kind=str(by.actor_kind), made_by_id=by.actor_id)
    if rows.filter(made_at__gt=at - timedelta(days=1)).count() >= MOST_BY_LINK_A_DAY:
        raise TooManyReports("По этой ссылке сегодня отвечали уже много раз. Попробуйте завтра.")


def _followed(decision_id: int, by: Actor) -> Decision:
    decision = locked_decision(decision_id)
    require(access.can_follow_decisions(by, decision.association))
    require_binding(decision)
    return decision


def _record_many(action: str, decision: Decision, count: int, *, by: Actor, at: datetime) -> None:
    record(action, decision, by=by, at=at, scope=decision.association.path, note=f"всего: {count}")


def _shown(row: Assignment) -> dict[str, str]:
    return {"Состояние": str(DoneState(row.state).label), "Что сделано": row.words}
