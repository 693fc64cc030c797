"""Bringing a list: the file is kept as it came, and read in the background; a choice of columns reads it again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.files.services import open_file, store_file
from stellazh.members.access.rosters import can_import_kind
from stellazh.members.enums import ImportKind, ImportState
from stellazh.members.models import ImportRow, RosterImport
from stellazh.members.rosters.columns import NAME_FIELDS, NOT_NEEDED, fields_of, map_columns
from stellazh.members.rosters.headings import Heading, best_sheet, data_rows, find_heading
from stellazh.members.services.rosters.judging import Cells, Judge, judge_all
from stellazh.members.services.rosters.judging_people import PeopleJudge
from stellazh.members.services.rosters.judging_schools import SchoolsJudge
from stellazh.members.services.rosters.opening import (
    READ_ROSTER,
    ROSTER_FILE,
    begin_work,
    count_rows,
    locked_roster,
)
from stellazh.members.services.rosters.refusals import (
    ListIsEmpty,
    NoNameColumn,
    NotInReview,
    RosterIsBusy,
    UnknownAnswer,
)
from stellazh.office.tables import TableFile, TableSheet, open_table, refuse_at_the_door
from stellazh.people.models import Person

LOT: Final = 500
EXAMPLES: Final = 3
NO_HEADING = "Строка с заголовками не найдена, за неё принята строка {row}: проверьте, что в ней не человек."
NO_NAME = "Не найден столбец с именами: укажите, где ФИО или фамилия."
NO_SCHOOL_NAME = "Не найден столбец с названием школы: укажите его."
Step = Callable[[int, int, str], None]


def _in_silence(done: int, total: int, message: str) -> None:
    return None


@transaction.atomic
def bring_roster(
    kind: str,
    association: Association,
    content: bytes,
    *,
    name: str,
    submission_key: uuid.UUID | None = None,
    by: Person,
    at: datetime,
) -> RosterImport:
    """Keep a list and put its reading into the queue. The same `submission_key` gives the list it made before.

    Raises:
        PermissionRefused: `by` may not bring lists of that kind there.
        UnreadablePaper: the file is surely no table.
        DomainError: it is not acceptable as a file.
    """
    association = Association.objects.select_related("territory", "parent").select_for_update(of=("self",)).get(
        pk=association.pk
    )  # fmt: skip
    require(can_import_kind(by, association, kind))
    made = made_before(RosterImport.objects.filter(association=association, kind=kind), submission_key)
    if made is not None:
        return made
    refuse_at_the_door(content, name)
    stored = store_file(content, name=name, purpose=ROSTER_FILE, scope=association.path, by=by, at=at)
    roster = RosterImport.objects.create(
        kind=kind, association=association, file=stored, brought_by=by, brought_at=at, submission_key=submission_key
    )
    record("roster_brought", roster, by=by, at=at, scope=association.path, note=ImportKind(kind).label)
    _enqueue_reading(roster, by=by, at=at)
    return roster


@transaction.atomic
def choose_columns(
    roster_id: int, *, expected_version: int, columns: Mapping[int, str], sheet: str = "", by: Person, at: datetime
) -> RosterImport:
    """Say which column is what, or which sheet is meant, and read the list again; decisions made before are lost.

    `columns` maps a column's number to a field, `NOT_NEEDED` to nothing. With another `sheet` the columns are found
    anew. Nothing new: nothing is read, and the version stays.

    Raises:
        PermissionRefused; ChangedMeanwhile; RosterIsBusy: it is being read.
        NotInReview: the list was taken in, or cannot be read at all.
        UnknownAnswer: no such field or sheet, or one field for two columns.
        NoNameColumn: no column says whom a row is about.
    """
    roster = locked_roster(roster_id, by=by)
    require_version(roster.version, expected_version)
    _require_readable(roster)
    is_other_sheet = bool(sheet) and sheet != roster.sheet
    if is_other_sheet and sheet not in roster.sheets:
        raise UnknownAnswer("Такого листа в файле нет.")
    wanted = {} if is_other_sheet else _checked(roster, columns)
    if not is_other_sheet and wanted == roster.columns:
        return roster
    roster.columns = wanted
    roster.sheet = sheet or roster.sheet
    roster.state, roster.problem = ImportState.READING, ""
    roster.version += 1
    roster.save(update_fields=["columns", "sheet", "state", "problem", "version"])
    _enqueue_reading(roster, by=by, at=at)
    return roster


@transaction.atomic
def read_again(roster_id: int, *, by: Person, at: datetime) -> RosterImport:
    """Begin the reading anew after it was stopped, or after schools were brought that were missing.

    Raises:
        PermissionRefused; RosterIsBusy: it is being read; NotInReview: the list was taken in.
    """
    roster = locked_roster(roster_id, by=by)
    if roster.state == ImportState.FAILED:
        roster.state = ImportState.READING
    _require_readable(roster)
    roster.state, roster.problem = ImportState.READING, ""
    roster.version += 1
    roster.save(update_fields=["state", "problem", "version"])
    _enqueue_reading(roster, by=by, at=at)
    return roster


def read_roster(roster_id: int, *, by: Person, at: datetime, step: Step = _in_silence) -> RosterImport:
    """Read a list that waits for it and judge its rows; one that is read already stays as it is. Begun anew, the same
    comes out. `step(done, total, what)` is called as it goes on, outside of transactions.

    Raises:
        UnreadablePaper, ListIsEmpty: `give_up_reading` keeps why.
    """
    roster = RosterImport.objects.select_related("association__territory", "association__parent", "file").get(
        pk=roster_id
    )
    require(can_import_kind(by, roster.association, roster.kind))
    if roster.state != ImportState.READING:
        return roster
    step(0, 0, "Читаю файл")
    with open_file(roster.file) as stream:
        table = open_table(stream.read(), roster.file.name)
    sheet = _chosen_sheet(table, roster)
    heading = find_heading(sheet, roster.kind)
    rows = list(data_rows(sheet, heading))
    if not rows:
        raise ListIsEmpty("Под заголовками нет ни одной строки: проверьте, тот ли файл вы выбрали.")
    columns = roster.columns or {str(place): code for place, code in map_columns(heading.texts, roster.kind).items()}
    _keep_headings(roster, table, sheet, heading, rows, columns)
    ImportRow.objects.filter(roster=roster).delete()
    if _has_name(roster.kind, columns):
        cells: list[tuple[int, Cells]] = [(number, one) for number, row in rows if (one := _cells(row, columns))]
        _judge_rows(roster, cells, by=by, at=at, step=step)
    return _finish_reading(roster, by=by)


@transaction.atomic
def give_up_reading(roster_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Keep why a list cannot be read; its page shows it."""
    roster = (
        RosterImport.objects.select_for_update(of=("self",)).select_related("association", "file").get(pk=roster_id)
    )
    if roster.state != ImportState.READING:
        return
    roster.state, roster.problem = ImportState.FAILED, reason
    roster.version += 1
    roster.save(update_fields=["state", "problem", "version"])
    record("roster_unread", roster, by=by, at=at, scope=roster.association.path, note=reason)


