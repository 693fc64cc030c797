"""Figures in prose: «{{ мероприятия }}» becomes «11 мероприятий», and stays clickable.

A mark is the name of a figure in double braces. Before the name and a colon may stand how it is to be written:

| mark | is written |
| --- | --- |
| `{{ мероприятия }}` | 11 мероприятий |
| `{{ число: мероприятия }}` | 11 |
| `{{ из: муниципалитеты }}` | 27 муниципалитетов, as after «из», «более», «около»: «из 21 муниципалитета» |
| `{{ на: мероприятия }}` | 24.06.2024, the day the figure is of |
| `{{ участники мероприятия 4 «Веб-форум» }}` | 96 участников; the words in «» are for whoever reads the text |
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.reports.figures.counting import figures as known_figures
from stellazh.reports.figures.counting import rule_named
from stellazh.reports.figures.model import Figure
from stellazh.reports.figures.one_event import event_code
from stellazh.russian.calendar_words import short_date
from stellazh.russian.collation import fold

AS_WORDS: Final = ""
AS_NUMBER: Final = "число"
AFTER_OF: Final = "из"
AS_DAY: Final = "на"
WAYS: Final = (AS_NUMBER, AFTER_OF, AS_DAY)
_MARK: Final = re.compile(r"\{\{([^{}]*)\}\}")
_TITLE: Final = re.compile(r"«.*»", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a text as typed: how the figure is to be written, and its name, folded.

    `code` is the live figure that is meant; empty for figures entered by hand and for names that nobody knows.
    """

    typed: str
    way: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: plain words, or a figure as it is written. A mark that nobody knows stays as typed."""

    text: str
    figure: Figure | None = None
    is_unknown: bool = False

    @property
    def code(self) -> str:
        """The figure's code; empty for words."""
        return self.figure.code if self.figure is not None else ""

    @property
    def has_list(self) -> bool:
        """Whether there may be a list behind it: of figures entered by hand there is a source instead."""
        return self.figure is not None and not self.figure.is_by_hand


def marks_in(text: str) -> tuple[Mark, ...]:
    """The marks of a text in their order, the same one as often as it stands there."""
    return tuple(_mark(found) for found in _MARK.finditer(text))


def codes_in(text: str) -> frozenset[str]:
    """The live figures that a text needs: to count no others."""
    return frozenset(mark.code for mark in marks_in(text) if mark.code)


def unknown_marks(
    text: str, hand: Mapping[str, Figure], figures: Mapping[str, Figure] | None = None
) -> tuple[str, ...]:
    """Marks as typed that mean nothing, each once. With the counted `figures`, events that do not count here too."""
    by_hand = _folded(hand)
    unknown = (
        mark.typed
        for mark in marks_in(text)
        if mark.name not in by_hand and (not mark.code or (figures is not None and mark.code not in figures))
    )
    return tuple(dict.fromkeys(unknown))


def fill_figures(text: str, figures: Mapping[str, Figure], hand: Mapping[str, Figure]) -> tuple[Piece, ...]:
    """The text in pieces: words as they are, figures as they are to be written.

    `figures` are counted ones by code, `hand` those entered by hand by name. A live figure goes before one of the same
    name entered by hand, unless nothing is known of it.
    """
    pieces: list[Piece] = []
    by_hand, end = _folded(hand), 0
    for found in _MARK.finditer(text):
        if found.start() > end:
            pieces.append(Piece(text[end : found.start()]))
        pieces.append(_filled(_mark(found), figures, by_hand))
        end = found.end()
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return tuple(pieces)


def plain_text(pieces: Sequence[Piece]) -> str:
    """The pieces put together again, for Word and for letters."""
    return "".join(piece.text for piece in pieces)


def mark_for(name: str, way: str = AS_WORDS) -> str:
    """What to put into a text for a figure of that name."""
    return f"{{{{ {way}: {name} }}}}" if way else f"{{{{ {name} }}}}"


def _filled(mark: Mark, figures: Mapping[str, Figure], by_hand: Mapping[str, Figure]) -> Piece:
    live, typed = figures.get(mark.code), by_hand.get(mark.name)
    figure = live if typed is None or (live is not None and live.value is not None) else typed
    if figure is None:
        return Piece(mark.typed, is_unknown=True)
    written = {
        AS_NUMBER: figure.number,
        AFTER_OF: figure.genitive_words,
        AS_DAY: short_date(figure.as_of),
    }
    return Piece(written.get(mark.way, figure.words), figure)


def _mark(found: re.Match[str]) -> Mark:
    # Text that has been through an editor may hold «&nbsp;» and «&laquo;».
    words = _TITLE.sub("", html.unescape(found[1]))
    before, colon, after = words.partition(":")
    way = fold(before) if colon and fold(before) in WAYS else AS_WORDS
    name = fold(after if way else words)
    return Mark(found[0], way, name, _code(name))


def _code(name: str) -> str:
    rule = rule_named(name)
    if rule is not None:
        return rule.code
    # A code itself is a name too, for whoever copies it from an address.
    return name if name in known_figures else event_code(name)


def _folded(hand: Mapping[str, Figure]) -> Mapping[str, Figure]:
    return {fold(name): figure for name, figure in hand.items()}
