"""Plans with one activity (or one month, or one meeting) a row: forms by sections, by months and by meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stellazh.russian.persons import find_owner_runs
from stellazh.russian.terms import TermKind, parse_term
from stellazh.workplans.reading.activities import is_marked, read_activities
from stellazh.workplans.reading.entries import FURTHER, Entry, clean_number, number_of_title
from stellazh.workplans.reading.headings import Role, is_month_heading, normalised
from stellazh.workplans.reading.sentences import goes_on, is_unfinished, is_unfinished_term
from stellazh.workplans.reading.tables import Header, PlanTable, Row, rows_below, section_text

_ROMAN: Final = re.compile(r"^[IVXІХ]{1,5}\.?$")
_NUMBER: Final = re.compile(r"^№?\s*(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXІХ]{1,5}|[а-яa-z])\s*[.)]?$")
_ROMAN_LEAD: Final = re.compile(r"^[IVXІХ]{1,5}\s?[.)]\s*\S|^(?:раздел|блок|часть|модуль|направление)\b", re.IGNORECASE)
_SECTION_WORD: Final = re.compile(
    r"(?:деятельност|работа\b|направлени|раздел|мероприяти|сопровождени|блок|этап|полугоди|четверть|каникул)",
    re.IGNORECASE,
)
_MEETING: Final = re.compile(r"^заседани[ея]\s*(?:№|n|\d|[IVX]|перв|втор|трет|четв|:|\.|$)", re.IGNORECASE)
_SECTION_LIMIT: Final = 160
_MONTH_SHARE: Final = 0.7
_MONTH_KINDS: Final = frozenset({TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.MONTHS, TermKind.SEASON})


@dataclass(slots=True)
class _State:
    """What the rows above have said: the section, the month over the rows, the meeting."""

    section: str = ""
    month: str = ""
    meeting: str = ""


def read_rows(parts: Sequence[PlanTable | str], school_year: int) -> tuple[list[Entry], bool, bool]:
    """`(entries, by months, by meetings)` of tables in reading order; texts between them are section headings."""
    state = _State()
    entries: list[Entry] = []
    by_months = by_meetings = False
    for part in parts:
        if isinstance(part, str):
            by_months = _set_heading(state, part) or by_months
            continue
        splits = _lists_months(part, school_year)
        by_meetings = by_meetings or part.header.has(Role.MEETING) or _MEETING.match(state.section) is not None
        found = _read_table(part, state, entries, splits=splits)
        by_months = by_months or found or (_heads_months(part.header) and not part.header.has(Role.NUMBER))
    return entries, by_months, by_meetings


def _set_heading(state: _State, text: str) -> bool:
    if is_month_heading(text):
        state.month = text
        return True
    state.section = text
    return False


def _lists_months(part: PlanTable, school_year: int) -> bool:
    """True when each row is a month with a list of activities, not one activity with its date."""
    header = part.header
    terms = [row.text(header.columns(Role.TERM)) for row in rows_below(part)]
    terms = [term for term in terms if term]
    if header.has(Role.NUMBER) or not terms:
        return False
    months = sum(parse_term(term, school_year).kind in _MONTH_KINDS for term in terms)
    return months >= _MONTH_SHARE * len(terms)


def _heads_months(header: Header) -> bool:
    return any(normalised(header.headings[column]).startswith("месяц") for column in header.columns(Role.TERM))


def _read_table(part: PlanTable, state: _State, entries: list[Entry], *, splits: bool) -> bool:
    """Add the activities of one table; True when months head its rows."""
    header, has_months = part.header, False
    first = len(entries)
    for row in rows_below(part):
        if heading := _section_of(row, header, entries[first:] or entries):
            has_months = _set_heading(state, heading) or has_months
            continue
        before = entries[-1] if entries else None
        if before is not None and before.table >= 0 and _continues(row, header, before, state):
            _append(before, row, header)
            continue
        entries.extend(_entries_of(row, header, state, before, splits=splits))
    return has_months


def _section_of(row: Row, header: Header, entries: Sequence[Entry]) -> str:
    """The heading in a row that is one, "" for a row of activities."""
    numbers = row.text(header.columns(Role.NUMBER))
    title = row.text(header.columns(Role.TITLE))
    if wide := section_text(row):
        return "" if len(wide) > 2 * _SECTION_LIMIT or _is_cut_title(row, header, entries, wide) else wide
    others = [column for column in row.filled if column not in header.columns(Role.NUMBER)]
    if not others and numbers and not _NUMBER.match(numbers):
        return numbers if len(numbers) <= _SECTION_LIMIT else ""
    if row.filled and set(row.filled) <= {*header.columns(Role.TITLE), *header.columns(Role.NUMBER)}:
        if _ROMAN.match(numbers) and title and not _numbers_are_roman(entries):
            return f"{numbers.rstrip('.')}. {title}"
        if not numbers and title and _looks_like_section(title, entries):
            return title
    return row.all_text if len(row.filled) == 1 and is_month_heading(row.all_text) and not _is_term(row, header) else ""


def _is_term(row: Row, header: Header) -> bool:
    return row.filled[0] in header.columns(Role.TERM)


def _is_cut_title(row: Row, header: Header, entries: Sequence[Entry], text: str) -> bool:
    """A title merged over neighbouring cells may still be the rest of the row above."""
    in_title = row.filled[0] in header.columns(Role.TITLE)
    return in_title and bool(entries) and text[:1].islower() and goes_on(entries[-1].title, text)


def _numbers_are_roman(entries: Sequence[Entry]) -> bool:
    return any(_ROMAN.match(entry.number) for entry in entries)


def _looks_like_section(title: str, entries: Sequence[Entry]) -> bool:
    if len(title) > _SECTION_LIMIT or is_marked(title) or title[0].islower():
        return False
    if _ROMAN_LEAD.match(title) or is_month_heading(title) or _MEETING.match(title):
        return True
    if entries and is_unfinished(entries[-1].title):
        return False
    letters = [sign for sign in title if sign.isalpha()]
    return all(sign.isupper() for sign in letters) or (
        bool(_SECTION_WORD.search(title)) and not title.rstrip().endswith((".", ";", "»"))
    )


def _continues(row: Row, header: Header, before: Entry, state: _State) -> bool:
    """True for the rest of a row cut by a page break: no number and cells that go on in mid-sentence."""
    if row.text(header.columns(Role.NUMBER)):
        return False
    title = row.lines(header.columns(Role.TITLE))
    term = row.text(header.columns(Role.TERM))
    if not title:
        # Owners or dates left over; a row that only has a month of its own opens something new.
        return not (term and before.term and not is_unfinished_term(before.term) and not _is_rest_of_term(term))
    if term and not header.has(Role.NUMBER) and not is_unfinished_term(before.term):
        return False
    if is_marked(title[0]) and not title[0].lstrip("-–—• ")[:1].islower():
        return False
    return goes_on(before.title, title[0]) and before.section == state.section


def _is_rest_of_term(term: str) -> bool:
    return bool(re.match(r"^(?:20\d\d\s*(?:г\.?|года)?|[а-я(,–-].*)$", term))


def _append(entry: Entry, row: Row, header: Header) -> None:
    entry.title_lines.extend(row.lines(header.columns(Role.TITLE)))
    entry.term_lines.extend(row.lines(header.columns(Role.TERM)))
    entry.owner_lines.extend(row.lines(header.columns(Role.OWNERS)))
    for role in FURTHER:
        entry.texts.setdefault(role, []).extend(row.lines(header.columns(role)))
    entry.source_text = f"{entry.source_text}\n{row.all_text}"
    entry.note_join(row.index)


def _entries_of(row: Row, header: Header, state: _State, before: Entry | None, *, splits: bool) -> list[Entry]:
    entry = _entry_of(row, header, state, before)
    if not entry.title_lines and not entry.owner_lines and not entry.term_lines:
        return []
    parts = _parallel(row, header, entry) or _listed(header, entry, splits=splits)
    if parts:
        return parts
    number_of_title(entry)
    return [_with_owners_of_title(entry, header)]


def _entry_of(row: Row, header: Header, state: _State, before: Entry | None) -> Entry:
    columns = header.columns
    if heading := row.text(columns(Role.MEETING)):
        state.meeting = heading
    term_lines = list(row.lines(columns(Role.TERM))) or _inherited_term(row, header, before, state)
    section_cell = row.text(columns(Role.SECTION)) or row.inherited(columns(Role.SECTION))
    owner_lines = list(row.lines(columns(Role.OWNERS)))
    if not owner_lines and (merged := row.inherited(columns(Role.OWNERS))):
        owner_lines = [merged]
    title_column = (*columns(Role.TITLE), *columns(Role.MEETING), 0)[0]
    entry = Entry(
        table=row.table,
        row=row.index,
        column=title_column,
        number=clean_number(row.text(columns(Role.NUMBER))),
        section=(state.meeting if header.has(Role.MEETING) else "") or section_cell or state.section,
        title_lines=list(row.lines(columns(Role.TITLE))),
        term_lines=term_lines,
        owner_lines=owner_lines,
        texts={role: list(row.lines(columns(role))) for role in FURTHER},
        source_text=row.all_text,
    )
    if not entry.title_lines and header.has(Role.MEETING):
        entry.title_lines = list(row.lines(columns(Role.MEETING)))
    return entry


def _inherited_term(row: Row, header: Header, before: Entry | None, state: _State) -> list[str]:
    """The date of a row without one: merged from above, the month over the rows, or left empty for «the same»."""
    if merged := row.inherited(header.columns(Role.TERM)):
        return [merged]
    if state.month:
        return [state.month]
    has_own_number = bool(row.text(header.columns(Role.NUMBER)))
    is_same_table = before is not None and before.table == row.table
    if is_same_table and before is not None and not has_own_number and row.lines(header.columns(Role.TITLE)):
        return list(before.term_lines)
    return []


def _parallel(row: Row, header: Header, entry: Entry) -> list[Entry]:
    """Several numbers in one cell beside as many titles: as many activities."""
    numbers = row.lines(header.columns(Role.NUMBER))
    if len(numbers) < 2 or len(entry.title_lines) != len(numbers) or not all(map(_NUMBER.match, numbers)):
        return []
    count = len(numbers)
    return [
        replace(
            entry,
            number=clean_number(number),
            title_lines=[entry.title_lines[place]],
            term_lines=_share(entry.term_lines, place, count),
            owner_lines=_share(entry.owner_lines, place, count),
            texts={role: _share(lines, place, count) for role, lines in entry.texts.items()},
            warnings=[],
        )
        for place, number in enumerate(numbers)
    ]


def _share(lines: list[str], place: int, count: int) -> list[str]:
    return [lines[place]] if count and len(lines) == count else list(lines)


def _listed(header: Header, entry: Entry, *, splits: bool) -> list[Entry]:
    """A cell with a list of activities, in a table whose rows are months or meetings."""
    lines = entry.title_lines
    is_list = len(lines) > 1 and all(is_marked(line) for line in lines)
    by_meeting = header.has(Role.MEETING) and len(lines) > 1
    has_owners = header.has(Role.OWNERS)
    if not (splits or by_meeting or (is_list and not header.has(Role.NUMBER))) or _MEETING.match(
        lines[0] if lines else ""
    ):
        return []
    if len(lines) < 2 and has_owners:
        return []
    activities = [activity for activity in read_activities(lines) if activity.title]
    if len(activities) < 2 and has_owners:
        return []
    parted = len(entry.owner_lines) == len(activities) > 1
    return [
        replace(
            entry,
            number=activity.number or (entry.number if len(activities) == 1 else ""),
            title_lines=[activity.title],
            owner_lines=[] if activity.owners else _share(entry.owner_lines, place, len(activities) if parted else 0),
            owners=list(activity.owners),
            remark=activity.remark,
            source_text=activity.text,
            warnings=[],
        )
        for place, activity in enumerate(activities)
    ]


def _with_owners_of_title(entry: Entry, header: Header) -> Entry:
    """Without owners in their own column, those at the end of the title are taken."""
    if entry.owner_lines or not entry.title_lines:
        return entry
    if header.has(Role.OWNERS):
        runs = find_owner_runs(entry.title)
        if not runs or not runs[-1].has_person or entry.title[runs[-1].end :].strip(" .,;)"):
            return entry
    activities = read_activities([entry.title])
    if len(activities) == 1 and activities[0].title:
        entry.title_lines = [activities[0].title]
        entry.owners = activities[0].owners
        entry.remark = activities[0].remark
    return entry


def owners_text(lines: Iterable[str]) -> str:
    """The lines of an owners' cell, kept apart: a new line is a new owner unless a name runs over it."""
    return "\n".join(lines)