def judge_of(roster: RosterImport, *, by: Actor, at: datetime) -> Judge:
    """Whoever judges the rows of that list."""
    today = clock.day_of(at, roster.association.time_zone)
    if roster.kind == ImportKind.SCHOOLS:
        return SchoolsJudge(roster.association, today=today)
    return PeopleJudge(roster.association, by=by, today=today)


def _enqueue_reading(roster: RosterImport, *, by: Person, at: datetime) -> None:
    begin_work(roster, READ_ROSTER, label="Чтение списка", by=by, at=at)


def _require_readable(roster: RosterImport) -> None:
    if roster.has_work_under_way:
        raise RosterIsBusy("Файл ещё читается: подождите немного.")
    if roster.state not in (ImportState.READING, ImportState.REVIEW):
        raise NotInReview("Этот список уже нельзя читать заново: загрузите файл ещё раз.")


def _checked(roster: RosterImport, columns: Mapping[int, str]) -> dict[str, str]:
    fields = {field.code: field for field in fields_of(roster.kind)}
    taken: set[str] = set()
    for place, code in columns.items():
        if not 0 <= place < len(roster.headings) or (code != NOT_NEEDED and code not in fields):
            raise UnknownAnswer("Такого столбца или поля нет: откройте страницу заново.")
        if code in taken and not fields[code].may_repeat:
            raise UnknownAnswer(f"«{fields[code].label}» выбрано для двух столбцов: оставьте один.")
        taken |= {code} - {NOT_NEEDED}
    wanted = {str(place): code for place, code in sorted(columns.items())}
    if not _has_name(roster.kind, wanted):
        raise NoNameColumn(NO_NAME if roster.kind == ImportKind.PEOPLE else NO_SCHOOL_NAME)
    return wanted


