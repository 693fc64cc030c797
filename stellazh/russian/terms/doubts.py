"""What a person should look at again, in sentences fit to show."""

from datetime import date

from stellazh.russian.terms.calendar import StudyCalendar
from stellazh.russian.terms.findings import Findings
from stellazh.russian.terms.model import TermKind, TermWarning
from stellazh.russian.terms.placing import Placed

TOO_LONG = TermWarning("too_long", "Текст слишком длинный для срока и не прочитан.")
UNREAD = TermWarning("unread", "Срок понят не полностью, поэтому даты не поставлены.")
AMBIGUOUS = TermWarning("ambiguous", "Неясно, какой из названных сроков главный, поэтому даты не поставлены.")
IMPOSSIBLE_DAY = TermWarning("impossible_day", "Такого дня в календаре нет.")
BACKWARDS = TermWarning("backwards", "Срок заканчивается раньше, чем начинается.")
BLANK_DAY = TermWarning("blank_day", "День не вписан.")
SEPARATE_DAYS = TermWarning(
    "separate_days", "Названы отдельные дни или промежутки; показаны первый и последний из них."
)
OPEN_RANGE = TermWarning("open_range", "Названо только начало, срок окончания не указан.")
HOLIDAY_MISMATCH = TermWarning("holiday_mismatch", "Названный праздник приходится на другие дни.")
TWO_DIGIT_YEAR = TermWarning("two_digit_year", "Год записан двумя цифрами и прочитан как год этого века.")

_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
# Broad spans may well begin before the plan or end after it.
_BROAD = frozenset(
    {TermKind.QUARTER, TermKind.QUARTER_RANGE, TermKind.CALENDAR_YEAR, TermKind.YEAR_RANGE, TermKind.SEASON}
)


def typing_slips(words: tuple[str, ...]) -> tuple[TermWarning, ...]:
    """A warning for words that were read in spite of a slip."""
    return tuple(TermWarning("misspelt", f"Слово «{word}» прочитано с исправлением опечатки.") for word in words)


def warnings_of(placed: Placed, found: Findings, school_year: int, calendar: StudyCalendar) -> tuple[TermWarning, ...]:
    """Everything doubtful about a placed term."""
    noted: list[TermWarning] = []
    if _outside(placed, *calendar.plan_year(school_year)):
        noted.append(
            TermWarning("outside_year", f"Срок выходит за пределы {school_year}/{school_year + 1} учебного года.")
        )
    if any(mark.two_digits for mark in placed.marks):
        noted.append(TWO_DIGIT_YEAR)
    if (right := _true_weekday(placed, found)) is not None:
        noted.append(TermWarning("weekday_mismatch", f"Указан другой день недели: эта дата — {right}."))
    noted += [SEPARATE_DAYS] if placed.separate else []
    noted += [OPEN_RANGE] if placed.since else []
    noted += [HOLIDAY_MISMATCH] if placed.disagrees else []
    return tuple(noted)


def _outside(placed: Placed, first: date, last: date) -> bool:
    start, end = placed.start or placed.end, placed.end or placed.start
    if start is None or end is None:
        return False
    if placed.kind in _BROAD:
        return end < first or start > last
    return start < first or end > last


def _true_weekday(placed: Placed, found: Findings) -> str | None:
    if placed.start is None or placed.end != placed.start:
        return None
    named = [mark.weekday for mark in placed.marks if mark.weekday is not None]
    named += [weekday for weekday, _ in found.weekdays]
    if all(weekday == placed.start.weekday() for weekday in named):
        return None
    return _WEEKDAYS[placed.start.weekday()]
