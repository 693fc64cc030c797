"""How much room a text takes, estimated well enough to choose column widths and to know which rows fit a page.

The estimate is for Times New Roman and errs on the large side; it decides nothing a reader could see as wrong, only
whether a row may be torn and how the width of a page is shared.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_CM_PER_PT = 2.54 / 72
_LINE_HEIGHT = 1.2
_PARAGRAPH_GAP_PT = 3.5
_CELL_PADDING_CM = 0.3
# Widths in parts of the type size.
_CAPITAL, _LETTER, _NARROW, _WIDE = 0.73, 0.53, 0.3, 1.1


@lru_cache(maxsize=2048)
def _sign_width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF" or unicodedata.category(sign) == "So":
        return _WIDE
    if sign.isupper():
        return _CAPITAL
    return _NARROW if sign in " .,:;!'()|-" else _LETTER


def text_width_cm(text: str, size_pt: float) -> float:
    """Width of the text set in one line of type of `size_pt` points."""
    return sum(map(_sign_width, text)) * size_pt * _CM_PER_PT


def longest_word_cm(texts: Iterable[str], size_pt: float) -> float:
    """Width of the longest word of the texts; a hyphen ends a word, as it ends a line."""
    words = (word for text in texts for word in text.replace("-", "- ").split())
    return max((text_width_cm(word, size_pt) for word in words), default=0.0)


def line_count(text: str, width_cm: float, size_pt: float) -> int:
    """Lines the text takes in a column of `width_cm`, words longer than a line being broken."""
    lines, filled = 1, 0.0
    blank = text_width_cm(" ", size_pt)
    for word in text.split():
        word_width = text_width_cm(word, size_pt)
        if filled and filled + blank + word_width > width_cm:
            lines, filled = lines + 1, 0.0
        elif filled:
            filled += blank
        broken, rest = divmod(word_width, width_cm)
        lines, filled = lines + int(broken), filled + rest if not broken else rest
    return lines


def cell_height_cm(paragraphs: Sequence[str], width_cm: float, size_pt: float) -> float:
    """Height of a table cell with these paragraphs in a column of `width_cm`, padding included in the width."""
    text_width = max(width_cm - _CELL_PADDING_CM, 0.5)
    lines = sum(line_count(text, text_width, size_pt) for text in paragraphs)
    return (lines * size_pt * _LINE_HEIGHT + len(paragraphs) * _PARAGRAPH_GAP_PT) * _CM_PER_PT