def _has_name(kind: str, columns: Mapping[str, str]) -> bool:
    return bool(NAME_FIELDS[kind] & set(columns.values()))


def _chosen_sheet(table: TableFile, roster: RosterImport) -> TableSheet:
    chosen = next((sheet for sheet in table.sheets if sheet.name == roster.sheet), None)
    return chosen or best_sheet(table, roster.kind)


def _keep_headings(
    roster: RosterImport,
    table: TableFile,
    sheet: TableSheet,
    heading: Heading,
    rows: list[tuple[int, Any]],
    columns: Mapping[str, str],
) -> None:
    width = max(len(heading.texts), max((len(row) for _, row in rows), default=0))
    filled: list[list[str]] = [[] for _ in range(width)]
    for _, row in rows[:200]:
        for place, text in enumerate(row):
            if text and len(filled[place]) < EXAMPLES and text not in filled[place]:
                filled[place].append(text[:60])
    used = {place for _, row in rows for place, text in enumerate(row) if text}
    texts = [*heading.texts, *[""] * (width - len(heading.texts))]
    roster.headings = [
        {"text": text[:200], "examples": filled[place], "is_blank": not text and place not in used}
        for place, text in enumerate(texts)
    ]
    notes = [*table.notes, *sheet.warnings]
    if not heading.is_sure:
        notes.append(NO_HEADING.format(row=heading.first - 1))
    roster.notes = notes
    roster.sheets = [one.name for one in table.sheets]
    roster.sheet = sheet.name[:100]
    roster.columns = dict(columns)
    roster.save(update_fields=["headings", "notes", "sheets", "sheet", "columns"])


def _cells(row: Any, columns: Mapping[str, str]) -> dict[str, str]:
    """The texts of a row by field; columns of one field are put under each other."""
    cells: dict[str, str] = {}
    for place, text in enumerate(row):
        code = columns.get(str(place), NOT_NEEDED)
        if code == NOT_NEEDED or not text:
            continue
        cells[code] = f"{cells[code]}\n{text}" if code in cells else text
    return cells


def _judge_rows(roster: RosterImport, rows: list[tuple[int, Cells]], *, by: Actor, at: datetime, step: Step) -> None:
    step(0, len(rows), "Сверяю с известными")
    done = 0
    for judgements in judge_all(judge_of(roster, by=by, at=at), rows, lot=LOT):
        ImportRow.objects.bulk_create(
            one.put_into(ImportRow(roster=roster, number=one.number), roster.kind) for one in judgements
        )
        done += len(judgements)
        step(done, len(rows), "Сверяю с известными")


@transaction.atomic
def _finish_reading(roster: RosterImport, *, by: Person) -> RosterImport:
    found = locked_roster(roster.pk, by=by)
    if found.state == ImportState.READING:
        found.state = ImportState.REVIEW
        found.version += 1
        found.save(update_fields=["state", "version"])
        count_rows(found)
    return found
