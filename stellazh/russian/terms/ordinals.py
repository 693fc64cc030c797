"""Numbers before a unit («1», «I – II», «с первой по третью») and the pieces they make."""

from collections.abc import Callable
from dataclasses import dataclass

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.days import ordinal_suffix
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import ImpossibleDay, Mark, Piece, single
from stellazh.russian.terms.years import full_year, year_text

_DASH = frozenset({"-", "..."})
AND = frozenset({"и"})
DOT = frozenset(".")
# The Russian letters typed for Roman figures: «П полугодие», «Ш четверть».
_LETTER_ROMANS = {"п": 2, "ш": 3}

Pieces = tuple[tuple[Piece, ...], int]


_UNITS = words.QUARTER | words.SCHOOL_QUARTER | words.HALF_YEAR | words.WEEK | words.DECADE | words.HALF


@dataclass(frozen=True, slots=True)
class Ordinals:
    """The numbers before a unit: one, several, or (when `run`) everything from the first to the last."""

    numbers: tuple[int, ...]
    run: bool = False


def ordinal(line: Line, place: int) -> tuple[int, int] | None:
    """One ordinal: «1», «1-я», «I», «первой», «последняя». Negative numbers count from the end."""
    token = line.at(place)
    if token.kind == "number" and len(token.text) <= 2:
        return token.value, ordinal_suffix(line, place + 1)
    if token.kind == "roman":
        return token.value, ordinal_suffix(line, place + 1)
    if token.kind != "word":
        return None
    if token.text in words.LAST_WORDS:
        return words.LAST, line.skip(place + 1, DOT)
    if token.text in words.PENULTIMATE_WORDS:
        return words.PENULTIMATE, place + 1
    if token.text in _LETTER_ROMANS and line.clean[token.start].isupper():
        return _LETTER_ROMANS[token.text], ordinal_suffix(line, place + 1)
    value = words.ORDINALS.get(token.text)
    return (value, place + 1) if value else None


def ordinals(line: Line, place: int) -> tuple[Ordinals, int] | None:
    """«1», «I – II», «1 и 3», «с I по III», «1, 2, 4»."""
    start = place + 1 if line.is_word(place, {"с", "со"}) else place
    found = ordinal(line, start)
    if found is None:
        return None
    numbers, at = [found[0]], found[1]
    run = False
    while following := _next_ordinal(line, at):
        value, at, joined = following
        if joined and (run or len(numbers) > 1):
            return None
        run = run or joined
        numbers.append(value)
    if start != place and not run:
        return None
    # «1-четверть»
    at += line.is_mark(at, "-") and line.is_word(at + 1, _UNITS)
    if run and (len(numbers) != 2 or not 0 < numbers[0] < numbers[1]):
        return None
    return Ordinals(tuple(numbers), run), at


def _next_ordinal(line: Line, at: int) -> tuple[int, int, bool] | None:
    joined = line.is_mark(at, _DASH) or line.is_word(at, {"по"})
    if not joined and not line.is_mark(at, ",") and not line.is_word(at, AND):
        return None
    found = ordinal(line, at + 1)
    return (found[0], found[1], joined) if found else None


def marked(numbers: Ordinals, limit: int, make: Callable[[int], Mark]) -> tuple[Piece, ...]:
    """The pieces of numbered units. A unit beyond `limit` raises `ImpossibleDay`."""
    for number in numbers.numbers:
        if number == 0 or number > limit:
            raise ImpossibleDay
    if numbers.run:
        return (Piece(make(numbers.numbers[0]), make(numbers.numbers[-1])),)
    return tuple(single(make(number)) for number in numbers.numbers)


def with_years(line: Line, pieces: tuple[Piece, ...], at: int) -> Pieces:
    """The pieces with the year that follows them."""
    found = year_text(line, line.skip_words(at, {"в"}) if full_year(line, at + 1) else at)
    if found is None:
        return pieces, at
    text, end = found
    if text.last is not None and text.school is None:
        return pieces, at

    def dated(mark: Mark) -> Mark:
        return mark.with_year(text.year, school=text.school, two_digits=text.two_digits)

    result = []
    for piece in pieces:
        first = dated(piece.first)
        result.append(Piece(first, dated(piece.last) if piece.is_range else first, piece.role))
    return tuple(result), end
