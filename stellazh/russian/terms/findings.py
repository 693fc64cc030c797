"""One pass over a line: what each stretch of its words is, and what is left unexplained."""

from dataclasses import dataclass, field
from datetime import time

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.calendar import StudyCalendar
from stellazh.russian.terms.clocks import bare_hours, clock
from stellazh.russian.terms.endpoints import Unsure
from stellazh.russian.terms.extras import (
    DATE_LIKE,
    HAZARDS,
    PLACES,
    condition,
    explained_number,
    format_of,
    place_start,
)
from stellazh.russian.terms.frequency import Frequency, day_of_month, frequency
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import Piece
from stellazh.russian.terms.model import TermKind
from stellazh.russian.terms.month_parts import parts_of_month
from stellazh.russian.terms.ordinals import ordinal, ordinals
from stellazh.russian.terms.spans import Grammar

_SEPARATORS = frozenset(",;()")
_PUNCTUATION = frozenset(",;()-.:/...")
_YEARS = frozenset({TermKind.CALENDAR_YEAR, TermKind.YEAR_RANGE, TermKind.SCHOOL_YEAR})
_SMALL = words.word_set(
    "в во на за срок сроки дата даты период включительно включит вкл течение течении теч начало проведения и с по"
)
_DEADLINE_WORDS = frozenset({"до", "к", "ко", "не"})


@dataclass(slots=True)
class Findings:
    """What one pass has found, by token places.

    `unsafe` says that something date-like is unexplained, `doubtful` that it stands inside a condition.
    """

    pieces: list[tuple[Piece, int, int]] = field(default_factory=list)
    frequencies: list[tuple[Frequency, int, int]] = field(default_factory=list)
    conditions: list[tuple[TermKind, int]] = field(default_factory=list)
    weekdays: list[tuple[int, int]] = field(default_factory=list)
    clock: time | None = None
    format: str = ""
    places: list[str] = field(default_factory=list)
    consumed: set[int] = field(default_factory=set)
    day_of_month: bool = False
    bare_holidays: bool = False
    has_text: bool = False
    unsafe: bool = False
    doubtful: bool = False


