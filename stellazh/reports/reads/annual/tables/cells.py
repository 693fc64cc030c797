"""Cells and rows of the tables of a report."""

from __future__ import annotations

from datetime import date
from typing import Final

from stellazh.reports.reads.annual.content_model import ContentCell
from stellazh.russian.calendar_words import short_date
from stellazh.russian.numerals import counted

Row = tuple[ContentCell, ...]
EMPTY: Final = ContentCell("")
DASH: Final = ContentCell("—", is_number=True)


def number(value: int | None) -> ContentCell:
    """«1 250» at the right edge; nothing where nothing is known."""
    return ContentCell("" if value is None else counted(value, "", "", "").strip(" "), is_number=True)


def words(text: str, href: str = "") -> ContentCell:
    """A text on one line; `href` leads to the thing on the site."""
    return ContentCell(" ".join(text.split()), href)


def across(text: str) -> Row:
    """A heading across the whole table."""
    return (words(text),)


def days(first: date | None, last: date | None = None) -> ContentCell:
    """«20.11.2023», «20.11.2023–27.11.2023»."""
    if first is None:
        return EMPTY
    end = f"–{short_date(last)}" if last is not None and last != first else ""
    return ContentCell(f"{short_date(first)}{end}")
