"""Marks in a few words: where an attendance is known from, when, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.common.actor import ActorKind
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import AttendanceMark, Event

_DAY_WORDS: Final = {
    AttendanceState.PRESENT: "был",
    AttendanceState.ONLINE: "онлайн",
    AttendanceState.LATE: "запись",
}
_STATE_WORDS: Final = {
    AttendanceState.PRESENT: "в зале",
    AttendanceState.ONLINE: "онлайн",
    AttendanceState.LATE: "смотрели запись",
    AttendanceState.EXCUSED: "с уважительной причиной",
    AttendanceState.ABSENT: "отсутствовали",
}
_TONES: Final = {
    AttendanceState.PRESENT: "ok",
    AttendanceState.ONLINE: "ok",
    AttendanceState.EXCUSED: "warn",
    AttendanceState.ABSENT: "bad",
}


@dataclass(frozen=True, slots=True)
class SourceTag:
    """«билет 13:58, Липина»; `note` is what else is known: a reason, a phone's wrong clock."""

    words: str
    note: str = ""


def source_tags(event: Event, marks: Sequence[AttendanceMark]) -> list[SourceTag]:
    """A tag for each source, the earliest first. Further scans of one ticket on one day are one tag more, counted."""
    tags: list[SourceTag] = []
    scanned: dict[date, int] = {}
    for mark in marks:
        if mark.source == MarkSource.TICKET:
            scanned[mark.on] = scanned.get(mark.on, 0) + 1
            if scanned[mark.on] > 1:
                continue
        tags.append(SourceTag(_words(event, mark), mark.note))
    again = sum(count - 1 for count in scanned.values())
    return [*tags, SourceTag(f"билет показан ещё {again} раз{'а' if again in (2, 3, 4) else ''}")] if again else tags


def day_state(states: Iterable[str]) -> str:
    """«был», «онлайн», «запись» by the best of a day's marks; nothing when there is none."""
    told = set(states)
    return next((words for state, words in _DAY_WORDS.items() if state in told), "")


def state_words(state: AttendanceState) -> str:
    """Under a figure: «в зале», «онлайн»."""
    return _STATE_WORDS[state]


def state_tone(state: AttendanceState | str | None) -> str:
    """The tone of a state's tag."""
    return _TONES.get(AttendanceState(state), "") if state else ""


def _words(event: Event, mark: AttendanceMark) -> str:
    when = _when(event, mark)
    if mark.source == MarkSource.CODE:
        return f"код {when}"
    if mark.source == MarkSource.TICKET:
        return _with_doer(f"билет {when}", mark)
    if mark.source == MarkSource.PAPER:
        day = "" if event.first_day == event.last_day else f" {mark.on:%d.%m}"
        return _with_doer(f"лист{day}", mark)
    if mark.source == MarkSource.ROOM:
        minutes = f", {mark.minutes} мин" if mark.minutes is not None else ""
        return f"видеокомната {mark.on:%d.%m}{minutes}"
    if mark.source == MarkSource.RECORDING:
        return f"запись {mark.marked_at.astimezone(event.zone):%d.%m}"
    return _with_doer(f"вручную {mark.marked_at.astimezone(event.zone):%d.%m}", mark)


def _when(event: Event, mark: AttendanceMark) -> str:
    local = mark.marked_at.astimezone(event.zone)
    if event.first_day == event.last_day == local.date():
        return f"{local:%H:%M}"
    return f"{local:%d.%m %H:%M}"


def _with_doer(words: str, mark: AttendanceMark) -> str:
    name = mark.recorded_by_name
    if mark.recorded_by_kind == ActorKind.PERSON:
        name = name.split(" ")[0]
    return f"{words}, {name.removeprefix('По ссылке: ')}" if name else words
