"""Rules for one piece of time without its prepositions."""

from dataclasses import dataclass, replace

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.calendar import StudyCalendar
from stellazh.russian.terms.days import named_month, numeric_date, numeric_month, weekday_before, worded_date
from stellazh.russian.terms.holidays import named_holiday
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.marks import Mark, months_mark, single, stretch_mark
from stellazh.russian.terms.model import TermKind
from stellazh.russian.terms.month_parts import parts_of_month
from stellazh.russian.terms.ordinals import Pieces
from stellazh.russian.terms.year_parts import holidays, parts_of_year, season, whole_year
from stellazh.russian.terms.years import is_study_year_word, year_text

_WHOLE_LEADS = words.word_set(
    "течение течении теч втечение втечении протяжении продолжение продолжении весь всего целый круглый"
)
_PERIOD = frozenset({"период", "периода"})


class Unsure(ValueError):
    """The words are about time, but no convention says which days they mean."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The rules over one line for single pieces, with the calendar that the school keeps."""

    line: Line
    calendar: StudyCalendar

    def endpoint(self, place: int) -> Pieces | None:
        """One piece without prepositions, or several of one unit («1 и 3 четверти»)."""
        line = self.line
        if (weekday := weekday_before(line, place)) and (found := self._day(weekday[1])):
            mark, end = found
            return (single(replace(mark, weekday=weekday[0])),), end
        if found := self._day(place):
            return (single(found[0]),), found[1]
        for rule in (self.in_year, self._part_of_unit, parts_of_month):
            pieces = rule(line, place)
            if pieces:
                return pieces
        return self.coarse(place)

    def _day(self, place: int) -> tuple[Mark, int] | None:
        return numeric_date(self.line, place) or worded_date(self.line, place)

    def in_year(self, line: Line, place: int) -> Pieces | None:
        return parts_of_year(line, place, self.calendar)

    def _part_of_unit(self, line: Line, place: int) -> Pieces | None:
        """«конец I полугодия», «начало лета»: the first or the last month of it."""
        part = words.PARTS.get(line.word(place))
        if part not in (words.BEGINNING, words.ENDING):
            return None
        at = line.skip(place + 1, ".")
        found = parts_of_year(line, at, self.calendar) or season(line, at)
        if found is None or len(found[0]) != 1 or found[0][0].is_range:
            return None
        whole = found[0][0].first
        if whole.kind is TermKind.SCHOOL_QUARTER:
            raise Unsure
        first, last = whole.build(2001)
        month = first.month if part == words.BEGINNING else last.month
        mark = months_mark(TermKind.PART_OF_YEAR, month, 1, opens=whole.opens)
        return (single(mark.with_year(whole.year, school=whole.school)),), found[1]

    def coarse(self, place: int) -> Pieces | None:
        line = self.line
        for months in (named_month, numeric_month):
            if found := months(line, place):
                return (single(found[0]),), found[1]
        if found := named_holiday(line, place):
            return (single(found[0]),), found[1]
        return holidays(line, place, self.calendar) or season(line, place) or whole_year(line, place, self.calendar)

    def whole_study_year(self, place: int) -> Pieces | None:
        """«в течение года», «весь период», «в течении учебного гола»."""
        line = self.line
        if not any(line.is_word(before, _WHOLE_LEADS) for before in range(max(place - 3, 0), place)):
            return None
        mark = stretch_mark(TermKind.SCHOOL_YEAR, self.calendar.study)
        if line.is_word(place - 1, _PERIOD):
            end = line.skip_words(place, {"учебного", "обучения"})
            return (single(mark),), is_study_year_word(line, place) or end
        at = line.skip_words(place, words.THIS_WORDS | words.STUDY_WORDS)
        if line.is_word(at, words.YEAR_WORDS):
            end = line.skip(at + 1, ".")
            if (found := year_text(line, end)) and found[0].school is not None:
                return (single(mark.with_year(None, school=found[0].school)),), found[1]
            return (single(mark),), end
        return None
