"""Cleaning of typed or pasted text before it is printed: the one gate for every format of paper.

XML, PDF and iCalendar each refuse or misread some characters: control codes, halves of surrogate pairs, non-characters,
and the marks that turn the direction of writing (with them «план.docx» can be made to read as something else).
"""

import re

# Controls other than line ends, halves of pairs, signs of private use (no two fonts agree on them), non-characters,
# byte order mark, direction marks, language tags, and the rest of private use.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
    "|[" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)) + "]"
)
_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_INSEPARABLE = re.compile(r"(?<=№) (?=\d)|(?<=[а-яё]) (?=[А-ЯЁ]\.)|(?<=[А-ЯЁ]\.) (?=[А-ЯЁ][а-яё.])")
_BLANK_LINES = re.compile(r"[ \t\u00a0]*\n\s*")


def printable_lines(text: str) -> str:
    """The text without characters no paper can hold; every kind of line end becomes one newline, tabs become blanks."""
    unified = _LINE_END.sub("\n", text).replace("\t", " ")
    return _BLANK_LINES.sub("\n", _FORBIDDEN.sub("", unified)).strip()


def printable_line(text: str) -> str:
    """The text on one line: as `printable_lines`, with each line end made a blank. Inner blanks stay as typed."""
    return printable_lines(text).replace("\n", " ")


def unbroken(text: str) -> str:
    """The text with hard blanks where a line must not end: inside «№ 5», «Ольхова А.Б.» and «А.Б. Ольхова»."""
    return _INSEPARABLE.sub("\u00a0", text)
