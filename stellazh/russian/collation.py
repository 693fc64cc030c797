"""When two Russian texts are the same text, and which of them stands first in a list."""

import re
import unicodedata

# Marks without width, which Word leaves inside words: soft hyphen, joiners, direction marks, BOM; and the stress.
INVISIBLE: dict[int, None] = dict.fromkeys(
    [0xAD, 0x301, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
DASHES = "‐‑‒–—―−﹘﹣－"
QUOTES = "«»„“”‟‘’‚‹›'`"

_UNIFIED = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys(QUOTES, '"'))
_YO = str.maketrans({"ё": "е"})
_BLANKS = re.compile(r"\s+")
_QUOTED = re.compile('"')
_DIGITS = re.compile(r"[0-9]+")
_E_LETTERS = re.compile("[её]")
_WIDTH = 12
# Less than a blank, so that a shorter text stands before a longer one that begins with it; allowed in XML and SQL.
_TIE = "\t"


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(INVISIBLE))
    return _BLANKS.sub(" ", composed.casefold().translate(_UNIFIED)).strip()


def fold(text: str) -> str:
    """The key by which texts are the same whoever typed them.

    Case, ё and е, no-break blanks and runs of blanks, kinds of quotes and of dashes, stress marks and invisible signs
    do not matter. Folding twice gives the same as folding once.
    """
    return _plain(text).translate(_YO)


def sort_key(text: str) -> str:
    """A string whose plain byte order is the Russian alphabetical order: store it, and sort by it.

    Case and quotes are ignored; ё stands as е and decides only between texts that are otherwise equal («все», «всё»);
    numbers stand by their value («№ 2» before «№ 10»). The order is the same in Python, in SQLite (BINARY) and in
    PostgreSQL ("C"), because all three compare the bytes of UTF-8. Latin letters stand before Russian ones.
    """
    plain = _BLANKS.sub(" ", _QUOTED.sub("", _plain(text))).strip()
    ties = "".join("1" if letter == "ё" else "0" for letter in _E_LETTERS.findall(plain))
    key = _DIGITS.sub(lambda digits: digits[0].zfill(_WIDTH), plain.translate(_YO))
    return f"{key}{_TIE}{ties}" if "1" in ties else key
