"""Rules that put pieces together: «с … по …», «до …», «1, 8 и 15 октября», «ко Дню …», «в течение года»."""

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.clocks import clock
from stellazh.russian.terms.days import DayNumber, day_number, weekday_before
from stellazh.russian.terms.endpoints import Endpoints, Unsure
from stellazh.russian.terms.holidays import named_holiday
from stellazh.russian.terms.marks import Backwards, Mark, Piece, day_mark, single
from stellazh.russian.terms.model import TermKind
from stellazh.russian.terms.month_parts import parts_of_month
from stellazh.russian.terms.ordinals import Pieces
from stellazh.russian.terms.year_parts import whole_year

_MOST_NUMBERS = 31
_DASH = frozenset({"-", "..."})
_FROM = frozenset({"с", "со", "от"})
_TO = frozenset({"по", "до"})
_LEADS = words.word_set(
    "в во на за течение течении теч втечение втечении протяжении продолжение продолжении период периода периоде весь "
    "всего всей все всю целый круглый срок сроки сроков дата даты месяц месяце дни дней днях проведения "
    "исполнения время"
)
_NOT_LATER = frozenset({"позднее", "позже"})
_NOT_SOONER = frozenset({"ранее", "раньше"})
_ABOUT = words.word_set(
    "к ко канун кануне накануне преддверии перед честь рамках посвященный посвященная посвященное посвященные "
    "приуроченный приуроченная приуроченное приуроченные празднованию празднования празднику праздника дням"
)
_TIGHT = {TermKind.DATE, TermKind.NTH_WEEKDAY, TermKind.MONTH, TermKind.HOLIDAYS, TermKind.HOLIDAY_RELATIVE}
_WITHIN_MONTH = frozenset(
    {
        TermKind.DATE, TermKind.MONTH, TermKind.WEEK_OF_MONTH, TermKind.DECADE_OF_MONTH, TermKind.HALF_MONTH,
        TermKind.PART_OF_MONTH, TermKind.NTH_WEEKDAY,
    }
)  # fmt: skip
_YEARS = frozenset({TermKind.CALENDAR_YEAR, TermKind.SCHOOL_YEAR, TermKind.YEAR_RANGE})
_CLOSING = frozenset({"конца", "концу", "окончания", "окончанию", "завершения", "завершению"})
_OPENING = frozenset({"начала", "началу"})


