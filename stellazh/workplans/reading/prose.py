"""Plans without a table: lists under months, meetings with their questions, numbered lines with dates and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.office.documents import Paragraph
from stellazh.russian.persons import read_owners
from stellazh.russian.terms import TermKind, parse_term
from stellazh.workplans.reading.activities import is_marked, read_activities, strip_marker, strip_number
from stellazh.workplans.reading.entries import Entry
from stellazh.workplans.reading.headings import Role, is_month_heading
from stellazh.workplans.reading.model import PlanForm
from stellazh.workplans.reading.sentences import goes_on

_MEETING: Final = re.compile(
    r"^(?:\d{1,2}\s*[-–]?\s*(?:е|ое)?\s+)?(?:I{1,3}V?\s+)?заседани[ея](?![а-яё])", re.IGNORECASE
)
_FIELD: Final = re.compile(
    r"^\s*[-–—•]?\s*(?P<name>срок\w*(?:\s+проведения)?|дата(?:\s+проведения)?|время|месяц|ответственн\w+|отв\.?|исполнител[ьи]|"
    r"место(?:\s+проведения)?|форма(?:\s+проведения)?|участники|результат|повестка(?:\s+дня)?|вопросы|план(?:\s+заседания)?)\s*:\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_IN_BRACKETS: Final = re.compile(r"\s*\(([^()]{2,60})\)\s*\.?\s*$")
_SECTION: Final = re.compile(r"^[IVXІХ]{1,5}\s?[.)]\s*\S|^раздел\b", re.IGNORECASE)
_DASH: Final = re.compile(r"\s+[-–—]\s+|\s*\t\s*")
_LEAD_DATE: Final = re.compile(
    r"^(\d{1,2}\.\d{1,2}(?:\.(?:20)?\d\d)?\s*(?:г\.?)?|\d{1,2}(?:\s*[-–]\s*\d{1,2})?\s+[а-яё]{3,8}(?:\s+20\d\d)?(?:\s*г\.)?)\s*[-–—:.]?\s+(?=[«\"А-ЯЁ])"
)
_DATED: Final = frozenset(TermKind) - {TermKind.UNKNOWN, TermKind.NONE, TermKind.INVALID, TermKind.TIME}
_PLACE_LIMIT: Final = 90


@dataclass(slots=True)
class _State:
    section: str = ""
    month: str = ""
    term: str = ""
    owners: str = ""
    place: str = ""
    form: str = ""


def read_prose(paragraphs: Sequence[Paragraph], school_year: int) -> tuple[list[Entry], PlanForm]:
    """The activities of running text, and the form it has. Without dates and names anywhere there are none."""
    lines = [(line, paragraph.heading_level) for paragraph in paragraphs for line in paragraph.lines]
    months = sum(is_month_heading(strip_number(strip_marker(line))[1]) for line, _ in lines)
    meetings = sum(bool(_MEETING.match(strip_number(line)[1])) and not is_marked(line) for line, _ in lines)
    if months >= 2 or (months == 1 and meetings == 0):
        return _by_headings(lines, school_year, by_meetings=False), PlanForm.MONTHS
    if meetings >= 2:
        return _by_headings(lines, school_year, by_meetings=True), PlanForm.MEETINGS
    entries = _plain(lines, school_year)
    told = sum(bool(entry.term_lines or entry.owners) for entry in entries)
    return (entries if told >= 2 and told * 2 >= len(entries) else []), PlanForm.TEXT


def _by_headings(lines: Sequence[tuple[str, int]], school_year: int, *, by_meetings: bool) -> list[Entry]:
    """Lines below headings that are months or meetings; what stands above the first of them is no activity."""
    state, entries, block = _State(), list[Entry](), list[str]()
    is_open = False
    start = 0
    for index, (line, _) in enumerate(lines):
        is_heading = (
            bool(_MEETING.match(strip_number(line)[1])) and not is_marked(line)
            if by_meetings
            else is_month_heading(strip_marker(line))
        )
        if is_heading:
            entries.extend(_block(block, state, start, school_year, by_meetings=by_meetings) if is_open else [])
            state, block, is_open, start = _opened(line, school_year, by_meetings=by_meetings), [], True, index + 1
        else:
            block.append(line)
    entries.extend(_block(block, state, start, school_year, by_meetings=by_meetings) if is_open else [])
    return entries


def _opened(line: str, school_year: int, *, by_meetings: bool) -> _State:
    if not by_meetings:
        return _State(term=strip_marker(line).strip(" .:"))
    heading, term = _without_term(line, school_year)
    return _State(section=heading, term=term)


def _without_term(line: str, school_year: int) -> tuple[str, str]:
    """«Заседание №1. Тема (сентябрь)» → heading and date: in brackets at the end, or after the last dash."""
    if (found := _IN_BRACKETS.search(line)) and parse_term(found[1], school_year).kind in _DATED:
        return line[: found.start()].strip(), found[1].strip()
    pieces = _DASH.split(line)
    if len(pieces) > 1 and len(pieces[-1]) <= _PLACE_LIMIT and parse_term(pieces[-1], school_year).kind in _DATED:
        return line[: line.rindex(pieces[-1])].rstrip(" \t-–—"), pieces[-1].strip(" .")
    return line, ""


def _block(block: list[str], state: _State, start: int, school_year: int, *, by_meetings: bool) -> list[Entry]:
    """The activities under one heading; lines «Срок: …», «Ответственные: …» are said of all of them."""
    lines: list[str] = []
    places: list[int] = []
    for offset, line in enumerate(block):
        field = _FIELD.match(line)
        if field is not None and _take_field(field["name"].casefold(), field["rest"].strip(), state):
            continue
        if _is_closing(line):
            break
        lines.append(field["rest"].strip() if field is not None else line)
        places.append(start + offset)
    if by_meetings and lines and not is_marked(lines[0]) and re.match(r"^тема\b", lines[0], re.IGNORECASE):
        state.section = f"{state.section} {lines.pop(0)}".strip()
        places.pop(0)
    entries: list[Entry] = []
    for activity in read_activities(lines):
        if not activity.title:
            continue
        title, term = _own_term(activity.title, school_year)
        entry = Entry(-1, places[activity.line], 0, activity.number, state.section, source_text=activity.text)
        entry.title_lines, entry.term_lines = [title], [term or state.term] if term or state.term else []
        entry.owners, entry.remark = list(activity.owners), activity.remark
        entries.append(entry)
    if not entries and by_meetings and state.section:
        entries.append(Entry(-1, start, 0, title_lines=[state.section], term_lines=[state.term] if state.term else []))
    for entry in entries:
        if not entry.term_lines and state.term:
            entry.term_lines = [state.term]
        if not entry.owners and state.owners:
            entry.owners = list(read_owners(state.owners))
        entry.texts = {Role.PLACE: [state.place] if state.place else [], Role.FORM: [state.form] if state.form else []}
    return entries


def _take_field(name: str, rest: str, state: _State) -> bool:
    if name.startswith(("срок", "дата", "время", "месяц")):
        state.term = state.term or rest
    elif name.startswith(("отв", "исполн")):
        state.owners = "\n".join(text for text in (state.owners, rest) if text)
    elif name.startswith("место"):
        state.place = rest
    elif name.startswith("форма"):
        state.form = rest
    else:
        # «Повестка дня:» only opens the list; a question on the same line is one of its points.
        return not rest or name.startswith(("участник", "результат"))
    return True


def _is_closing(line: str) -> bool:
    return bool(
        re.match(r"^(?:руководитель|методист|составител|исполнитель)\b.{0,80}$", line, re.IGNORECASE)
    ) and not re.search(r"[.;]\s*$|[-–—]\s", line.rstrip(". "))


def _own_term(title: str, school_year: int) -> tuple[str, str]:
    """The date of a line inside a month: «15.09 – Семинар», «Семинар (15 сентября)»."""
    if (lead := _LEAD_DATE.match(title)) and parse_term(lead[1], school_year).kind in _DATED:
        return title[lead.end() :].strip(), lead[1].strip()
    if (found := _IN_BRACKETS.search(title)) and parse_term(found[1], school_year).kind in _DATED:
        return title[: found.start()].strip(), found[1].strip()
    return title, ""


def _plain(lines: Sequence[tuple[str, int]], school_year: int) -> list[Entry]:
    """Numbered or bulleted lines, each with its date and its owners behind dashes or tabs."""
    entries: list[Entry] = []
    section = ""
    for index, (line, level) in enumerate(_whole_lines(lines)):
        number, rest = strip_number(strip_marker(line))
        if _SECTION.match(line) or level:
            section = line
            continue
        if not (number or is_marked(line) or "\t" in line):
            continue
        entry = _line_entry(rest, school_year)
        if entry is not None:
            entry.row, entry.number, entry.section, entry.source_text = index, number, section, line
            entries.append(entry)
    return entries


def _whole_lines(lines: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Lines with the rest of their sentences joined to them."""
    whole: list[tuple[str, int]] = []
    for line, level in lines:
        if whole and not level and not is_marked(line) and is_marked(whole[-1][0]) and goes_on(whole[-1][0], line):
            whole[-1] = (f"{whole[-1][0]} {line}", whole[-1][1])
        else:
            whole.append((line, level))
    return whole


def _line_entry(text: str, school_year: int) -> Entry | None:
    """Part «Утверждение плана – сентябрь – Ольхова В.И.» into title, date and owners."""
    title, term = _own_term(text, school_year)
    if not term:
        pieces = [piece for piece in _DASH.split(title) if piece.strip()]
        for place in range(len(pieces) - 1, 0, -1):
            candidate = pieces[place].strip(" .,;")
            if len(candidate) <= _PLACE_LIMIT and parse_term(candidate, school_year).kind in _DATED:
                term = candidate
                title = " – ".join(pieces[:place] + pieces[place + 1 :])
                break
    activities = [activity for activity in read_activities([title.replace("\t", " – ")]) if activity.title]
    if not activities:
        return None
    head = activities[0]
    clean, bracketed = _own_term(head.title, school_year) if not term else (head.title, term)
    entry = Entry(-1, 0, 0, title_lines=[clean], term_lines=[bracketed] if bracketed else [], remark=head.remark)
    entry.owners = [owner for activity in activities for owner in activity.owners]
    return entry
