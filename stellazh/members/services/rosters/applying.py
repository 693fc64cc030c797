"""Taking a list in: in the background, in lots, each lot one transaction.

A server killed on the way goes on where it stopped: a row whose outcome is kept is never taken in again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.members.enums import ImportKind, ImportState, RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.services.indexing import gathering
from stellazh.members.services.rosters.opening import (
    APPLY_ROSTER,
    begin_work,
    count_rows,
    locked_roster,
    require_review,
)
from stellazh.members.services.rosters.refusals import NothingToApply
from stellazh.members.services.rosters.takers import UNCHANGED, WANTED, PersonTaker, SchoolTaker, Taker
from stellazh.people.models import Person

LOT: Final = 25
NOT_TAKEN: Final = "не внесено: "
_REST: Final = {
    RowDecision.SAME: "уже есть, без изменений",
    RowDecision.SKIP: "не внесено: так решено",
    RowDecision.ASK: "не внесено: осталось без решения",
    RowDecision.BAD: "не внесено: строку нужно исправить",
}
LONGEST_OUTCOME: Final = 300
Step = Callable[[int, int, str], None]


def _in_silence(done: int, total: int, message: str) -> None:
    return None


@transaction.atomic
def apply_roster(roster_id: int, *, by: Person, at: datetime) -> RosterImport:
    """Begin taking a checked list in; twice, or by two at once, begins it once. Also goes on with one that was stopped.

    Raises:
        PermissionRefused; NotInReview: it waits for no decision; NothingToApply: no row is to be taken in.
    """
    roster = locked_roster(roster_id, by=by)
    if roster.state != ImportState.APPLYING:
        require_review(roster)
        if not roster.rows.filter(decision__in=WANTED).exists():
            raise NothingToApply("Вносить нечего: нет ни одной строки с решением «внести» или «дополнить».")
        roster.state = ImportState.APPLYING
        roster.version += 1
        roster.save(update_fields=["state", "version"])
    begin_work(roster, APPLY_ROSTER, label="Внесение списка", by=by, at=at)
    return roster


def apply_waiting(roster_id: int, *, by: Person, at: datetime, step: Step = _in_silence) -> RosterImport:
    """Take in the rows that wait for it, lot after lot. `step(done, total, what)` is called between the lots.

    Raises:
        PermissionRefused: `by` may not any more; what was taken in stays.
    """
    roster = RosterImport.objects.select_related("association__territory", "file").get(pk=roster_id)
    rows = roster.rows.filter(decision__in=WANTED)
    total, done = rows.count(), rows.exclude(outcome="").count()
    taker: Taker | None = None
    while True:
        step(done, total, "Вношу")
        # Asked anew for each lot: a right that ends on the way ends the work.
        by.grant_cache = by.line_cache = None
        if taker is None:
            taker = SchoolTaker(roster) if roster.kind == ImportKind.SCHOOLS else PersonTaker(roster)
        count = _apply_lot(roster_id, taker, by=by, at=at)
        if not count:
            break
        done += count
    roster.refresh_from_db()
    return roster


@transaction.atomic
def _apply_lot(roster_id: int, taker: Taker, *, by: Person, at: datetime) -> int:
    roster = locked_roster(roster_id, by=by)
    if roster.state != ImportState.APPLYING:
        return 0
    rows = list(roster.rows.filter(outcome="", decision__in=WANTED).order_by("number")[:LOT])
    if not rows:
        _finish(roster, by=by, at=at)
        return 0
    with gathering():
        taker.prepare(rows, at=at, by=by)
        for row in rows:
            try:
                with transaction.atomic():
                    row.outcome, row.changes = taker.take(row, at=at, by=by)
            except DomainError as refusal:
                row.outcome, row.changes = f"{NOT_TAKEN}{refusal}", {}
            row.outcome = row.outcome[:LONGEST_OUTCOME]
            if any("row" in candidate for other in rows for candidate in other.candidates):
                # Others of the lot may be told to be «the same as row 12».
                row.save(update_fields=["person", "organisation"])
        taker.finish(by=by, at=at)
    ImportRow.objects.bulk_update(rows, ["outcome", "changes", "person", "organisation"])
    return len(rows)


def _finish(roster: RosterImport, *, by: Actor, at: datetime) -> None:
    for decision, outcome in _REST.items():
        roster.rows.filter(decision=decision).update(outcome=outcome)
    roster.state, roster.applied_at = ImportState.APPLIED, at
    roster.version += 1
    roster.save(update_fields=["state", "applied_at", "version"])
    count_rows(roster)
    record(
        "roster_applied", roster, by=by, at=at, scope=roster.association.path, changes={
            label: ("", str(number)) for label, number in outcome_counts(roster).items() if number
        },
    )  # fmt: skip


def outcome_counts(roster: RosterImport) -> Mapping[str, int]:
    """What taking the list in came to: how many rows made somebody new, added something, and so on."""
    rows = roster.rows.all()
    done = rows.filter(decision__in=WANTED)
    refused = done.filter(outcome__startswith=NOT_TAKEN).count()
    idle = done.filter(outcome=UNCHANGED).count()
    made = done.filter(decision=RowDecision.CREATE).exclude(outcome__startswith=NOT_TAKEN).count()
    added = done.filter(decision=RowDecision.UPDATE).exclude(outcome__startswith=NOT_TAKEN).count() - idle
    return {
        "Внесено новых": made,
        "Дополнено": added,
        "Без изменений": idle + roster.counts.get(RowDecision.SAME, 0),
        "Не внесено по решению": roster.counts.get(RowDecision.SKIP, 0),
        "Осталось без решения": roster.counts.get(RowDecision.ASK, 0),
        "Нельзя внести": roster.counts.get(RowDecision.BAD, 0) + refused,
    }
