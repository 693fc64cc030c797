"""Text with separators: what Excel and other programs call CSV or «text, tab delimited», and what a paste is."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.tables.limits import CELL_CHARACTER_LIMIT, Meter
from stellazh.office.tables.model import TableFile, TableSheet

OPEN_QUOTE = (
    "В строке {row} открыта кавычка, которая нигде не закрыта, и дальше файл не читается: "
    "поправьте её или сохраните список как .xlsx и загрузите снова."
)
ODD_QUOTES = "Кавычки в файле расставлены не по правилам CSV: проверьте, верно ли разделились столбцы."
# Longer runs of lines in one cell are a quote that somebody forgot to close.
_MOST_LINES: Final = 40
_SEPARATORS: Final = "\t;,"
_SAMPLE: Final = 60
_TOLD: Final = re.compile(r'\s*"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


def read_separated(text: str, filename: str) -> TableFile:
    """The one sheet of a text: rows of cells, numbered as Excel would number them.

    Excel's own first line «sep=;» is obeyed and not counted. Cells in quotes may hold line breaks.

    Raises:
        UnreadablePaper: larger than any list, or a quote that swallows the rest.
    """
    told = _TOLD.match(text)
    body = text[told.end() :] if told else text
    separator = told[1] if told else _separator(body)
    warnings: list[str] = []
    try:
        rows = list(_rows(body, separator, strict=True))
    except csv.Error:
        warnings.append(ODD_QUOTES)
        try:
            rows = list(_rows(body, separator, strict=False))
        except csv.Error as error:
            raise UnreadablePaper(OPEN_QUOTE.format(row="файла")) from error
    while rows and not rows[-1]:
        rows.pop()
    return TableFile((TableSheet(filename[:100], tuple(rows), tuple(warnings)),))


def _rows(text: str, separator: str, *, strict: bool) -> Iterator[tuple[str, ...]]:
    meter = Meter()
    for row, record in enumerate(_records(text, separator, strict=strict)):
        cells: list[str] = []
        for column, raw in enumerate(record):
            if raw.count("\n") > _MOST_LINES or len(raw) > CELL_CHARACTER_LIMIT:
                raise UnreadablePaper(OPEN_QUOTE.format(row=row + 1))
            cell = raw if raw.isalnum() else clean_text(raw)
            if cell:
                meter.check_place(row, column)
                meter.add(cell)
            cells.append(cell)
        while cells and not cells[-1]:
            cells.pop()
        yield tuple(cells)


def _records(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    # `newline=""`: line breaks inside quotes stay as they are; the reader knows every kind of them.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, doublequote=True, strict=strict)


def _separator(text: str) -> str:
    """The sign that parts the most rows into the same number of cells; a tab when nothing parts them."""
    best, chosen = (0.0, 0), "\t"
    for sign in _SEPARATORS:
        if sign not in text:
            continue
        try:
            widths = Counter(len(record) for record in islice(_records(text, sign, strict=False), _SAMPLE) if record)
        except csv.Error:
            continue
        parted = {width: count for width, count in widths.items() if width > 1}
        if not parted:
            continue
        width, count = max(parted.items(), key=lambda pair: (pair[1], pair[0]))
        score = (round(count / sum(widths.values()), 1), width)
        if score > best:
            best, chosen = score, sign
    return chosen
