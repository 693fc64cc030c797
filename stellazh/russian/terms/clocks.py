"""Rules for the time of day: «14-00», «в 14.30 ч.», «с 10:00 до 12:00», and how it differs from «10.03»."""

from dataclasses import dataclass
from datetime import time

from stellazh.russian.terms.lexicon import MONTHS, word_set
from stellazh.russian.terms.line import Line

_DOT = frozenset(".")
_HOURS = word_set("ч час часа часов часам часу чч")
_MINUTES = word_set("м мин минут минуты")
_MOSCOW = word_set("мск москвы московскому местному московское")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; `is_range` when it runs to a later one."""

    at: time
    is_range: bool = False


def _minutes(line: Line, place: int) -> tuple[int, int] | None:
    """Hours and minutes in figures joined by a sign, however the sign is written."""
    token = line.at(place + 2)
    if token.kind == "number" and len(token.text) == 2 and token.value < 60 and line.glued(place + 2):
        return token.value, place + 3
    return None


def _figures(line: Line, place: int) -> tuple[time, str, int] | None:
    """«14:30», «14.30», «14-30», «14⁰⁰», «14ч30»: the time, its sign, and the place after it."""
    hour = line.number(place, 0, 23)
    if hour is None or len(line.at(place).text) > 2:
        return None
    if line.at(place + 1).kind == "raised" and line.glued(place + 1) and line.at(place + 1).value < 60:
        return time(hour, line.at(place + 1).value), ":", place + 2
    if line.is_mark(place + 1, ":.-") and (found := _minutes(line, place)):
        sign = line.at(place + 1).text
        minute, end = found
        if sign == ":" and line.is_mark(end, ":") and line.number(end + 1, 0, 59) is not None:
            end += 2
        return time(hour, minute), sign, end
    return None


def _plausible_date(line: Line, place: int) -> bool:
    day, month = line.number(place, 1, 31), line.number(place + 2, 1, 12)
    return day is not None and month is not None


def _days_of_month(line: Line, place: int, end: int) -> bool:
    """«10-30 октября» and «01-30.09.2024» are days from the tenth, not half past ten."""
    first, last = line.number(place, 1, 31), line.number(place + 2, 1, 31)
    if first is None or last is None or first >= last:
        return False
    month_in_figures = line.is_mark(end, "./") and line.glued(end) and line.number(end + 1, 1, 12) is not None
    return line.is_word(end, MONTHS) or month_in_figures


def _hour_words(line: Line, place: int) -> int:
    end = line.skip(place + 1, _DOT) if line.is_word(place, _HOURS) else 0
    if end and line.number(end, 0, 59) is not None and line.is_word(end + 1, _MINUTES):
        return line.skip(end + 2, _DOT)
    return end


def _sure(line: Line, place: int, sign: str, end: int, *, led: bool) -> bool:
    """Whether figures joined by a sign are a time and cannot be a date."""
    if sign == ":" or _hour_words(line, end):
        return True
    if line.is_mark(end, ".-/") and line.glued(end) and line.number(end + 1) is not None and sign == ".":
        # A third part makes it a date, unless what follows is the end of a range of times.
        following = _figures(line, end + 1)
        if line.is_mark(end, "-") and following is not None:
            return not _plausible_date(line, place) or not _plausible_date(line, end + 1)
        return False
    minute = line.at(place + 2).value
    if sign == "-" and not led:
        return minute == 0 or (minute > 31 and minute % 5 == 0) or minute == 30
    if led and minute % 5 == 0:
        return True
    return not _plausible_date(line, place) and (sign == "." or minute % 5 == 0)


def clock(line: Line, place: int, *, led: bool) -> tuple[Clock, int] | None:
    """A time of day. `led` when «в» stands before it or a date has just ended, which settles «14.10».

    Raises nothing: what is not surely a time is left to the rules of dates.
    """
    at = line.skip_words(place, {"с", "со", "от", "начало"}) if line.number(place + 1) is not None else place
    if whole := _whole_hours(line, at, led=led):
        return whole
    found = _figures(line, at)
    if found is None or (line.is_mark(at - 1, ".:") and line.glued(at)):
        return None
    moment, sign, end = found
    if sign == "-" and _days_of_month(line, at, end):
        return None
    closing = _closing(line, end)
    if not _sure(line, at, sign, end, led=led) and not (closing and closing[1]):
        return None
    end = closing[0] if closing else end
    end = _hour_words(line, end) or end
    if line.is_word(end, {"по"}) and line.is_word(end + 1, _MOSCOW):
        end = line.skip_words(end + 1, _MOSCOW | {"времени"})
    return Clock(moment, is_range=closing is not None), line.skip_words(end, {"мск"})


def _closing(line: Line, place: int) -> tuple[int, bool] | None:
    """The end of a range of times and whether it is surely a time."""
    at = _hour_words(line, place) or place
    if not line.is_mark(at, {"-", "..."}) and not line.is_word(at, {"до", "по"}):
        return None
    found = _figures(line, at + 1)
    if found is None:
        return None
    _, sign, end = found
    return end, _sure(line, at + 1, sign, end, led=False)


def bare_hours(line: Line, place: int, *, led: bool, after_date: bool) -> tuple[Clock, int] | None:
    """«12 марта в 10», «12 марта с 10 до 12»: hours without a sign, which only a date before them makes sure."""
    at = line.skip_words(place, {"с", "со"})
    hour = line.number(at, 7, 22)
    if not after_date or hour is None or (not led and at == place):
        return None
    end = at + 1
    if at > place:
        if not line.is_word(end, {"до", "по"}) or line.number(end + 1, hour + 1, 23) is None:
            return None
        end += 2
    following = line.at(end)
    if following.kind in {"number", "raised"} or following.kind == "word" or line.is_mark(end, ".-/:"):
        return None
    return Clock(time(hour), is_range=at > place), end


def _whole_hours(line: Line, place: int, *, led: bool) -> tuple[Clock, int] | None:
    """«в 14 часов», «14 ч. 30 мин.», «с 10 до 12 часов», «в 14 00»."""
    hour = line.number(place, 0, 23)
    if hour is None or len(line.at(place).text) > 2:
        return None
    if line.is_word(place + 1, _HOURS):
        after = line.skip(place + 2, _DOT)
        minute = line.number(after, 0, 59)
        if minute is not None and (line.is_word(after + 1, _MINUTES) or len(line.at(after).text) == 2):
            return Clock(time(hour, minute)), line.skip_words(after + 1, _MINUTES)
        if line.at(place + 1).text == "часа" and not led and hour < 5:
            return None
        return Clock(time(hour)), after
    joined = line.is_mark(place + 1, "-") or line.is_word(place + 1, {"до", "по"})
    if joined and line.number(place + 2, 0, 24) is not None and line.is_word(place + 3, _HOURS):
        return Clock(time(hour), is_range=True), line.skip(place + 4, _DOT)
    if led and line.at(place + 1).text in {"00", "30"} and not line.is_mark(place + 2, ".-/"):
        return Clock(time(hour, line.at(place + 1).value)), _hour_words(line, place + 2) or place + 2
    return None
