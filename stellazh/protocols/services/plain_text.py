"""Texts of protocols as they are stored: plain lines, as typed or as Word gave them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.db import models

from stellazh.protocols.services.refusals import TextTooLong
from stellazh.russian.text_lines import one_line

LONGEST_TEXT: Final = 30_000
# Word's break of a line, the separators of Unicode, the old Macintosh.
_BREAKS: Final = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Signs that Word puts before points of a list, with the tab that follows them.
_BULLET: Final = re.compile(r"(?m)^[ \t\u00a0]*[•·▪●◦○■\uf0b7\uf0a7][ \t\u00a0]*(?=\S)")
_NUMBER: Final = re.compile(r"(?m)^[ \t\u00a0]*(\d{1,2}[.)])\t[ \u00a0]*(?=\S)")
_INVISIBLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def plain_text(typed: str) -> str:
    """Paragraphs apart by single breaks of lines, at most one empty line between; bullets of Word are «- »."""
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", typed))
    text = _NUMBER.sub(r"\1 ", _BULLET.sub("- ", text)).replace("\t", " ")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def checked_text(label: str, typed: str) -> str:
    """A text of many lines, as it is stored.

    Raises:
        TextTooLong: it is longer than 30,000 signs.
    """
    text = plain_text(typed)
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(
            f"«{label}»: не больше 30 000 знаков, а набрано {len(text)}. Перенесите часть в следующее выступление "
            "или приложите файлом."
        )
    return text


def checked_lines(model: type[models.Model], typed: Mapping[str, str]) -> dict[str, str]:
    """Texts of one line, each as it is stored in the column that it is named after.

    Raises:
        TextTooLong: one does not fit; the message names the field in Russian.
    """
    texts = {name: one_line(text) for name, text in typed.items()}
    for name, text in texts.items():
        column = model._meta.get_field(name)  # noqa: SLF001
        longest = getattr(column, "max_length", None)
        if longest is not None and len(text) > longest:
            label = str(getattr(column, "verbose_name", name))
            raise TextTooLong(f"«{label}»: не больше {longest} знаков, а набрано {len(text)}.")
    return texts
