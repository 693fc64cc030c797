"""Read a date phrase: the only door of the package."""

import re

from stellazh.russian.terms.calendar import DEFAULT_CALENDAR, FIRST_YEAR, LAST_YEAR, StudyCalendar
from stellazh.russian.terms.doubts import (
    AMBIGUOUS,
    BACKWARDS,
    BLANK_DAY,
    IMPOSSIBLE_DAY,
    TOO_LONG,
    UNREAD,
    typing_slips,
    warnings_of,
)
from stellazh.russian.terms.findings import Findings, Scanner
from stellazh.russian.terms.line import Line, read_line
from stellazh.russian.terms.marks import Backwards, ImpossibleDay
from stellazh.russian.terms.model import Term, TermKind, TermWarning
from stellazh.russian.terms.placing import Placed, place_pieces

# A longer text is a paragraph, not a term.
MAX_LENGTH = 500
_NOTHING = re.compile(r"[\s\-‐‑‒–—―−.…_]*")
_BLANK_DAY = re.compile(r"[«\"“„][\s_]*[»\"”“]|_{2,}")
# Prepositions and conjunctions that have lost what they belonged to.
_SMALL_WORDS = frozenset({"в", "во", "и", "с", "со", "по", "на", "за", "к", "до"})
_EDGES = " \t\r\n,;:-–—.\u00a0"


def parse_term(text: str, school_year: int, *, calendar: StudyCalendar = DEFAULT_CALENDAR) -> Term:
    """Read a date phrase of a plan for the school year that opens in August of `school_year`.

    Any text gives a term, in time that grows with its length; what is not surely understood is `unknown`, with the
    text kept in `raw` and `remark`. Days outside the plan's year are kept as typed, with a warning.

    Raises:
        ValueError: `school_year` is not between 1900 and 2198.
    """
    if not FIRST_YEAR <= school_year < LAST_YEAR:
        raise ValueError(f"school year {school_year} is not between {FIRST_YEAR} and {LAST_YEAR - 1}")
    if len(text) > MAX_LENGTH and len(text.strip()) > MAX_LENGTH:
        return Term(raw=text, kind=TermKind.UNKNOWN, warnings=(TOO_LONG,))
    line = read_line(text.strip())
    if _NOTHING.fullmatch(line.clean):
        return Term(raw=text, kind=TermKind.NONE)
    try:
        found = Scanner(line, calendar).scan()
        return _decided(text, line, found, school_year, calendar)
    except ImpossibleDay:
        return Term(raw=text, kind=TermKind.INVALID, warnings=(IMPOSSIBLE_DAY,))
    except Backwards:
        return Term(raw=text, kind=TermKind.INVALID, warnings=(BACKWARDS,))
    except (ValueError, OverflowError):
        # A year at the edge of what `date` can hold.
        return Term(raw=text, kind=TermKind.UNKNOWN, warnings=(UNREAD,))


def _decided(text: str, line: Line, found: Findings, school_year: int, calendar: StudyCalendar) -> Term:
    def term(placed: Placed, *warnings: TermWarning) -> Term:
        kept = placed.kind not in (TermKind.UNKNOWN, TermKind.INVALID)
        remark = _remark(line, found, placed) if kept else line.clean.strip()
        own = warnings_of(placed, found, school_year, calendar) if kept else ()
        return Term(
            raw=text,
            kind=placed.kind,
            start=placed.start,
            end=placed.end,
            remark=remark,
            place=", ".join(found.places),
            time=found.clock,
            format=found.format,
            months=placed.months,
            days=placed.days,
            exact=placed.exact,
            warnings=(*own, *warnings, *typing_slips(line.mended)),
        )

    if found.unsafe or (found.doubtful and found.pieces):
        return term(Placed(TermKind.UNKNOWN), UNREAD)
    blank = bool(_BLANK_DAY.search(line.clean))
    placed = place_pieces(found, school_year, calendar)
    if placed is None:
        return term(Placed(TermKind.UNKNOWN), AMBIGUOUS)
    if blank and placed.kind in (TermKind.CALENDAR_YEAR, TermKind.SCHOOL_YEAR):
        return term(Placed(TermKind.UNKNOWN), BLANK_DAY)
    if blank and placed.kind is TermKind.MONTH:
        return term(placed, BLANK_DAY)
    return term(placed)


def _remark(line: Line, found: Findings, placed: Placed) -> str:
    """What the term itself does not say: unread words in their own spelling and order."""
    used = found.consumed - placed.spared | placed.used
    parts: list[str] = []
    start: int | None = None
    for at in range(len(line) + 1):
        if at < len(line) and at not in used:
            start = at if start is None else start
        elif start is not None:
            parts.append(line.slice(start, at))
            start = None
    cleaned = [_trimmed(part) for part in parts]
    return "; ".join(part for part in cleaned if part and not set(part.lower().split()) <= _SMALL_WORDS)


def _trimmed(part: str) -> str:
    part = part.strip(_EDGES)
    while part and (part[0] in ")(" or part[-1] in "()"):
        if part[0] == ")" or (part[0] == "(" and ")" not in part):
            part = part[1:]
        elif part[-1] == "(" or (part[-1] == ")" and "(" not in part):
            part = part[:-1]
        elif part[0] == "(" and part[-1] == ")":
            part = part[1:-1]
        else:
            break
        part = part.strip(_EDGES)
    return "" if part in {"«»", '""', "«", "»"} else part
