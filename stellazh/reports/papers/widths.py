"""How wide the columns of a table are to be, so that days and numbers stay whole and long texts get the room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt
from typing import Final

# Wide enough for the fonts that stand in for Times where there is none.
_SIGN_CM: Final = 0.21
_HEAD_SIGN_CM: Final = 0.235
_EDGES_CM: Final = 0.36
_LONGEST_WORD: Final = 15
# A heading may be longer than what stands below; beyond this it is better broken.
_LONGEST_HEAD: Final = 13
_BREAKS: Final = re.compile(r"[ \n\u2013-]+")


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str]], total_cm: float) -> list[float]:
    """Widths in centimetres that add up to `total_cm`.

    Each column holds its longest word; what is left goes to those whose texts are long, by the root of their length,
    so that one endless cell does not starve the others.
    """
    least = [_word_cm(head, _LONGEST_HEAD, _HEAD_SIGN_CM) for head in heads]
    asks = [0.0] * len(heads)
    for row in rows:
        for column, text in enumerate(row):
            least[column] = max(least[column], _word_cm(text, _LONGEST_WORD))
            asks[column] = max(asks[column], len(text) * _SIGN_CM + _EDGES_CM)
    left = total_cm - sum(least)
    if left <= 0:
        return [round(width * total_cm / sum(least), 2) for width in least]
    wants = [sqrt(max(ask - width, 0.0)) for ask, width in zip(asks, least, strict=True)]
    if not sum(wants):
        wants = [float(column == 0) for column in range(len(heads))] if len(heads) == 1 else [1.0] * len(heads)
    return [round(width + left * want / sum(wants), 2) for width, want in zip(least, wants, strict=True)]


def _word_cm(text: str, most: int, sign_cm: float = _SIGN_CM) -> float:
    longest = max((len(word) for word in _BREAKS.split(text)), default=0)
    return max(min(longest, most), 3) * sign_cm + _EDGES_CM
