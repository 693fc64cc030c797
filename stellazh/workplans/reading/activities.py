"""Several activities in one cell: told apart by lines, bullets, numbers and by the owners who close each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from stellazh.russian.persons import Owner, OwnerRun, find_owner_runs
from stellazh.workplans.reading.sentences import goes_on

_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*▪●○■□➢✓✔§]|o(?=\s))\s*(?=\S)")
_NUMBER: Final = re.compile(
    r"^\s*№?\s*(\d{1,3}(?:\.\d{1,2}){0,2})(?:\s*\)|\s*\.(?!\d))(?:\s*(?=[«\"А-ЯЁA-Zа-яё])|\s+(?=\d))"
)
_INLINE_BULLET: Final = re.compile(r"\s*•\s*|(?<=[.;!?»])\s+[-–—]\s+(?=[«\"А-ЯЁ])")
_INLINE_NUMBER: Final = re.compile(r"(?<=[.;!?»)])\s+(?=\d{1,2}[.)]\s*[«\"А-ЯЁ])")
_LEAD_NUMBER: Final = re.compile(r"^\s*(\d{1,2})[.)]")
_FORMAT: Final = re.compile(
    r"^[\s,.;(–—-]*(онлайн|офлайн|очно|заочно|дистанционно|очно\s*[-–/]\s*(?:заочно|дистанционно))(?![а-яё])[\s).,;]*",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"[\s(,;–—-]*\(?\s*(?:ответственн\w+|отв\.?|исполнител[ьи]|докладчик\w*|выступающ\w+|организатор\w*)\s*[.:–—-]*\s*$",
    re.IGNORECASE,
)
_EDGE_BEFORE: Final = re.compile(r"[\s,;:–—(-]+$")
_EDGE_AFTER: Final = re.compile(r"^[\s,;.:)–—•-]+")
_OPENS_TITLE: Final = re.compile(r"^\s*[.;,)]*\s*(?:[-–—•]\s*)?(?=[А-ЯЁ«\"\d])")


@dataclass(slots=True)
class Activity:
    """One activity of a cell while it is read. `line` is the index of the line it began in."""

    title: str
    line: int
    number: str = ""
    owners: list[Owner] = field(default_factory=list)
    remark: str = ""
    text: str = ""

    def add_owners(self, owners: Iterable[Owner]) -> None:
        known = {owner.name.casefold() for owner in self.owners}
        self.owners.extend(owner for owner in owners if owner.name.casefold() not in known)


@dataclass(slots=True)
class _Line:
    """A line, or several that one sentence runs over."""

    text: str
    index: int
    number: str = ""
    is_marked: bool = False


def read_activities(lines: Sequence[str]) -> list[Activity]:
    """The activities of a cell in order. Owners stand at the end of, inside or on a line after their activity.

    A line of owners alone belongs to the activity before it. A line that begins small goes on with the line before.
    """
    found: list[Activity] = []
    for line in _joined(_parted(lines)):
        runs = find_owner_runs(line.text)
        if runs and _is_only_owners(line.text, runs):
            owners = [owner for run in runs for owner in run.owners]
            if not found:
                found.append(Activity("", line.index, line.number, text=line.text))
            found[-1].add_owners(owners)
            found[-1].remark = found[-1].remark or _remark(line.text[runs[-1].end :])[0]
            found[-1].text = f"{found[-1].text}\n{line.text}".strip()
        else:
            _read_line(line, runs, found)
    for activity in found:
        # A dash that led over to owners on the next line is no part of the title.
        activity.title = re.sub(r"[\s–—-]+$", "", activity.title)
    return found


def strip_number(text: str) -> tuple[str, str]:
    """`(number, rest)` of a text that begins «12.», «3)» or «1.2.»; a date is no number."""
    match = _NUMBER.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def strip_marker(text: str) -> str:
    """The text without a bullet before it."""
    return _BULLET.sub("", text, count=1)


def is_marked(text: str) -> bool:
    """True for a line that begins with a bullet or a number of a list."""
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def _parted(lines: Sequence[str]) -> Iterator[_Line]:
    """Lines, those with several bullets or numbers in a row taken apart."""
    for index, raw in enumerate(lines):
        pieces = [raw]
        if _BULLET.match(raw) or "•" in raw:
            pieces = [piece for piece in _INLINE_BULLET.split(raw) if piece.strip()]
            marks = [True] * len(pieces)
        else:
            pieces = _by_numbers(raw)
            marks = [bool(_NUMBER.match(piece)) for piece in pieces]
        for piece, marked in zip(pieces, marks, strict=True):
            number, text = strip_number(strip_marker(piece))
            if text.strip():
                yield _Line(text.strip(), index, number, is_marked=marked)


def _by_numbers(raw: str) -> list[str]:
    """«1. Семинар. 2. Выставка» on one line: only numbers that follow each other part it."""
    lead = _LEAD_NUMBER.match(raw)
    if lead is None:
        return [raw]
    pieces: list[str] = []
    expected = int(lead[1]) + 1
    for piece in _INLINE_NUMBER.split(raw):
        number = _LEAD_NUMBER.match(piece)
        if pieces and number is not None and int(number[1]) != expected:
            pieces[-1] = f"{pieces[-1]} {piece}"
            continue
        if pieces:
            expected += 1
        pieces.append(piece)
    return pieces


def _joined(lines: Iterator[_Line]) -> list[_Line]:
    """Put lines together that one sentence runs over; lines of owners alone stay by themselves."""
    joined: list[_Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is None or line.is_marked or not goes_on(before.text, line.text) or _stands_alone(line, before):
            joined.append(line)
        else:
            before.text = f"{before.text} {line.text}"
    return joined


def _stands_alone(line: _Line, before: _Line) -> bool:
    """Owners after a finished activity: «школьные библиотекари» begins small, yet does not go on."""
    runs = find_owner_runs(line.text)
    return bool(runs) and _is_only_owners(line.text, runs) and not before.text.endswith((",", "и"))


def _is_only_owners(text: str, runs: Sequence[OwnerRun]) -> bool:
    rest = text
    for run in reversed(runs):
        rest = rest[: run.start] + " " + rest[run.end :]
    rest = _LABEL.sub("", rest) if _LABEL.match(rest) else rest
    rest = _FORMAT.sub("", rest)
    return not re.sub(r"[\s,;.:()–—-]+|(?<!\w)и(?!\w)", "", rest)


def _read_line(line: _Line, runs: Sequence[OwnerRun], found: list[Activity]) -> None:
    """Read one line that holds at least one activity, and the owners around it."""
    text, place = line.text, 0
    number = line.number
    current: Activity | None = None
    waiting: list[Owner] = []
    for run in runs:
        before = text[place : run.start]
        title = _tidy_end(before)
        place = run.end
        if not title:
            if current is not None:
                current.add_owners(run.owners)
            elif found and not found[-1].owners and not _leads(text, run):
                # «Ольхова В.И. Анализ результатов»: the name closes the activity above it.
                found[-1].add_owners(run.owners)
            else:
                waiting.extend(run.owners)
            continue
        if current is not None:
            remark, rest = _remark(before)
            current.remark = current.remark or remark
            if not _begins_activity(rest, current):
                current.title = _glued(current.title, _tidy_end(rest))
                current.add_owners(run.owners)
                continue
            title = _tidy_end(rest)
        current = _open(found, title, line, number)
        number = ""
        current.add_owners([*waiting, *run.owners])
        waiting = []
    _close(text[place:], current, waiting, found, line, number)


def _close(
    tail: str, current: Activity | None, waiting: list[Owner], found: list[Activity], line: _Line, number: str
) -> None:
    remark, rest = _remark(tail)
    if current is not None:
        current.remark = current.remark or remark
    rest = rest if current is None else rest.lstrip(" ,;)")
    if not _EDGE_AFTER.sub("", rest).strip():
        if waiting and current is None and found:
            found[-1].add_owners(waiting)
        return
    is_new = current is None or _begins_activity(rest, current)
    if is_new:
        opened = _open(found, _EDGE_AFTER.sub("", rest) if current or waiting else rest, line, number)
        opened.add_owners(waiting)
        opened.remark = remark if current is None else ""
    elif current is not None:
        current.title = _glued(current.title, rest)


def _begins_activity(rest: str, current: Activity) -> bool:
    """True when the words after the owners are another activity, not the end of this one."""
    if not _OPENS_TITLE.match(rest):
        return False
    if current.title.rstrip().endswith(":") or len(current.title.split()) == 1:
        return False
    if re.match(r"^\s*[.,;)]*\s*[«\"]", rest) and not re.search(r"[.»!?]\s*$", current.title):
        return False
    words = re.findall(r"[А-ЯЁа-яё]{2,}", rest)
    return len(words) >= 2


def _open(found: list[Activity], title: str, line: _Line, number: str) -> Activity:
    clean_number, clean = strip_number(strip_marker(_EDGE_LEAD.sub("", title)))
    activity = Activity(clean.strip(), line.index, number or clean_number, text=line.text)
    found.append(activity)
    return activity


_EDGE_LEAD: Final = re.compile(r"^[\s,;.)]+")


def _leads(text: str, run: OwnerRun) -> bool:
    """True when the name before a title is parted from it by a dash or a colon: «Ольхова В.И. – Мастер-класс»."""
    return run.start == 0 and bool(re.match(r"\s*[-–—:]\s*\S", text[run.end :]))


def _tidy_end(before: str) -> str:
    """A title without the dash, the bracket or «отв.:» that leads over to its owners."""
    title = _LABEL.sub("", before)
    title = _EDGE_BEFORE.sub("", title)
    return "" if not re.search(r"\w", title) else title.strip()


def _remark(tail: str) -> tuple[str, str]:
    """`(«онлайн», rest)` when the words after the owners say how an activity is held."""
    match = _FORMAT.match(tail)
    return (match[1].casefold(), tail[match.end() :]) if match else ("", tail)


def _glued(title: str, rest: str) -> str:
    tail = rest.strip().strip(")").strip()
    if not re.search(r"\w", tail):
        return title
    return f"{title}{'' if tail[0] in ',.;:' else ' '}{tail}".strip()
