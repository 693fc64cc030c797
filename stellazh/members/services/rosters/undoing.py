"""Taking a list back: what it made goes, what others touched since stays and is named. In the background, in lots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.members.enums import ImportKind, ImportState
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.services.indexing import gathering
from stellazh.members.services.rosters.opening import UNDO_ROSTER, begin_work, locked_roster
from stellazh.members.services.rosters.person_undoing import PersonUndoer
from stellazh.members.services.rosters.refusals import NotApplied
from stellazh.members.services.rosters.school_undoing import SchoolUndoer
from stellazh.people.models import Person

LOT: Final = 25
BACK: Final = "возвращено"
STAYS: Final = "осталось: "
Step = Callable[[int, int, str], None]


def _in_silence(done: int, total: int, message: str) -> None:
    return None


class Undoer(Protocol):
    """Takes single rows back."""

    def prepare(self, rows: list[ImportRow]) -> None:
        """Look at the rows of a lot: who points at what they made."""

    def undo(self, row: ImportRow, *, by: Actor, at: datetime) -> list[str]:
        """Take a row back; gives what stays, each with its reason."""


@transaction.atomic
def undo_roster(roster_id: int, *, by: Person, at: datetime) -> RosterImport:
    """Begin taking a list back; twice, or by two at once, begins it once. Also goes on with one that was stopped.

    Raises:
        PermissionRefused; NotApplied: it was never taken in, or is taken back already.
    """
    roster = locked_roster(roster_id, by=by)
    if roster.state == ImportState.APPLYING and not roster.has_work_under_way:
        # Stopped on the way: what was taken in can be taken back.
        roster.state = ImportState.APPLIED
    if roster.state not in (ImportState.APPLIED, ImportState.UNDOING):
        raise NotApplied("Отменить можно только внесённый список.")
    roster.state = ImportState.UNDOING
    roster.version += 1
    roster.save(update_fields=["state", "version"])
    begin_work(roster, UNDO_ROSTER, label="Отмена загрузки", by=by, at=at)
    return roster


def undo_waiting(roster_id: int, *, by: Person, at: datetime, step: Step = _in_silence) -> RosterImport:
    """Take back the rows that wait for it, the last first. `step(done, total, what)` is called between the lots.

    Raises:
        PermissionRefused: `by` may not any more; what was taken back stays so.
    """
    roster = RosterImport.objects.select_related("association__territory", "file").get(pk=roster_id)
    rows = roster.rows.exclude(changes={})
    total, done = rows.count(), rows.exclude(undone="").count()
    undoer: Undoer = SchoolUndoer() if roster.kind == ImportKind.SCHOOLS else PersonUndoer(roster.association)
    while True:
        step(done, total, "Отменяю")
        by.grant_cache = by.line_cache = None
        count = _undo_lot(roster_id, undoer, by=by, at=at)
        if not count:
            break
        done += count
    roster.refresh_from_db()
    return roster


@transaction.atomic
def _undo_lot(roster_id: int, undoer: Undoer, *, by: Person, at: datetime) -> int:
    roster = locked_roster(roster_id, by=by)
    if roster.state != ImportState.UNDOING:
        return 0
    rows = list(roster.rows.filter(undone="").exclude(changes={}).order_by("-number")[:LOT])
    if not rows:
        _finish(roster, by=by, at=at)
        return 0
    with gathering():
        undoer.prepare(rows)
        for row in rows:
            try:
                with transaction.atomic():
                    kept = undoer.undo(row, by=by, at=at)
            except DomainError as refusal:
                kept = [str(refusal)]
            row.undone = (f"{STAYS}{'; '.join(kept)}" if kept else BACK)[:300]
            row.save(update_fields=["undone"])
    return len(rows)


def _finish(roster: RosterImport, *, by: Actor, at: datetime) -> None:
    roster.state, roster.undone_at = ImportState.UNDONE, at
    roster.version += 1
    roster.save(update_fields=["state", "undone_at", "version"])
    back = roster.rows.filter(undone=BACK).count()
    stays = roster.rows.filter(undone__startswith=STAYS).count()
    changes = {"Строк отменено": ("", str(back)), "Осталось": ("", str(stays))}
    record("roster_undone", roster, by=by, at=at, scope=roster.association.path, changes=changes)