class Grammar(Endpoints):
    """The rules over one line that put its pieces together."""

    def pieces(self, place: int) -> Pieces | None:
        """Everything that names a stretch of time at this place, with its prepositions.

        Raises:
            ImpossibleDay, Backwards: the words name days that cannot be.
            Unsure: the words name days, but not which.
        """
        at = self._past_leads(place)
        if at > place and clock(self.line, at, led=False):
            return None
        for rule in (self._deadline, self._about, self._day_list, self._run, self._since, self.whole_study_year):
            if found := rule(at):
                return found
        found = self.endpoint(at)
        if found and self.line.is_word(at - 1, {"на"}) and found[0][0].first.kind is TermKind.DATE:
            return (single(found[0][0].first, "asof"),), found[1]
        return found

    def _past_leads(self, place: int) -> int:
        at = self.line.skip_words(place, _LEADS)
        if self.line.is_word(at, {"по"}) and self.line.is_word(at + 1, {"окончании", "завершении"}):
            return at + 1
        if self.line.is_word(at, words.WEEK) and (self.line.is_word(at + 1, {"с"}) or self.line.number(at + 1)):
            return at + 1
        # «в срок до», «период: сентябрь», «дата – 15 марта».
        return self.line.skip(at, {":", "-", "..."}) if at > place else at

    def _run(self, place: int) -> Pieces | None:
        """«с 20 по 27 ноября», «Апрель - Май, 2024 г.», «27-28.10.2023»."""
        line = self.line
        at = line.skip_words(place, _FROM)
        found = self._open_end(at)
        if found is None:
            return None
        left, middle = found
        right_at = self._past_connector(middle, led=at > place)
        if not right_at or ((found_clock := clock(line, right_at, led=True)) and found_clock[1] > right_at):
            return None
        closing = self._open_end(right_at)
        if closing is None:
            return None
        right, end = closing
        if not _can_run(left, right, led=at > place) or _counts_after(left, right):
            return None
        return (_run_between(left, right),), end

    def _past_connector(self, place: int, *, led: bool) -> int:
        line = self.line
        at = line.skip(place, {","} if led else ())
        at = line.skip(at, _DASH)
        dashed = at > place
        if line.is_word(at, _TO) and (led or dashed or line.is_word(at, {"по"})):
            return line.skip_words(at, _TO)
        return at if dashed and not line.is_mark(place, ",") else 0

    def _open_end(self, place: int) -> tuple[Mark | DayNumber, int] | None:
        if found := self.endpoint(place):
            if len(found[0]) != 1 or found[0][0].is_range:
                return None
            return found[0][0].first, found[1]
        weekday = weekday_before(self.line, place)
        number = day_number(self.line, weekday[1] if weekday else place)
        if number and 1 <= number[0] <= 31:
            return DayNumber(number[0]), number[1]
        return None

    def _day_list(self, place: int) -> Pieces | None:
        """«1, 8, 15 октября», «12 и 14.11», «10-12, 15 октября»."""
        line = self.line
        numbers: list[tuple[int, int]] = []
        at = place
        while len(numbers) < _MOST_NUMBERS and (number := day_number(line, at)):
            first, after = number
            last = first
            if line.is_mark(after, _DASH) and (second := day_number(line, after + 1)):
                last, after = second
            if not line.is_mark(after, ",") and not line.is_word(after, {"и"}):
                break
            numbers.append((first, last))
            at = after + 1
            at = at + 1 if line.is_word(at, {"и"}) else at
        if not numbers:
            return None
        found = self._run(at) or self.endpoint(at)
        if found is None or len(found[0]) != 1 or found[0][0].first.kind is not TermKind.DATE:
            return None
        model = found[0][0].first
        listed = [Piece(_same_month(model, first), _same_month(model, last)) for first, last in numbers]
        return (*(single(one.first) if one.first == one.last else one for one in listed), found[0][0]), found[1]

    def _deadline(self, place: int) -> Pieces | None:
        """«до 10.04.2024г.», «не позднее 20 января», «к 1 сентября», «по 25 января», «до конца учебного года»."""
        line = self.line
        at = self._deadline_word(place)
        if not at:
            return None
        towards = line.is_word(place, {"к", "ко"})
        if (found_clock := clock(line, at, led=False)) and self.endpoint(found_clock[1]):
            at = found_clock[1]
        if line.is_word(at, _CLOSING | _OPENING) and (found := self._edge(at)):
            return found
        found = self._run(at) or self._day_list(at) or self.endpoint(at)
        if found is None:
            return None
        if towards and (found[0][0].first.kind is TermKind.HOLIDAY_RELATIVE):
            return None
        return self._limit(found, towards=towards, until=line.is_word(place, {"по"}))

    def _limit(self, found: Pieces, *, towards: bool, until: bool) -> Pieces | None:
        pieces, end = found
        last = pieces[-1].last
        if len(pieces) > 1 or (until and last.kind not in (TermKind.DATE, TermKind.MONTH)):
            raise Unsure
        if last.kind in (TermKind.DATE, TermKind.NTH_WEEKDAY):
            return (single(last, "deadline"),), end
        if towards:
            return (single(last, "deadline_start"),), end
        if last.kind not in _TIGHT:
            raise Unsure
        holiday = last.kind is TermKind.HOLIDAYS or (last.kind is TermKind.HOLIDAY_RELATIVE and last.order == (1, 1))
        return (single(last, "deadline_before" if holiday else "deadline"),), end

    def _deadline_word(self, place: int) -> int:
        """The place after the preposition of a deadline; 0 if none stands here."""
        line = self.line
        at = line.skip_words(place, {"крайний", "срок"})
        at = line.skip(at, {":", "-"})
        if at > place + 1 and line.is_word(place, {"крайний"}) and self.endpoint(at):
            return at
        if line.is_word(at, {"не"}) and line.is_word(at + 1, _NOT_LATER):
            at = line.skip(at + 2, ",")
            return line.skip_words(at, {"чем", "до"})
        if line.is_word(at, {"до", "к", "ко", "по"}):
            return at + 1
        return 0

    def _edge(self, place: int) -> Pieces | None:
        """The end or the beginning of a unit, for «до» and «к»."""
        line = self.line
        opening = line.is_word(place, _OPENING)
        role = "deadline_start" if opening else "deadline"
        at = place + 1
        for rule in (self.in_year, parts_of_month):
            if pieces := rule(line, at):
                return (single(pieces[0][-1].last, role),), pieces[1]
        at = line.skip_words(at, {"месяца"}) if words.MONTHS.get(line.word(at + 1)) else at
        if pieces := whole_year(line, place, self.calendar):
            return (single(pieces[0][0].first, role),), pieces[1]
        if pieces := self.coarse(at):
            return (single(pieces[0][-1].last, role),), pieces[1]
        raise Unsure

    def _since(self, place: int) -> Pieces | None:
        """«с 1 октября», «начиная с сентября», «не ранее 15 января»: a beginning without an end."""
        line = self.line
        at = line.skip_words(place, {"начиная"})
        if line.is_word(at, {"не"}) and line.is_word(at + 1, _NOT_SOONER):
            at = line.skip_words(at + 2, {"чем", "с"})
        elif line.is_word(at, {"с", "со"}):
            at = line.skip_words(at, {"с", "со"})
        else:
            return None
        if (found_clock := clock(line, at, led=False)) and found_clock[1] > at:
            return None
        found = self.endpoint(at)
        if found is None or len(found[0]) != 1:
            return None
        return (single(found[0][0].first, "since"),), found[1]

    def _about(self, place: int) -> Pieces | None:
        """«ко Дню Победы», «в преддверии Нового года», «80-летию Победы»: near a holiday, not on it."""
        line = self.line
        at = line.skip_words(place, _ABOUT | {"и", "в"})
        about = at > place
        if line.number(at) is not None and line.is_mark(at + 1, "-") and line.word(at + 2).startswith("лети"):
            at, about = at + 2, True
        elif line.number(at) is not None and line.word(at + 1) in {"летию", "летие", "годовщине"}:
            at, about = at + 1, True
        if not about or (found := named_holiday(line, at)) is None:
            return None
        return (single(found[0], "about"),), found[1]


