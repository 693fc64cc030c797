"""Deciding about rows, one by one or a whole heap; correcting a cell. Nothing outside the list changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.versions import require_version
from stellazh.members.enums import ImportKind, RowDecision
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.rosters.columns import fields_of, label_of
from stellazh.members.services.rosters.bringing import judge_of
from stellazh.members.services.rosters.judging import earlier_rows
from stellazh.members.services.rosters.opening import count_rows, locked_roster, require_review
from stellazh.members.services.rosters.refusals import RowIsBad, UnknownAnswer
from stellazh.russian.text_lines import one_line

LONGEST_CELL = 2000


class Bulk(StrEnum):
    """One answer for many rows."""

    SKIP_ALIKE = "skip_alike"
    SKIP_NEW = "skip_new"
    SKIP_ADDITIONS = "skip_additions"
    CREATE_SKIPPED = "create_skipped"


@transaction.atomic
def decide_row(
    roster_id: int, number: int, *, expected_version: int, answer: str, by: Actor, at: datetime
) -> ImportRow:
    """Say what becomes of a row: «create», «skip», «same:17» (one of its candidates), «row:12» (the same as that row of
    the file), or «again»: forget the decision and judge the row anew.

    Raises:
        PermissionRefused; NotInReview; ChangedMeanwhile: somebody decided or corrected it first.
        UnknownAnswer: not offered for this row; RowIsBad: it must be corrected first.
    """
    roster, row = _opened(roster_id, number, expected_version, by)
    if answer == "again":
        return _judged(roster, row, by=by, at=at)
    if answer == "skip":
        row.decision = RowDecision.SKIP
    else:
        if row.decision == RowDecision.BAD:
            raise RowIsBad("Сначала исправьте строку: в ней есть то, с чем её нельзя внести.")
        _answer(row, answer, roster.kind)
    row.is_decided = True
    return _saved(roster, row)


@transaction.atomic
def take_fields(
    roster_id: int, number: int, *, expected_version: int, taken: Collection[str], by: Actor, at: datetime
) -> ImportRow:
    """Choose the fields where the file's word goes before ours; all others keep ours.

    Raises:
        PermissionRefused; NotInReview; ChangedMeanwhile; UnknownAnswer: the row is about nobody known, or no field.
    """
    roster, row = _opened(roster_id, number, expected_version, by)
    known = {field.code for field in fields_of(roster.kind)} | {"contact_email"}
    if row.decision not in (RowDecision.UPDATE, RowDecision.SAME) or not set(taken) <= known:
        raise UnknownAnswer("Для этой строки выбирать нечего: откройте страницу заново.")
    row.taken = sorted(set(taken))
    row.decision = RowDecision.UPDATE
    row.is_decided = True
    return _saved(roster, row)


@transaction.atomic
def correct_cells(
    roster_id: int, number: int, *, expected_version: int, texts: Mapping[str, str], by: Actor, at: datetime
) -> ImportRow:
    """Write cells anew, by field; the row is judged again, its decision is forgotten. Nothing new: nothing happens.

    Raises:
        PermissionRefused; NotInReview; ChangedMeanwhile: somebody decided or corrected it first, with both texts.
        UnknownAnswer: no such field, or a text longer than any cell.
    """
    roster = locked_roster(roster_id, by=by)
    require_review(roster)
    row = ImportRow.objects.select_for_update(of=("self",)).get(roster=roster, number=number)
    labels = {code: label_of(roster.kind, code) for code in texts}
    if not all(labels.values()):
        raise UnknownAnswer("Такого поля нет: откройте страницу заново.")
    if any(len(text) > LONGEST_CELL for text in texts.values()):
        raise UnknownAnswer(f"В ячейке не больше {LONGEST_CELL} знаков.")
    typed = {code: "\n".join(filter(None, map(one_line, text.splitlines()))) for code, text in texts.items()}
    require_version(
        row.version,
        expected_version,
        theirs={labels[code]: row.cells.get(code, "") for code in typed},
        mine={labels[code]: text for code, text in typed.items()},
    )
    cells = {code: text for code, text in (row.cells | typed).items() if text}
    if cells == row.cells:
        return row
    row.cells = cells
    return _judged(roster, row, by=by, at=at)


@transaction.atomic
def decide_all(roster_id: int, bulk: Bulk, *, by: Actor, at: datetime) -> int:
    """One answer for many rows; gives how many there were. Rows that cannot be taken in stay as they are.

    Raises:
        PermissionRefused; NotInReview.
    """
    roster = locked_roster(roster_id, by=by)
    require_review(roster)
    rows = ImportRow.objects.filter(roster=roster)
    if bulk == Bulk.CREATE_SKIPPED:
        skipped = rows.filter(decision=RowDecision.SKIP, candidates=[], person=None, organisation=None)
        # A row that repeats another one was left out by itself, and stays so.
        found = [
            row for row in skipped if not any(problem.startswith("Полностью повторяет") for problem in row.problems)
        ]
        wanted = RowDecision.CREATE
    else:
        before = {
            Bulk.SKIP_ALIKE: RowDecision.ASK,
            Bulk.SKIP_NEW: RowDecision.CREATE,
            Bulk.SKIP_ADDITIONS: RowDecision.UPDATE,
        }[bulk]
        found, wanted = list(rows.filter(decision=before)), RowDecision.SKIP
    for row in found:
        row.decision, row.is_decided = wanted, True
        row.version += 1
    ImportRow.objects.bulk_update(found, ["decision", "is_decided", "version"], batch_size=500)
    count_rows(roster)
    return len(found)


def _opened(roster_id: int, number: int, expected_version: int, by: Actor) -> tuple[RosterImport, ImportRow]:
    roster = locked_roster(roster_id, by=by)
    require_review(roster)
    row = ImportRow.objects.select_for_update(of=("self",)).get(roster=roster, number=number)
    require_version(row.version, expected_version)
    return roster, row


def _answer(row: ImportRow, answer: str, roster_kind: str) -> None:
    if answer == "create":
        row.decision, row.person_id, row.organisation_id, row.taken = RowDecision.CREATE, None, None, []
        return
    kind, _, key = answer.partition(":")
    if kind == "same":
        chosen = next((one for one in row.candidates if str(one.get("id", "")) == key), None)
    else:
        chosen = next((one for one in row.candidates if str(one.get("row", "")) == key), None)
    if kind not in ("same", "row") or chosen is None:
        raise UnknownAnswer("Такого ответа для этой строки нет: откройте страницу заново.")
    row.decision = RowDecision.UPDATE
    row.candidates = [{**one, "chosen": one is chosen} for one in row.candidates]
    is_person = roster_kind == ImportKind.PEOPLE
    row.person_id = chosen.get("id") if is_person else None
    row.organisation_id = None if is_person else chosen.get("id")


def _judged(roster: RosterImport, row: ImportRow, *, by: Actor, at: datetime) -> ImportRow:
    judge = judge_of(roster, by=by, at=at)
    for earlier in earlier_rows(roster, row.number):
        judge.note(earlier.number, earlier.cells)
    judge.prepare([(row.number, row.cells)])
    judgement = judge.judge(row.number, row.cells)
    judge.settle([judgement])
    judgement.put_into(row, roster.kind)
    row.taken = []
    return _saved(roster, row)


def _saved(roster: RosterImport, row: ImportRow) -> ImportRow:
    row.version += 1
    row.save()
    count_rows(roster)
    return row
