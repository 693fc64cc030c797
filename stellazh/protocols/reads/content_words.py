"""Words a protocol prints of its facts: votes, hours, short names, how many."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Final

from stellazh.protocols.enums import AgendaOutcome, VoteChoice, VoteMode
from stellazh.protocols.reads.counting import QuorumStanding
from stellazh.russian.calendar_words import short_date

_WORD: Final = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_FULL_NAME: Final = re.compile(rf"({_WORD})\s+({_WORD})\s+({_WORD})")
_INITIALS_LAST: Final = re.compile(rf"({_WORD})\s+([А-ЯЁ])\.\s*([А-ЯЁ])\.")

OUTCOME_WORDS: Final = {
    AgendaOutcome.POSTPONED: "Вопрос перенесён на следующее заседание.",
    AgendaOutcome.DROPPED: "Вопрос снят с повестки дня.",
}


def short_name(name: str) -> str:
    """«Липина Елена Сергеевна» → «Липина Е. С.»; whatever is written otherwise stays."""
    found = _FULL_NAME.fullmatch(name.strip())
    return f"{found[1]} {found[2][0]}. {found[3][0]}." if found else name


def signature_name(name: str) -> str:
    """«Липина Елена Сергеевна», «Липина Е.С.» → «Е. С. Липина», as it stands beside a signature."""
    found = _FULL_NAME.fullmatch(name.strip()) or _INITIALS_LAST.fullmatch(name.strip())
    return f"{found[2][0]}. {found[3][0]}. {found[1]}" if found else name


def hours_words(starts_at: time | None, ends_at: time | None) -> str:
    """«14:00–15:30», «14:00», «до 15:30», or nothing."""
    if starts_at is None:
        return f"до {_clock(ends_at)}" if ends_at else ""
    return f"{_clock(starts_at)}–{_clock(ends_at)}" if ends_at else _clock(starts_at)


def vote_words(
    mode: VoteMode, counts: tuple[int | None, int | None, int | None], names: Iterable[tuple[str, ...]] = ()
) -> str:
    """«Голосовали: «за» — 13, «против» — 0, «воздержались» — 0.», «Голосовали: единогласно.», or by name."""
    if mode == VoteMode.UNANIMOUS:
        return f"Голосовали: «за» — {counts[0]} (единогласно)." if counts[0] else "Голосовали: единогласно."
    parts = []
    for choice, count, who in zip(VoteChoice, counts, [*names, (), (), ()], strict=False):
        named = f" ({', '.join(map(short_name, who))})" if who else ""
        parts.append(f"«{choice.label}» — {count or 0}{named}")
    how = "Голосовали поимённо" if mode == VoteMode.ROLL else "Голосовали"
    return f"{how}: {', '.join(parts)}."


def quorum_words(standing: QuorumStanding) -> str:
    """«Членов с правом голоса — 20, присутствуют 13. Кворум имеется.»; nothing where no quorum is asked for."""
    if not standing.printed:
        return ""
    told = f"{standing.printed[0].upper()}{standing.printed[1:]}"
    return f"Членов с правом голоса — {standing.member_count}, присутствуют {standing.voter_count}. {told}."


def protocol_source(held_on: date, number: int | None) -> str:
    """«протокола от 12.09.2024 № 1»."""
    return f"протокола от {short_date(held_on)} № {number}" if number else f"протокола от {short_date(held_on)}"


def _clock(moment: time | None) -> str:
    return f"{moment.hour}:{moment:%M}" if moment else ""
