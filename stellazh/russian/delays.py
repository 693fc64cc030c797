"""Terms counted from the day of a decision: «в течение двух недель», «в месячный срок», «через 10 дней»."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from stellazh.russian.collation import fold

# The genitive («в течение двух») and the accusative («через две»), ё written as fold() writes it.
_COUNTS: Final = {
    word: number
    for number, words in enumerate(
        (
            "одного одной один одну",
            "двух два две",
            "трех три",
            "четырех четыре",
            "пяти пять",
            "шести шесть",
            "семи семь",
            "восьми восемь",
            "девяти девять",
            "десяти десять",
        ),
        start=1,
    )
    for word in words.split()
}
# «Недельный», «двухнедельный», «десятидневный», «3-дневный»: the count is the first part of the word.
_PREFIXES: Final = {
    "двух": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10,
}  # fmt: skip
_DAYS, _WEEKS, _MONTHS = "days", "weeks", "months"
_UNITS: Final = (
    (re.compile(r"(?:календарн\w+ )?(?:день|дня|дней|суток|сутки)"), _DAYS),
    (re.compile(r"недел[юиь]|неделе"), _WEEKS),
    (re.compile(r"месяц(?:а|ев)?"), _MONTHS),
)
_WITHIN: Final = re.compile(
    r"(?:в течени[еи]|через|за|не позднее(?: чем)? через)(?: (?P<count>\d{1,3}|[а-я]+))? "
    r"(?P<unit>(?:календарн\w+ )?(?:день|дня|дней|суток|сутки)|недел[юиь]|месяц(?:а|ев)?)"
    r"(?: (?:со дня |после |с даты )?(?:заседания|принятия решения|решения))?"
)
_IN_TIME: Final = re.compile(r"в (?P<count>\d{1,3}-?|[а-я]*?)(?P<unit>дневный|недельный|месячный) срок")
_FITTING: Final = {"дневный": _DAYS, "недельный": _WEEKS, "месячный": _MONTHS}
# Longer than any decision is meant for: rather a slip of the pen.
_LONGEST_DAYS: Final = 400


def delay_end(words: str, start: date) -> date | None:
    """The last day of a term counted from `start`; None when the words are no such term, or name more than a year.

    Working days are not counted: such a wording gives None, nobody is told a day that may be wrong.
    """
    text = fold(" ".join(words.split())).strip(" .;,")
    for pattern, unit_of in ((_WITHIN, _unit), (_IN_TIME, _FITTING.get)):
        found = pattern.fullmatch(text)
        if found is None:
            continue
        count = _count(found["count"] or "", is_prefix=pattern is _IN_TIME)
        unit = unit_of(found["unit"])
        return None if count is None or unit is None else _later(start, count, unit)
    return None


def _unit(words: str) -> str | None:
    return next((unit for pattern, unit in _UNITS if pattern.fullmatch(words)), None)


def _count(words: str, *, is_prefix: bool) -> int | None:
    if not words:
        return 1
    digits = words.rstrip("-")
    if digits.isdecimal():
        return int(digits)
    return (_PREFIXES if is_prefix else _COUNTS).get(words)


def _later(start: date, count: int, unit: str) -> date | None:
    if unit != _MONTHS:
        days = count * (7 if unit == _WEEKS else 1)
        return start + timedelta(days=days) if 0 < days <= _LONGEST_DAYS else None
    if not 0 < count <= 12:
        return None
    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    # 31 January and a month is the last of February.
    return date(year, month, min(start.day, monthrange(year, month)[1]))
