"""Rules for what recurs: «ежемесячно», «2 раза в год», «каждая вторая среда месяца», «до 25 числа каждого месяца»."""

from dataclasses import dataclass

from stellazh.russian.terms import lexicon as words
from stellazh.russian.terms.days import ordinal_suffix
from stellazh.russian.terms.line import Line
from stellazh.russian.terms.ordinals import ordinals

_DOT = frozenset(".")
_JOINS = frozenset({"-", ",", "..."})
_PERIODS = (
    (words.DAY_WORDS | {"сутки"}, "day"),
    (words.WEEK, "week"),
    (words.DECADE, "month"),
    (words.MONTH_WORDS, "month"),
    (words.QUARTER, "quarter"),
    (words.SCHOOL_QUARTER, "quarter"),
    (words.HALF_YEAR | {"полгода", "семестр", "триместр"}, "half_year"),
    (words.YEAR_WORDS | {"лет"}, "year"),
)
_IN_PERIOD = words.word_set("в во за на")
_NUMBERED_DAYS = frozenset({"числа", "число", "числу", "чисел", "дня", "день"})


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often. `seasonal` says that it recurs within the year, so that it fills the study year."""

    seasonal: bool


def period(line: Line, place: int) -> tuple[str, int] | None:
    """The unit of a frequency and the place after it: «учебный год», «месяц», «полугодие»."""
    at = line.skip_words(place, words.STUDY_WORDS | words.CALENDAR_WORDS)
    for forms, name in _PERIODS:
        if line.is_word(at, forms):
            return name, line.skip(at + 1, _DOT)
    if line.is_word(at, {"п"}) and line.is_mark(at + 1, "/") and line.is_word(at + 2, {"г", "годие"}):
        return "half_year", line.skip(at + 3, _DOT)
    return None


def frequency(line: Line, place: int) -> tuple[Frequency, int] | None:
    """What recurs at this place and the place after it."""
    for rule in (_adverb, _every, _times, _by_weekdays, _monthly_day, _of_each_period, _by_periods):
        if found := rule(line, place):
            told, end = found
            # «1 раз в месяц (последняя среда)»
            after = line.skip_words(line.skip(end, ",(-"), _IN_PERIOD)
            return told, _numbered_part(line, after) or end
    return None


def _adverb(line: Line, place: int) -> tuple[Frequency, int] | None:
    name = words.EVERY_PERIOD.get(line.word(place))
    if name is None:
        return None
    at = place + 1
    return Frequency(seasonal=name != "year"), day_of_month(line, at) or at


def _numbered_part(line: Line, place: int) -> int:
    """The place after «2-я среда», «первая неделя» of a month that the frequency means; 0 if a month is named."""
    if end := _numbered_weekday(line, place):
        return 0 if line.is_word(end, words.MONTHS) else end
    found = ordinals(line, place)
    if found is None or not line.is_word(found[1], words.WEEK | words.DECADE):
        return 0
    end = line.skip(found[1] + 1, _DOT)
    return 0 if line.is_word(end, words.MONTHS) else _of_month(line, end) or end


def _every(line: Line, place: int) -> tuple[Frequency, int] | None:
    """«каждый вторник», «каждые две недели», «каждая вторая среда месяца», «каждое 25-е число»."""
    if not line.is_word(place, words.EVERY):
        return None
    at = place + 1
    if found := period(line, at):
        return Frequency(seasonal=found[0] != "year"), found[1]
    if (end := _weekdays(line, at, words.WEEKDAYS)) or (end := _numbered_weekday(line, at)):
        return Frequency(seasonal=True), end
    if found_ordinal := ordinals(line, at):
        at = found_ordinal[1]
        if line.is_word(at, words.WEEK | words.DECADE | words.NUMBER_WORDS | {"день"}):
            return Frequency(seasonal=True), _of_month(line, at + 1) or at + 1
    at = _count(line, place + 1) or place + 1
    if at > place + 1 and (found := period(line, at)):
        return Frequency(seasonal=found[0] != "year"), found[1]
    return None


def _of_month(line: Line, place: int) -> int:
    """The place after «месяца», «каждого месяца»; 0 if another word follows."""
    at = line.skip_words(place, words.EVERY | {"текущего"})
    return line.skip(at + 1, _DOT) if line.is_word(at, words.MONTH_WORDS) else 0


def _weekdays(line: Line, place: int, forms: dict[str, int]) -> int:
    """The place after one or several weekdays; 0 if none stands here."""
    end = 0
    at = place
    while line.word(at) in forms:
        end = line.skip(at + 1, _DOT)
        at = end + 1 if line.is_mark(end, _JOINS) or line.is_word(end, {"и", "или"}) else end
    return end


def _numbered_weekday(line: Line, place: int) -> int:
    found = ordinals(line, place)
    if found is None or line.word(found[1]) not in words.WEEKDAYS:
        return 0
    end = line.skip(found[1] + 1, _DOT)
    return _of_month(line, end) or end


def _count(line: Line, place: int) -> int:
    """The place after a count: «2», «1-2», «один-два», «двух»; 0 if none stands here."""
    if not _is_count(line, place):
        return 0
    end = ordinal_suffix(line, place + 1)
    if line.is_mark(end, _JOINS) and _is_count(line, end + 1):
        return ordinal_suffix(line, end + 2)
    return end


def _is_count(line: Line, place: int) -> bool:
    return line.number(place, 0, 99) is not None or line.word(place) in words.COUNTS


def _times(line: Line, place: int) -> tuple[Frequency, int] | None:
    """«2 раза в год», «не реже 1 раза в квартал», «раз в две недели», «дважды в год», «1 раз/месяц»."""
    at = line.skip_words(place, {"до", "не", "реже", "менее", "меньше", "более", "чаще", "чем", "минимум", "по"})
    if line.is_word(at, words.ADVERBIAL_COUNTS):
        at += 1
    else:
        at = _count(line, at) or at
        if not line.is_word(at, words.TIMES):
            return None
        at = line.skip(at + 1, _DOT)
    # «2 раза» alone, or beside the months that are meant: no period, so no span of its own.
    return _in_period(line, at) or (Frequency(seasonal=False), at)


def _in_period(line: Line, place: int) -> tuple[Frequency, int] | None:
    at = line.skip(place, {"/", "("})
    if at == place:
        if not line.is_word(at, _IN_PERIOD):
            return None
        at = line.skip_words(at, _IN_PERIOD | {"течение", "течении", "каждый", "каждую", "каждое", "каждой", "каждом"})
    counted = _count(line, at)
    found = period(line, counted or at)
    if found is None:
        return None
    return Frequency(seasonal=found[0] != "year"), found[1]


def _by_weekdays(line: Line, place: int) -> tuple[Frequency, int] | None:
    """«по вторникам», «вторники и четверги», «по будням»."""
    at = line.skip_words(place, {"по", "в"})
    if end := _weekdays(line, at, words.WEEKDAYS_PLURAL):
        return Frequency(seasonal=True), end
    if at > place and line.is_word(at, words.DAYS_OF_WORK):
        return Frequency(seasonal=True), line.skip_words(at + 1, words.DAY_WORDS)
    if line.is_word(place, {"по"}) and (found := ordinals(line, at)) and line.word(found[1]) in words.WEEKDAYS_PLURAL:
        return Frequency(seasonal=True), _of_month(line, found[1] + 1) or found[1] + 1
    return None


def day_of_month(line: Line, place: int) -> int:
    """The place after «до 25 числа», «к 5-му числу», «с 1 по 5 число», «25 числа»; 0 if none stands here."""
    at = line.skip(place, {",", "(", "-"})
    at = line.skip_words(at, {"не", "позднее", "позже", "до", "к", "с", "по", "в", "срок"})
    end = at
    while line.number(end, 1, 31) is not None:
        end = ordinal_suffix(line, end + 1)
        following = line.is_mark(end, _JOINS) or line.is_word(end, {"и", "по", "до"})
        if not following or line.number(end + 1, 1, 31) is None:
            break
        end += 1
    if end == at or not line.is_word(end, _NUMBERED_DAYS):
        return 0
    end += 1
    if line.is_word(end, words.MONTHS):
        return 0
    return end


def _monthly_day(line: Line, place: int) -> tuple[Frequency, int] | None:
    """«до 25 числа ежемесячно», «5 числа каждого месяца»; not «25 числа» of a month that nobody has named."""
    at = day_of_month(line, place)
    if not at:
        return None
    after = line.skip(at, {",", "(", "-"})
    if words.EVERY_PERIOD.get(line.word(after)) in {"month", "quarter"}:
        return Frequency(seasonal=True), after + 1
    if line.is_word(after, words.EVERY) and (found := period(line, after + 1)):
        return Frequency(seasonal=True), found[1]
    if line.is_word(after, {"месяца"}) and not line.is_word(after + 1, words.MONTHS):
        return Frequency(seasonal=True), after + 1
    return None


def _of_each_period(line: Line, place: int) -> tuple[Frequency, int] | None:
    """«последняя пятница месяца», «в конце каждой четверти», «первая неделя каждого месяца»."""
    if line.is_word(place, words.PARTS):
        at = line.skip(place + 1, _DOT)
        if line.is_word(at, words.EVERY) and (found := period(line, at + 1)):
            return Frequency(seasonal=found[0] != "year"), found[1]
        return None
    if (found_ordinals := ordinals(line, place)) is None:
        return None
    at = found_ordinals[1]
    if line.word(at) in words.WEEKDAYS and (end := _of_month(line, line.skip(at + 1, _DOT))):
        return Frequency(seasonal=True), end
    if line.is_word(at, words.WEEK | words.DECADE | words.HALF | {"день", "дни", "числа"}):
        after = line.skip(at + 1, _DOT)
        if line.is_word(after, words.EVERY) and (found := period(line, after + 1)):
            return Frequency(seasonal=found[0] != "year"), found[1]
    return None


def _by_periods(line: Line, place: int) -> tuple[Frequency, int] | None:
    """«по четвертям», «по итогам каждой четверти», «в каждой четверти»."""
    if not line.is_word(place, {"по"}):
        return None
    if line.is_word(place + 1, {"четвертям", "полугодиям", "кварталам", "месяцам", "неделям"}):
        return Frequency(seasonal=True), place + 2
    if line.is_word(place + 1, {"итогам", "окончании", "завершении", "результатам"}) and line.is_word(
        place + 2, words.EVERY
    ):
        found = period(line, place + 3)
        if found:
            return Frequency(seasonal=found[0] != "year"), found[1]
    return None
