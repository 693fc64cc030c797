"""One row of a run: corrected, left out and back; the cases of many names settled at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.certificates import access
from stellazh.certificates.enums import NameState, RecipientGender
from stellazh.certificates.models import IssueRun, RunRow
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.runs import doubts
from stellazh.certificates.services.runs.names import DATIVE, GENITIVE, cases_of
from stellazh.certificates.services.runs.people import received_before
from stellazh.certificates.services.runs.refusals import RowOfAnotherRun, RowUnfit
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.members.services.campaign_letters import address_of
from stellazh.people.models import Person
from stellazh.people.services import settle_name
from stellazh.russian.collation import fold
from stellazh.russian.text_lines import one_line

_LONGEST = {
    "name": ("Имя", 250),
    "dative": ("Кому", 260),
    "genitive": ("Кого", 260),
    "post": ("Должность", 250),
    "school": ("Школа", 300),
    "municipality": ("Муниципалитет", 200),
    "email": ("Почта", 254),
}
LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFields:
    """What stands in a row. Cases left as they were follow a changed name or gender; `is_settled` confirms them."""

    name: str
    gender: str = ""
    dative: str = ""
    genitive: str = ""
    post: str = ""
    school: str = ""
    municipality: str = ""
    email: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class SettledName:
    """The cases somebody has looked at, for the row as it was seen."""

    dative: str
    genitive: str
    version: int


@transaction.atomic
def change_row(
    run_id: int, row_id: int, *, fields: RowFields, expected_version: int, by: Actor, at: datetime
) -> RunRow:
    """Correct a row. Cases written by hand are remembered for the person of the row.

    Raises:
        PermissionRefused: `by` may not change the run. RowOfAnotherRun. ChangedMeanwhile.
        RowUnfit: no name, or a text too long for a sheet.
    """
    run, row = _held(run_id, row_id, by=by)
    stored = _shown(row)
    wanted = _checked(fields)
    is_renamed = wanted["name"] != row.name or wanted["gender"] != row.gender
    has_own_cases = (wanted["dative"], wanted["genitive"]) != (row.dative, row.genitive)
    require_version(row.version, expected_version, theirs=stored, mine=_shown_of(wanted))
    person = Person.objects.select_related("card").filter(pk=row.person_id).first() if row.person_id else None
    cases_doubt = ""
    if has_own_cases and wanted["dative"] and wanted["genitive"]:
        row.name_state = NameState.SETTLED
    elif is_renamed or has_own_cases:
        people = {person.pk: person} if person else {}
        found = cases_of([(wanted["name"], wanted["gender"])], people, [row.person_id])[0]
        wanted |= {"dative": found.dative, "genitive": found.genitive, "gender": wanted["gender"] or found.gender}
        row.name_state, cases_doubt = found.state, found.doubt
    elif row.name_state == NameState.DOUBTFUL:
        cases_doubt = next(
            (one.removeprefix(doubts.CASES) for one in row.doubts if one.startswith(doubts.CASES)), "проверьте их."
        )
    if fields.is_settled and row.name_state == NameState.DOUBTFUL:
        row.name_state, cases_doubt = NameState.SETTLED, ""
    for name, value in wanted.items():
        setattr(row, name, value)
    row.doubts = doubts.row_doubts(
        name=row.name,
        cases_doubt=cases_doubt,
        has_school=bool(row.school),
        lacks_address=run.with_letters and not (row.email or (person and address_of(person))),
        others=_others(run, row),
    )
    changes = compare(stored, _shown(row))
    if not changes and not fields.is_settled:
        return row
    row.version += 1
    row.save()
    if row.name_state == NameState.SETTLED and person is not None and person.full_name == row.name:
        _remember(row, run.association.path, by=by, at=at)
    _note(run, row, "run_row_changed", changes, by=by, at=at)
    return row


@transaction.atomic
def leave_row_out(
    run_id: int, row_id: int, *, is_left_out: bool, expected_version: int, by: Actor, at: datetime
) -> RunRow:
    """Give this person no document, or give one after all.

    Raises:
        PermissionRefused: `by` may not change the run. RowOfAnotherRun. ChangedMeanwhile.
    """
    run, row = _held(run_id, row_id, by=by)
    if row.is_left_out == is_left_out:
        return row
    require_version(row.version, expected_version)
    row.is_left_out = is_left_out
    row.version += 1
    row.save(update_fields=["is_left_out", "version"])
    words = {True: "не выдавать", False: "выдать"}
    _note(run, row, "run_row_changed", {"Документ": (words[not is_left_out], words[is_left_out])}, by=by, at=at)
    return row


@transaction.atomic
def settle_names(run_id: int, *, settled: Mapping[int, SettledName], by: Actor, at: datetime) -> int:
    """Confirm the cases of many names as they stand here, by the row's key; how many were. They are remembered for
    persons we know. Rows changed meanwhile are passed over: they are shown again.

    Raises:
        PermissionRefused: `by` may not change the run.
        RowUnfit: a case is empty or too long.
    """
    run = locked_run(run_id)
    require(access.can_edit_run(by, run))
    rows = list(run.rows.filter(pk__in=list(settled)[:500]).select_related("person").order_by("position", "pk"))
    done: list[RunRow] = []
    for row in rows:
        seen = settled[row.pk]
        if row.version != seen.version:
            continue
        row.dative, row.genitive = _case("Кому", seen.dative), _case("Кого", seen.genitive)
        row.name_state = NameState.SETTLED
        row.doubts = doubts.without_cases(row.doubts)
        row.version += 1
        done.append(row)
    if not done:
        return 0
    RunRow.objects.bulk_update(done, ["dative", "genitive", "name_state", "doubts", "version"], batch_size=100)
    for row in done:
        if row.person is not None and row.person.full_name == row.name:
            _remember(row, run.association.path, by=by, at=at)
    record("run_names_settled", run, by=by, at=at, scope=run.association.path, note=f"Имён: {len(done)}")
    return len(done)


def _held(run_id: int, row_id: int, *, by: Actor) -> tuple[IssueRun, RunRow]:
    run = locked_run(run_id)
    require(access.can_edit_run(by, run))
    row = run.rows.filter(pk=row_id).first()
    if row is None:
        raise RowOfAnotherRun("Этой строки в списке нет: откройте список заново.")
    return run, row


def _checked(fields: RowFields) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for name, (label, longest) in _LONGEST.items():
        text = one_line(getattr(fields, name))
        if len(text) > longest:
            raise RowUnfit(f"{label}: не больше {longest} знаков, а набрано {len(text)}.")
        wanted[name] = text
    if not wanted["name"]:
        raise RowUnfit("Впишите имя: лист без имени не напечатать.")
    wanted["gender"] = fields.gender if fields.gender in RecipientGender.values else ""
    details = {key: one_line(value) for key, value in fields.details.items() if one_line(value)}
    if any(len(value) > LONGEST_DETAIL for value in details.values()):
        raise RowUnfit(f"Подробности на листе: не больше {LONGEST_DETAIL} знаков.")
    wanted["details"] = details
    return wanted


def _case(label: str, text: str) -> str:
    words = one_line(text)
    if not words or len(words) > 260:
        raise RowUnfit(f"{label}: впишите имя в этом падеже, не больше 260 знаков.")
    return words


def _others(run: IssueRun, row: RunRow) -> list[str]:
    """What other rows and other documents say of this one. Two queries."""
    found = list(received_before(run, [(row.person_id, row.name)]).values())
    names = run.rows.exclude(pk=row.pk).values_list("name", flat=True)
    if fold(row.name) in {fold(name) for name in names}:
        found.append(doubts.TWIN)
    return found


def _remember(row: RunRow, scope: str, *, by: Actor, at: datetime) -> None:
    if row.person_id is None:
        return
    for case, text in ((DATIVE, row.dative), (GENITIVE, row.genitive)):
        settle_name(row.person_id, case, text, scope=scope, by=by, at=at)


def _note(
    run: IssueRun, row: RunRow, action: str, changes: Mapping[str, tuple[str, str]], *, by: Actor, at: datetime
) -> None:
    record(action, run, by=by, at=at, scope=run.association.path, changes=changes, note=row.name)


def _shown(row: RunRow) -> dict[str, str]:
    return _shown_of({name: getattr(row, name) for name in (*_LONGEST, "gender", "details")})


def _shown_of(values: Mapping[str, Any]) -> dict[str, str]:
    shown = {label: str(values[name]) for name, (label, _) in _LONGEST.items()}
    gender = values["gender"]
    shown["Род"] = str(RecipientGender(gender).label) if gender else ""
    return shown | {key.capitalize(): value for key, value in values["details"].items()}
