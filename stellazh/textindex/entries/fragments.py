"""Windows of a found text around the words that were met, and titles with these words marked. Data, never HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stellazh.textindex.entries.matching_words import Place, WordFinder
from stellazh.textindex.entries.results import Marked

WINDOW: Final = 200
_CUT: Final = "…"
_BEFORE: Final = 40
# A longer line goes on in the next one: so files are written. A shorter one stands for itself, as facts of an event do.
_SHORT_LINE: Final = 60
_ENDS: Final = re.compile(r"(?P<line>[ \t\r]*\n\s*)|[\t\r]+")


def marked(text: str, places: Sequence[Place]) -> Marked:
    """The whole text with these places marked; neighbours with nothing but a blank between them are one mark."""
    return tuple(_marked(text, places, 0, len(text)))


def fragment(text: str, finder: WordFinder) -> Marked:
    """One or two windows of about two hundred signs in which most of what was asked stands; the text's beginning when
    nothing of it does (it stands in the title then)."""
    places = finder.places(text)
    if not places:
        return _window(text, [], 0, min(len(text), WINDOW))
    start, met = _best(places)
    end = min(len(text), start + WINDOW)
    parts = list(_window(text, places, start, end))
    others = [place for place in places if place.clause not in met and not start <= place.start < end]
    if others:
        second, _ = _best(others)
        parts.extend(_window(text, places, max(second, end), min(len(text), max(second, end) + WINDOW)) if second >= end
                     else _window(text, places, second, min(start, second + WINDOW)))  # fmt: skip
    return tuple(parts)


def _best(places: Sequence[Place]) -> tuple[int, set[int]]:
    """Where the window begins that holds most clauses, then most places; and the clauses it holds."""
    best, best_rank = 0, (-1, -1)
    clauses: set[int] = set()
    end = 0
    for first, place in enumerate(places):
        end = max(end, first)
        while end < len(places) and places[end].end - place.start <= WINDOW - _BEFORE:
            end += 1
        met = {one.clause for one in places[first:end]} or {place.clause}
        rank = (len(met), min(end - first, 8))
        if rank > best_rank:
            best, best_rank, clauses = first, rank, met
    return max(0, places[best].start - _BEFORE), clauses


def _window(text: str, places: Sequence[Place], start: int, end: int) -> Marked:
    """From one sign to another, widened or narrowed to whole words, with «…» where the text goes on."""
    if start > 0:
        blank = text.find(" ", start, start + _BEFORE)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", max(start, end - _BEFORE), end)
        last = max((place.end for place in places if place.start < end), default=0)
        end = blank if blank >= last else max(end, min(last, end + _BEFORE))
    parts = _marked(text, [place for place in places if start <= place.start and place.end <= end], start, end)
    before = [(f"{_CUT} ", False)] if start > 0 else []
    after = [(f" {_CUT} " if end < len(text) else " ", False)] if end < len(text) else []
    return (*before, *parts, *after)


def _marked(text: str, places: Sequence[Place], start: int, end: int) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    at = start
    for place in places:
        if place.start < at:
            continue
        if parts and parts[-1][1] and text[at : place.start] == " ":
            parts[-1] = (parts[-1][0] + " " + text[place.start : place.end], True)
        else:
            if place.start > at:
                parts.append((_line(text, at, place.start), False))
            parts.append((text[place.start : place.end], True))
        at = place.end
    if at < end:
        parts.append((_line(text, at, end), False))
    return parts


def _line(text: str, start: int, end: int) -> str:
    """Lines and columns of the text become blanks, and a dot stands after a short line that ends with no sign."""
    parts: list[str] = []
    for match in _ENDS.finditer(text, start, end):
        parts.append(text[start : match.start()])
        before = text[max(0, match.start() - _SHORT_LINE) : match.start()]
        is_short = "\n" in before or match.start() < _SHORT_LINE
        is_open = before[-1:].isalnum() or before[-1:] in ("»", ")")
        parts.append(" · " if match["line"] and is_short and is_open else " ")
        start = match.end()
    return "".join(parts) + text[start:end]