class Scanner:
    """Walks over a line from left to right; each step takes the longest thing it can name."""

    def __init__(self, line: Line, calendar: StudyCalendar) -> None:
        self.line = line
        self.grammar = Grammar(line, calendar)
        self.found = Findings()
        self._in_condition = False

    def scan(self) -> Findings:
        """Everything in the line.

        Raises:
            ImpossibleDay, Backwards: a day or a run of days that cannot be.
        """
        place = 0
        rules = (
            self._frequency, self._clock, self._condition, self._number, self._pieces, self._bare_holidays,
            self._part_of_day, self._day_of_month, self._weekday, self._format, self._place,
        )  # fmt: skip
        while place < len(self.line):
            for rule in rules:
                end = rule(place)
                if end > place:
                    break
            else:
                end = self._rest(place)
            place = end
        return self.found

    def _consume(self, start: int, end: int) -> int:
        self.found.consumed.update(range(start, end))
        return end

    def _frequency(self, place: int) -> int:
        found = frequency(self.line, place)
        if found is None:
            return 0
        self.found.frequencies.append((found[0], place, found[1]))
        return found[1]

    def _clock(self, place: int) -> int:
        start = place
        line = self.line
        until = line.is_word(place, {"до"})
        at = line.skip(line.skip_words(place, {"начало", "время"}), {"-", ":"})
        led = line.is_word(at, {"в", "во"}) or at > place
        place = line.skip_words(at, {"в", "во"}) + until
        after_date = self._after_date(place) or self._after_date(start)
        found = clock(line, place, led=led or after_date) or bare_hours(line, place, led=led, after_date=after_date)
        if found is None or (until and self.grammar.endpoint(found[1])):
            return 0
        value, end = found
        if self.found.clock is None:
            self.found.clock = value.at
            # The end of a range of times stays readable in the remark.
            return end if value.is_range or until else self._consume(start, end)
        return end

    def _after_date(self, place: int) -> bool:
        if not self.found.pieces:
            return False
        piece, start, end = self.found.pieces[-1]
        between = [self.line.at(at) for at in range(end, place)]
        if piece.last.kind is not TermKind.DATE or any(token.kind != "mark" for token in between):
            return False
        worded = any(self.line.word(at) in words.MONTHS for at in range(start, end))
        return worded or (piece.last.dated and not between)

    def _condition(self, place: int) -> int:
        found = condition(self.line, place)
        if found is None:
            return 0
        self.found.conditions.append((found[0], place))
        self._in_condition = True
        return found[1]

    def _pieces(self, place: int) -> int:
        if end := self._part_of_last_month(place):
            return end
        try:
            found = self.grammar.pieces(place)
        except Unsure:
            self.found.unsafe = True
            return 0
        if found is None:
            return 0
        pieces, end = found
        if self._in_condition and self._dates_paper(place, pieces[0]):
            return end
        end = self.line.skip_words(end, {"включительно", "включит", "вкл"})
        start = self._consume(place, end) - (end - place)
        self.found.pieces += [(piece, start, end) for piece in pieces]
        return end

    def _dates_paper(self, place: int, piece: Piece) -> bool:
        """«по плану на 2024 год», «по приказу от 12.09.2024»: the date is the paper's own."""
        if self.line.is_word(place, {"от"}) or self.line.is_word(place - 1, {"от"}):
            return True
        return piece.first.kind in _YEARS and piece.first.dated

    def _part_of_last_month(self, place: int) -> int:
        """«октябрь, 3 неделя», «март (вторая половина)»: the month has just been named."""
        if not self.found.pieces:
            return 0
        outer, start, end = self.found.pieces[-1]
        between = (self.line.at(at) for at in range(end, place))
        if outer.is_range or outer.first.kind is not TermKind.MONTH or any(token.kind != "mark" for token in between):
            return 0
        found = parts_of_month(self.line, place, outer=outer.first.month)
        if found is None:
            return 0
        month = outer.first
        self.found.pieces.pop()
        for piece in found[0]:
            first = piece.first.with_year(month.year, school=month.school)
            last = piece.last.with_year(month.year, school=month.school) if piece.is_range else first
            self.found.pieces.append((Piece(first, last, outer.role), start, found[1]))
        return self._consume(start, found[1])

    def _bare_holidays(self, place: int) -> int:
        line = self.line
        at = line.skip_words(place, {"в", "во", "дни", "период", "время", "школьных", "школьные", "на", "течение"})
        if line.is_word(at, words.HOLIDAY_WORDS):
            end = at + 1
        elif line.is_word(at, words.HOLIDAY_TIME_WORDS):
            end = line.skip_words(at + 1, {"время", "период", "дни", "дней", "периоды"})
        else:
            return 0
        self.found.bare_holidays = True
        return self._consume(place, end)

    def _day_of_month(self, place: int) -> int:
        end = day_of_month(self.line, place)
        self.found.day_of_month |= end > place
        return end

    def _part_of_day(self, place: int) -> int:
        """«во второй половине дня», «весь день»: no matter which day, it stays in the remark."""
        line = self.line
        at = line.skip_words(place, {"в", "во", "течение", "течении", "весь", "целый", "всего"})
        if line.is_word(at, {"дня", "день"}) and at > place and not line.is_word(at - 1, {"в", "во"}):
            return at + 1
        found = ordinals(line, at)
        if found and line.is_word(found[1], words.HALF) and line.is_word(found[1] + 1, {"дня"}):
            return found[1] + 2
        return 0

    def _weekday(self, place: int) -> int:
        weekday = words.WEEKDAYS.get(self.line.word(place))
        if weekday is None or self.line.is_word(place, {"четв", "пон", "втор", "суб"}):
            return 0
        self.found.weekdays.append((weekday, place))
        return self.line.skip(place + 1, ".")

    def _format(self, place: int) -> int:
        found = format_of(self.line, place)
        if found is None:
            return 0
        self.found.format = self.found.format or found[0]
        keeps_word = self.line.word(place).startswith("вебинар")
        return found[1] if keeps_word else self._consume(place, found[1])

    def _place(self, place: int) -> int:
        start = -1 if self._in_condition else place_start(self.line, place)
        if start < 0:
            return 0
        end = start + 1
        while end < len(self.line) and not self.line.is_mark(end, _SEPARATORS) and not self._stops_place(end):
            end += 1
        self.found.places.append(self.line.slice(start, end))
        return self._consume(place, end)

    def _numbers_school(self, place: int) -> bool:
        """«ООШ 3, 20 января»: a number right after the kind of place, when no date begins with it."""
        if self.line.number(place) is None or not self.line.is_word(place - 1, PLACES):
            return False
        return not self.line.is_mark(place + 1, ".-/") and not self.line.is_word(place + 1, words.MONTHS)

    def _stops_place(self, place: int) -> bool:
        if (
            self.line.is_mark(place - 1, "№")
            or self._numbers_school(place)
            or (self.line.number(place) is not None and not self._dated(place))
        ):
            return False
        if self.line.at(place).kind == "mark":
            return False
        return self._dated(place) or clock(self.line, place, led=True) is not None or bool(
            condition(self.line, place) or frequency(self.line, place)
        )  # fmt: skip

    def _dated(self, place: int) -> bool:
        try:
            return self.grammar.pieces(place) is not None
        except Unsure:
            return True

    def _number(self, place: int) -> int:
        end = explained_number(self.line, place)
        if end and self.line.is_word(end, PLACES):
            return 0
        self.found.has_text |= end > place
        return end

    def _rest(self, place: int) -> int:
        token = self.line.at(place)
        if token.kind == "mark":
            self._in_condition &= token.text not in _SEPARATORS
            self._consume_mark(place)
            return place + 1
        if token.kind != "word" or token.text in HAZARDS or (token.text in DATE_LIKE and not self._is_title(place)):
            self.found.unsafe |= not self._in_condition
            self.found.doubtful |= token.text in HAZARDS
        elif token.text in _DEADLINE_WORDS:
            # «МБУ ДО ДДТ»: in capitals it is дополнительное образование.
            capitals = self.line.slice(place, place + 1).isupper()
            self.found.unsafe |= token.text == "до" and not capitals and not self._in_condition
        elif token.text not in _SMALL:
            self.found.has_text = True
        return place + 1

    def _consume_mark(self, place: int) -> None:
        if self.line.at(place).text not in _PUNCTUATION:
            self.found.has_text |= self.line.at(place).text != "_"

    def _is_title(self, place: int) -> bool:
        """«5 год обучения», «Неделя книги», «предметная декада»: the word names something else than a time."""
        line = self.line
        if line.is_word(place + 1, {"обучения", "издания", "рождения", "выпуска"}):
            return True
        named = line.is_word(place, {"неделя", "неделе", "декада", "декаде"})
        return named and line.at(place - 1).kind != "number" and ordinal(line, place - 1) is None
