"""A name as somebody typed it: its words, the gaps between them, and the letter case given back to new endings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from stellazh.russian.names import wording

DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2212-"
LONGEST: Final = 200
_APOSTROPHES: Final = "'’ʼ`"
_WORD: Final = re.compile(rf"[^\s{DASHES}]+(?:\s*[{DASHES}]\s*[^\s{DASHES}]+)*")
_INITIALS_FIRST: Final = re.compile(r"((?:[А-ЯЁ][а-яё]?\.[-‐‑]?)+)([А-ЯЁ][А-Яа-яЁё].*)")
_INITIALS: Final = re.compile(r"(?:[А-ЯЁ][а-яё]?\.[-‐‑]?)*(?:[А-ЯЁа-яё][а-яё]?\.|(?<=\.)[А-ЯЁ])")
_RUSSIAN: Final = re.compile(rf"[А-ЯЁа-яё{_APOSTROPHES}]+")
_HALVES: Final = re.compile(rf"(\s*[{DASHES}]\s*)")
_STRANGE_LETTER: Final = re.compile(r"[^\W\dА-ЯЁа-яё_]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: `halves` are what the hyphens part, `links` the hyphens themselves, with their blanks."""

    text: str
    halves: tuple[str, ...]
    links: tuple[str, ...]
    is_initials: bool = False

    @property
    def low(self) -> str:
        """The whole word in small letters, ordinary hyphens, no blanks."""
        return "-".join(half.lower() for half in self.halves)


@dataclass(frozen=True, slots=True)
class Typed:
    """A name taken apart: `"".join(gap + word)` and `tail` give the text again. `doubt` says what cannot be read."""

    words: tuple[Word, ...]
    gaps: tuple[str, ...]
    tail: str
    doubt: str = ""

    def rebuilt(self, words: list[str]) -> str:
        """The text with other words in the same places."""
        return "".join(gap + word for gap, word in zip(self.gaps, words, strict=True)) + self.tail


def read(text: str) -> Typed:
    """Part a name into words; what holds other letters or signs is not parted but doubted."""
    text = unicodedata.normalize("NFC", text)
    if not text.strip():
        return Typed((), (), text, wording.EMPTY)
    if doubt := _doubt_of(text):
        return Typed((), (), text, doubt)
    words: list[Word] = []
    gaps: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        glued = _INITIALS_FIRST.fullmatch(match[0])
        for piece in glued.groups() if glued else (match[0],):
            start = text.index(piece, end)
            gaps.append(text[end:start])
            words.append(_word(piece))
            end = start + len(piece)
    if any(not _is_plain(word) for word in words) or any(sign in DASHES for gap in (*gaps, text[end:]) for sign in gap):
        return Typed((), (), text, wording.STRANGE_SIGNS)
    return Typed(tuple(words), tuple(gaps), text[end:])


def _doubt_of(text: str) -> str:
    if len(text) > LONGEST:
        return wording.MANY_WORDS
    if _STRANGE_LETTER.search(text):
        return wording.FOREIGN_LETTERS
    if not _RUSSIAN.search(text):
        return wording.STRANGE_SIGNS
    return ""


def _word(text: str) -> Word:
    if _INITIALS.fullmatch(text):
        return Word(text, (text,), (), is_initials=True)
    pieces = _HALVES.split(text)
    return Word(text, tuple(pieces[::2]), tuple(pieces[1::2]))


def _is_plain(word: Word) -> bool:
    return word.is_initials or all(_RUSSIAN.fullmatch(half.removesuffix(".")) for half in word.halves)


def recased(declined: str, typed: str) -> str:
    """A small-lettered form with the capitals of what was typed; a word in capitals gets a capital ending."""
    if len(typed) > 1 and typed == typed.upper() and typed != typed.lower():
        return declined.upper()
    kept = 0
    for old, new in zip(typed, declined, strict=False):
        if old.lower() != new:
            break
        kept += 1
    return typed[:kept] + declined[kept:]