def _same_month(model: Mark, day: int) -> Mark:
    mark = day_mark(model.month, day, model.year, two_digits=model.two_digits)
    mark.build(model.year or 2000)
    return mark.with_year(model.year, school=model.school, two_digits=model.two_digits)


def _can_run(left: Mark | DayNumber, right: Mark | DayNumber, *, led: bool) -> bool:
    """Whether two pieces make a run; «27 мая – День библиотек» and «2024 год – март» do not."""
    if isinstance(left, DayNumber) or isinstance(right, DayNumber) or left.kind is right.kind:
        return True
    if not led:
        return left.kind in _WITHIN_MONTH and right.kind in _WITHIN_MONTH
    return left.kind not in _YEARS and right.kind not in _YEARS


def _counts_after(left: Mark | DayNumber, right: Mark | DayNumber) -> bool:
    # «сентябрь – 1 заседание»: a bare number after a month ends no run.
    return isinstance(left, Mark) and isinstance(right, DayNumber) and left.kind is not TermKind.DATE


def _run_between(left: Mark | DayNumber, right: Mark | DayNumber) -> Piece:
    if isinstance(left, DayNumber):
        if isinstance(right, DayNumber) or right.kind is not TermKind.DATE:
            raise Unsure
        if left.day >= right.day:
            raise Backwards
        return Piece(_same_month(right, left.day), right)
    if isinstance(right, DayNumber):
        if left.kind is not TermKind.DATE or right.day <= left.day:
            raise Unsure
        return Piece(left, _same_month(left, right.day))
    return Piece(left, right)
