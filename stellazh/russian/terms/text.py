"""From the text of a cell to tokens: what Word, Excel and tired fingers leave behind is put right here."""

import re
import unicodedata
from dataclasses import dataclass

from stellazh.russian.collation import DASHES, INVISIBLE, QUOTES

_MARKUP = re.compile(r"<[^<>]{0,200}>|\[bookmark:[^\[\]]{0,80}\]|&nbsp;")
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_FOLDED = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys(QUOTES, '"')
    | {"ё": "е", "Ё": "е", "∕": "/", "⁄": "/", "：": ":", "．": "."}
)

# A letter that was typed for a digit: «1О.О9.2023», «З0.09», «l2.10».
_LETTER_ZERO = re.compile(r"(?<![^\W\d_])[oо](?=\d)|(?<=\d)[oо](?![^\W\d_])")
_LETTER_THREE = re.compile(r"(?<![^\W\d_])з(?=\d)|(?<=\d)з(?![^\W\d_])")
_LETTER_ONE = re.compile(r"(?<![^\W_])l(?=\d)|(?<=\d)l(?=[\d.])")

_DOUBLED_DOT = re.compile(r"(?<=\d)\.\.(?=\d{1,2}[.,]\d{2})")

_TOKEN = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[0-9]+|[^\W\d_]+|_+|\.{2,}|\S")

# Latin letters that look like Russian ones; the line is lower-cased before, so «B» and «H» come here as b and h.
_LATIN = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_CYRILLIC_ROMAN = str.maketrans("хіl|", "xiii")
_ROMANS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_LATIN_LETTER = re.compile("[a-z]")
_CYRILLIC_LETTER = re.compile("[а-я]")
_ROMAN_PREFIX = re.compile("([ivxl]+)([а-я]{3,})")


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word, a Roman number, a raised number («14⁰⁰») or a mark.

    `text` is lower-cased Russian with ё as е; `value` is the number, Roman ones too; `start` and `end` point into
    the cleaned text; `spaced` tells whether a blank stands before.
    """

    kind: str
    text: str
    value: int
    start: int
    end: int
    spaced: bool


def clean_text(text: str) -> str:
    """The text without markup and invisible marks, in composed Unicode form."""
    return unicodedata.normalize("NFC", _MARKUP.sub(" ", text).translate(INVISIBLE))


def _folded(clean: str) -> str:
    # Position for position, so that a token points into the cleaned text: a letter that grows when lowered stays.
    line = "".join(low if len(low := sign.lower()) == 1 else sign for sign in clean.translate(_FOLDED))
    for _ in range(2):
        line = _LETTER_ZERO.sub("0", line)
    return _DOUBLED_DOT.sub(". ", _LETTER_ONE.sub("1", _LETTER_THREE.sub("3", line)))


def _roman_value(word: str, original: str) -> int:
    value = _ROMANS.get(word.translate(_CYRILLIC_ROMAN), 0)
    if value and not _LATIN_LETTER.search(word) and not original.isupper():
        return 0
    return value


def _letters(word: str, start: int, original: str, spaced: bool) -> list[Token]:
    end = start + len(word)
    if value := _roman_value(word, original):
        return [Token("roman", word.translate(_LATIN), value, start, end, spaced)]
    if (glued := _ROMAN_PREFIX.fullmatch(word)) and (value := _roman_value(glued[1], "")):
        middle = start + len(glued[1])
        return [
            Token("roman", glued[1], value, start, middle, spaced),
            Token("word", glued[2], 0, middle, end, False),
        ]
    if _CYRILLIC_LETTER.search(word) or not re.search("[^aceopxykmthb]", word):
        word = word.translate(_LATIN)
    return [Token("word", word, 0, start, end, spaced)]


def tokenise(clean: str) -> list[Token]:
    """Cut a cleaned text into tokens."""
    tokens: list[Token] = []
    end = -1
    for found in _TOKEN.finditer(_folded(clean)):
        piece, start = found[0], found.start()
        spaced = start != end
        end = found.end()
        if piece[0] in _SUPERSCRIPTS:
            digits = "".join(_SUPERSCRIPTS[sign] for sign in piece)
            tokens.append(Token("raised", digits, int(digits[:9]), start, end, spaced))
        elif piece[0].isdecimal():
            tokens.append(Token("number", piece, int(piece[:9]), start, end, spaced))
        elif piece[0].isalpha():
            tokens += _letters(piece, start, clean[start:end], spaced)
        elif piece[0] == "…" or piece.startswith(".."):
            tokens.append(Token("mark", "...", 0, start, end, spaced))
        else:
            tokens.append(Token("mark", piece[0], 0, start, end, spaced))
    return tokens
