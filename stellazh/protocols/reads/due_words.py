"""How near a term is, in words and in the tone of its colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from stellazh.common.numerals import agree
from stellazh.protocols.enums import DoneState

NEAR_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Due:
    """«просрочено на 5 дней» with the tone «bad»; tones are those of `{% tag %}`."""

    words: str
    tone: str = ""
    is_overdue: bool = False


TONES: Final = {
    DoneState.OPEN: "",
    DoneState.DONE: "ok",
    DoneState.PARTLY: "warn",
    DoneState.NOT_DONE: "bad",
    DoneState.WITHDRAWN: "",
}


def due_of(due_on: date | None, state: str, *, on: date) -> Due:
    """Where the term of something in that state stands on that day; what is closed has its day alone."""
    if due_on is None:
        return Due("без срока")
    left = (due_on - on).days
    if state != DoneState.OPEN:
        return Due(f"до {due_on:%d.%m.%Y}")
    if left < 0:
        return Due(f"просрочено на {-left} {agree(-left, 'день', 'дня', 'дней')}", "bad", is_overdue=True)
    if left == 0:
        return Due("срок сегодня", "warn")
    if left == 1:
        return Due("срок завтра", "warn")
    if left <= NEAR_DAYS:
        return Due(f"осталось {left} {agree(left, 'день', 'дня', 'дней')}", "warn")
    return Due(f"до {due_on:%d.%m.%Y}")
