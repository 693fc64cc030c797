"""How typed text is set on paper: no characters a file cannot hold, «ёлочки», blanks that do not break a line."""

from __future__ import annotations

import re
from typing import Final

from stellazh.office.plain_text import printable_line, unbroken
from stellazh.russian.calendar_words import MONTHS_GENITIVE

HARD: Final = "\u00a0"
_OPENS: Final = re.compile(r"(?:^|(?<=[\s(\[«„—–-]))\"(?=\S)")
# «г. Сосногорск», «п. 1.2», «2024 г.», «13 чел.», a dash after a name.
_STICKS: Final = re.compile(
    rf"(?<=\d) (?=(?:{'|'.join(MONTHS_GENITIVE)})\b)|"
    r"(?<=\bг\.) (?=[А-ЯЁ])|(?<=\bп\.) (?=\d)|(?<=\d) (?=г\.)|(?<=\d) (?=чел)|(?<=\S) (?=[–—] )"
)


def typed(text: str) -> str:
    """One line of a paper."""
    return _STICKS.sub(HARD, unbroken(quoted(printable_line(text))))


def quoted(text: str) -> str:
    """Straight quotes as «ёлочки», those inside others as „лапки“; a lone one stays as typed."""
    if text.count('"') % 2 or '"' not in text:
        return text
    opened = _OPENS.sub("\x02", text).replace('"', "\x03")
    signs: list[str] = []
    depth = 0
    for sign in opened:
        if sign in "«\x02":
            signs.append(sign if sign == "«" else "„" if depth else "«")
            depth += 1
        elif sign in "»\x03":
            depth = max(depth - 1, 0)
            signs.append(sign if sign == "»" else "“" if depth else "»")
        else:
            signs.append(sign)
    return "".join(signs)


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    line = typed(text)
    return line if not line or line[-1] in ".!?…:;" else f"{line}."
