"""What a person should look at before a plan is taken in: dates, numbers, gaps, broken words. Nothing is corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from stellazh.common.school_year import SchoolYear
from stellazh.russian.terms import Term, TermKind
from stellazh.workplans.reading.broken_words import find_broken_words
from stellazh.workplans.reading.guesses import is_meeting
from stellazh.workplans.reading.model import ItemReading, Warning

_WEEKDAYS: Final = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
# Non-working holidays of the Labour Code, article 112, by month and day.
_HOLIDAYS: Final = {
    **{(1, day): "новогодние каникулы" for day in range(1, 9)},
    (1, 7): "Рождество Христово",
    (2, 23): "День защитника Отечества",
    (3, 8): "Международный женский день",
    (5, 1): "Праздник Весны и Труда",
    (5, 9): "День Победы",
    (6, 12): "День России",
    (11, 4): "День народного единства",
}
_Numbered = tuple[int, ItemReading]
_SUNDAY: Final = 6
_SATURDAY: Final = 5


def check_item(item: ItemReading, school_year: int) -> tuple[Warning, ...]:
    """Warnings of one activity, without those that need the others."""
    row, column = item.source.row, item.source.column
    found = [Warning(note.code, note.text, row, column, field="term") for note in item.term.warnings]
    found.extend(_term_warnings(item, school_year, {note.code for note in item.term.warnings}))
    if not item.title:
        found.append(
            Warning("no_title", "Названы ответственные, но не названо само мероприятие.", row, column, field="title")
        )
    if not item.owners:
        found.append(Warning("no_owner", "Не указан ответственный.", row, column, field="owners"))
    for broken in find_broken_words(item.title):
        found.append(
            Warning(
                "broken_word",
                f"Похоже, слово разорвано: «{broken.written}». Заменить на «{broken.joined}»?",
                row,
                column,
                suggestion=broken.joined,
                field="title",
                replaces=broken.written,
            )
        )
    return tuple(found)


def _term_warnings(item: ItemReading, school_year: int, known: set[str]) -> Iterable[Warning]:
    term, row, column = item.term, item.source.row, item.source.column
    if term.kind is TermKind.NONE:
        yield Warning("no_term", "Не указан срок.", row, column, field="term")
    elif term.kind is TermKind.UNKNOWN and not known:
        yield Warning("term_unread", f"Срок «{term.raw}» не удалось понять: уточните дату.", row, column, field="term")
    year = SchoolYear(school_year)
    day = term.start or term.end
    if day is not None and day not in year and not {code for code in known if "year" in code}:
        yield Warning(
            "outside_year",
            f"Срок «{term.raw}» не попадает в {year.label} учебный год: возможно, в нём ошибка.",
            row,
            column,
            field="term",
        )
    elif "outside_year" not in known and (free := _free_day(term)):
        yield Warning("free_day", f"Срок «{term.raw}» приходится на {free}.", row, column, field="term")


def _free_day(term: Term) -> str:
    """«воскресенье» or the name of the holiday that a single day falls on."""
    if not term.is_day or term.start is None or term.start != term.end:
        return ""
    holiday = _HOLIDAYS.get((term.start.month, term.start.day))
    if holiday is not None:
        return f"нерабочий день ({holiday})"
    weekday = term.start.weekday()
    return _WEEKDAYS[weekday] if weekday in (_SATURDAY, _SUNDAY) else ""


def check_numbers(items: Sequence[ItemReading], *, by_months: bool) -> tuple[Warning, ...]:
    """Numbers that stand twice or are left out. Where every section, or every month, begins with 1 again, each of them
    counts for itself."""
    numbered = [(int(item.number), item) for item in items if item.number.isdecimal() and len(item.number) < 5]
    if len(numbered) < 2:
        return ()
    found: list[Warning] = []
    for group in _groups(numbered, by_months=by_months):
        numbers = [number for number, _ in group]
        for number, count in Counter(numbers).items():
            if count > 1:
                item = next(item for known, item in reversed(group) if known == number)
                found.append(
                    Warning(
                        "duplicate_number",
                        f"Номер {number} стоит у нескольких мероприятий ({count}).",
                        item.source.row,
                        item.source.column,
                        field="number",
                    )
                )
        missing = sorted(set(range(min(numbers), max(numbers))) - set(numbers))
        if missing and len(missing) <= len(numbers):
            listed = ", ".join(map(str, missing[:10]))
            found.append(Warning("number_gap", f"В нумерации пропущено: {listed}.", field="number"))
    return tuple(found)


def _groups(numbered: Sequence[_Numbered], *, by_months: bool) -> Iterable[list[_Numbered]]:
    groups: dict[str, list[_Numbered]] = {}
    for number, item in numbered:
        groups.setdefault(item.term.raw if by_months else item.section, []).append((number, item))
    firsts = sum(number == 1 for number, _ in numbered)
    restarts = firsts > 1 and sum(any(number == 1 for number, _ in group) for group in groups.values()) == firsts
    return groups.values() if restarts else [list(numbered)]


def check_days(items: Sequence[ItemReading]) -> tuple[Warning, ...]:
    """Two meetings planned for one day."""
    days: dict[date, list[ItemReading]] = {}
    for item in items:
        day = item.term.start if item.term.is_day and item.term.start == item.term.end else None
        if day is not None and is_meeting(item.title):
            days.setdefault(day, []).append(item)
    return tuple(
        Warning(
            "two_meetings",
            f"На {day:%d.%m.%Y} назначено несколько заседаний ({len(group)}).",
            group[-1].source.row,
            group[-1].source.column,
            field="term",
        )
        for day, group in sorted(days.items())
        if len(group) > 1
    )
