"""From marks to days: which of the found pieces is the term, and the days it comes to in this school year."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from stellazh.russian.terms.calendar import StudyCalendar
from stellazh.russian.terms.findings import Findings
from stellazh.russian.terms.marks import Backwards, Mark, Piece, place_list, place_pair
from stellazh.russian.terms.model import TermKind

_RANGE_KINDS = {
    TermKind.DATE: TermKind.DATE_RANGE,
    TermKind.MONTH: TermKind.MONTH_RANGE,
    TermKind.QUARTER: TermKind.QUARTER_RANGE,
    TermKind.CALENDAR_YEAR: TermKind.YEAR_RANGE,
}
_FINENESS = (
    TermKind.DATE, TermKind.NTH_WEEKDAY, TermKind.WEEK_OF_MONTH, TermKind.DECADE_OF_MONTH, TermKind.PART_OF_MONTH,
    TermKind.HALF_MONTH, TermKind.MONTH, TermKind.HOLIDAYS, TermKind.HOLIDAY_RELATIVE, TermKind.PART_OF_YEAR,
    TermKind.SCHOOL_QUARTER, TermKind.QUARTER, TermKind.SEASON, TermKind.HALF_YEAR, TermKind.SCHOOL_YEAR,
    TermKind.CALENDAR_YEAR, TermKind.YEAR_RANGE,
)  # fmt: skip
_FESTIVE = frozenset({TermKind.HOLIDAYS, TermKind.HOLIDAY_RELATIVE})
_DAYS = frozenset({TermKind.DATE, TermKind.NTH_WEEKDAY})
_YEARS = frozenset({TermKind.CALENDAR_YEAR, TermKind.SCHOOL_YEAR})
# A list of days longer than this is a span in disguise.
_MOST_DAYS = 62

Found = tuple[Piece, int, int]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Placed:
    """A kind with its days. `used` are the token places of the term, `spared` those that go to the remark after all."""

    kind: TermKind
    start: date | None = None
    end: date | None = None
    months: tuple[date, ...] = ()
    days: tuple[date, ...] = ()
    exact: bool = False
    separate: bool = False
    since: bool = False
    disagrees: bool = False
    marks: tuple[Mark, ...] = ()
    used: frozenset[int] = frozenset()
    spared: frozenset[int] = frozenset()


def place_pieces(found: Findings, school_year: int, calendar: StudyCalendar) -> Placed | None:
    """The term that the findings come to; None when they do not agree on one."""
    if not found.pieces:
        return _without_days(found, school_year, calendar)
    if found.day_of_month and not found.frequencies:
        return None
    placed = _combined(_with_leading_year(found.pieces), school_year)
    if placed is None:
        return None
    if found.frequencies:
        placed = _recurring(found, placed, school_year, calendar)
    if placed is not None and placed.exact and placed.start == placed.end:
        placed = replace(placed, used=placed.used | {at for _, at in found.weekdays})
    return placed


def _tokens(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(at for start, end in spans for at in range(start, end))


def _without_days(found: Findings, school_year: int, calendar: StudyCalendar) -> Placed | None:
    if found.frequencies:
        _, start, end = found.frequencies[0]
        used = _tokens((start, end))
        if not any(one.seasonal for one, _, _ in found.frequencies):
            return Placed(TermKind.RECURRING, used=used)
        first, last = calendar.study.in_school_year(school_year)
        return Placed(TermKind.RECURRING, first, last, used=used)
    if found.day_of_month:
        return None
    if found.bare_holidays:
        return Placed(TermKind.HOLIDAYS)
    kinds = sorted((kind is TermKind.UNKNOWN, place, kind) for kind, place in found.conditions)
    if kinds:
        return Placed(kinds[0][2])
    if found.weekdays:
        return None
    return Placed(TermKind.TIME if found.clock is not None else TermKind.UNKNOWN)


def _recurring(found: Findings, placed: Placed, school_year: int, calendar: StudyCalendar) -> Placed | None:
    """A frequency beside days: «ежемесячно с октября по апрель», «2 раза в год (сентябрь, май)»."""
    used = _tokens(*((start, end) for _, start, end in found.frequencies))
    seasonal = any(one.seasonal for one, _, _ in found.frequencies)
    if placed.months:
        return placed
    if not seasonal:
        if placed.kind is TermKind.SCHOOL_YEAR:
            return Placed(TermKind.RECURRING, used=used | placed.used, marks=placed.marks)
        return placed
    if placed.kind in (TermKind.DATE, TermKind.DEADLINE, TermKind.NTH_WEEKDAY):
        return None
    if placed.since:
        last = calendar.study.in_school_year(school_year)[1]
        placed = replace(placed, since=False, end=last if placed.start and placed.start <= last else None)
    return replace(placed, kind=TermKind.RECURRING, exact=False, separate=False, used=used | placed.used)


def _with_leading_year(pieces: list[Found]) -> list[Found]:
    """«2024 г., март»: a year that stands before what it belongs to."""
    (piece, start, end), rest = pieces[0], pieces[1:]
    year = piece.first
    if piece.is_range or year.kind not in _YEARS or not year.dated or not rest or piece.role != "span":
        return pieces
    if any(other.first.dated or other.last.dated for other, _, _ in rest):
        return pieces

    def dated(mark: Mark) -> Mark:
        return mark.with_year(year.year, school=year.school)

    result: list[Found] = []
    for other, place, after in rest:
        first = dated(other.first)
        last = dated(other.last) if other.is_range else first
        result.append((Piece(first, last, other.role), place, after))
    head, place, after = result[0]
    result[0] = (head, min(place, start), max(after, end))
    return result


def _combined(pieces: list[Found], school_year: int) -> Placed | None:
    families = {_family(piece) for piece, _, _ in pieces}
    if len(families) == 1:
        return _listed(pieces, school_year)
    finest = min(families, key=lambda family: (family[0] == "span", _FINENESS.index(family[1])))
    return _chosen(pieces, finest, school_year)


def _family(piece: Piece) -> tuple[str, TermKind]:
    role = "span" if piece.role in ("span", "about", "asof") else piece.role
    return role, piece.first.kind


def _chosen(pieces: list[Found], finest: tuple[str, TermKind], school_year: int) -> Placed | None:
    """The finest pieces, when all the others only say the same more broadly."""
    chosen = [one for one in pieces if _family(one[0]) == finest]
    others = [one for one in pieces if _family(one[0]) != finest]
    placed = _listed(chosen, school_year)
    if placed is None:
        return None
    disagrees = False
    for other in others:
        outer = _listed([other], school_year)
        if outer is None or outer.start is None or outer.end is None:
            return None
        if other[0].first.kind in _FESTIVE and (placed.kind in _DAYS or placed.kind is TermKind.DATE_RANGE):
            disagrees |= not _overlap(placed, outer)
        elif other[0].first.kind in _FESTIVE and placed.kind is TermKind.MONTH:
            if _overlap(placed, outer) and other[1] < chosen[0][1]:
                return replace(outer, spared=_spared([one for one in pieces if one is not other]))
            disagrees |= not _overlap(placed, outer)
        elif not _contains(outer, placed):
            return None
    return replace(placed, spared=_spared(others), disagrees=disagrees)


def _spared(pieces: list[Found]) -> frozenset[int]:
    return _tokens(*((start, end) for _, start, end in pieces))


def _overlap(one: Placed, other: Placed) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


def _contains(outer: Placed, inner: Placed) -> bool:
    if outer.start is None or outer.end is None or inner.end is None:
        return False
    return outer.start <= (inner.start or inner.end) and inner.end <= outer.end


def _listed(pieces: list[Found], school_year: int) -> Placed | None:
    used = _tokens(*((start, end) for _, start, end in pieces))
    marks = tuple(mark for piece, _, _ in pieces for mark in (piece.first, piece.last))
    if any(_ambiguous(mark, school_year) for mark in marks):
        return None
    if len(pieces) == 1:
        placed = _one(pieces[0][0], school_year)
        return replace(placed, used=used, marks=marks) if placed else None
    if any(piece.role != "span" for piece, _, _ in pieces):
        return None
    years = place_list(list(marks), school_year)
    built = [mark.build(year) for mark, year in zip(marks, years, strict=True)]
    spans = [(built[at][0], built[at + 1][1]) for at in range(0, len(built), 2)]
    return replace(_many([piece for piece, _, _ in pieces], spans), used=used, marks=marks)


def _ambiguous(mark: Mark, school_year: int) -> bool:
    # «I полугодие 2024 г.» in a plan that has no autumn of 2024 may be a calendar half-year.
    return mark.kind is TermKind.HALF_YEAR and mark.year is not None and mark.bare_year(school_year) != mark.year


def _one(piece: Piece, school_year: int) -> Placed | None:
    if piece.is_range:
        first_year, last_year = place_pair(piece.first, piece.last, school_year)
        start, end = piece.first.build(first_year)[0], piece.last.build(last_year)[1]
        if start > end:
            raise Backwards
        kind = piece.first.kind
        kind = _RANGE_KINDS.get(kind, kind) if kind is piece.last.kind else TermKind.DATE_RANGE
        return _by_role(piece, kind, start, end, exact=piece.first.exact and piece.last.exact)
    mark = piece.first
    own = mark.own_year(school_year)
    start, end = mark.build(mark.bare_year(school_year) if own is None else own)
    exact = mark.exact or (mark.kind is TermKind.HOLIDAY_RELATIVE and start == end)
    return _by_role(piece, mark.kind, start, end, exact=exact)


def _by_role(piece: Piece, kind: TermKind, start: date, end: date, *, exact: bool) -> Placed:
    if piece.role == "deadline":
        return Placed(TermKind.DEADLINE, None, end)
    if piece.role == "deadline_start":
        return Placed(TermKind.DEADLINE, None, start)
    if piece.role == "deadline_before":
        return Placed(TermKind.DEADLINE, None, start - timedelta(days=1))
    if piece.role == "since":
        return Placed(TermKind.DATE_RANGE, start, None, since=True)
    return Placed(kind, start, end, exact=exact and piece.role == "span")


def _many(pieces: list[Piece], spans: list[Days]) -> Placed:
    """Several pieces of one kind, as one term from the first of them to the last."""
    if any(start > end for start, end in spans):
        raise Backwards
    kind = pieces[0].first.kind
    start, end = min(spans)[0], max(end for _, end in spans)
    if kind is TermKind.MONTH:
        return Placed(TermKind.MONTHS, start, end, months=_months_of(spans))
    ordered = sorted(spans)
    separate = any(after[0] - before[1] > timedelta(days=1) for before, after in pairwise(ordered))
    kind = _RANGE_KINDS.get(kind, kind)
    if pieces[0].first.exact:
        days = _days_of(spans) if separate else ()
        return Placed(kind, start, end, days=days, exact=not separate, separate=separate)
    return Placed(kind, start, end, separate=separate)


def _months_of(spans: list[Days]) -> tuple[date, ...]:
    months: set[date] = set()
    for start, end in spans:
        while start <= end:
            months.add(start)
            start = (start + timedelta(days=32)).replace(day=1)
    return tuple(sorted(months))


def _days_of(spans: list[Days]) -> tuple[date, ...]:
    days = {start + timedelta(days=shift) for start, end in spans for shift in range((end - start).days + 1)}
    return tuple(sorted(days)) if len(days) <= _MOST_DAYS else ()
