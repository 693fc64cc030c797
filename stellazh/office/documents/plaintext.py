"""Plain text: lines, and tables of cells parted by tabs as Excel puts them on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.limits import CELL_CHARACTER_LIMIT, TOO_MUCH, Meter
from stellazh.office.documents.model import Block, Cell, Paragraph, Table

_ENCODINGS = ("utf-8-sig", "cp1251")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode_text(data: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or Windows-1251; None when it is no text at all."""
    encoding = _BYTE_ORDER_MARKS.get(data[:2])
    if encoding is not None:
        return _decoded(data, encoding)
    if b"\x00" in data or sum(byte < 32 and byte not in (9, 10, 11, 12, 13) for byte in data[:4096]) > 4:
        return None
    for candidate in _ENCODINGS:
        if (text := _decoded(data, candidate)) is not None:
            return text
    return data.decode("cp1251", "replace")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def read_plain_text(text: str) -> tuple[Block, ...]:
    """Lines as paragraphs; two or more neighbouring rows with tabs or, failing tabs, semicolons, as a table.

    Raises:
        UnreadablePaper: larger than any plan.
    """
    meter = Meter()
    separator = "\t" if "\t" in text else ";" if _is_semicolon_table(text) else ""
    blocks: list[Block] = []
    pending: list[list[str]] = []
    for fields in _records(text, separator):
        if len(fields) > 1:
            pending.append(fields)
        elif pending and fields == [""]:
            blocks.extend(_grid(pending, meter))
            pending = []
        elif pending and _continues(pending):
            pending.append(fields)
        else:
            blocks.extend(_grid(pending, meter))
            pending = []
            # Stars of bold text come along when a chat or a note is copied.
            line = meter.add_text(clean_text(fields[0].replace("**", "")))
            blocks.extend(Paragraph(part) for part in line.split("\n") if part)
    blocks.extend(_grid(pending, meter))
    return tuple(blocks)


def _continues(pending: list[list[str]]) -> bool:
    """A lone field between rows of a table is a section row, unless only one row was seen so far."""
    return len(pending) > 1


def _is_semicolon_table(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    counts = [line.count(";") for line in lines]
    return len(lines) > 1 and min(counts) >= 2 and min(counts) == counts[0]


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Rows of fields. A field in quotes may hold line breaks, as Excel writes them; stray quotes are plain text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not separator:
        yield from ([line] for line in lines.split("\n"))
        return
    place, fields = 0, list[str]()
    while place <= len(lines):
        field, place, is_last = _field(lines, place, separator)
        fields.append(field)
        if is_last:
            yield fields
            fields = []


def _field(text: str, start: int, separator: str) -> tuple[str, int, bool]:
    """`(field, place after it, it ends the row)`."""
    if text.startswith('"', start) and (end := _closing_quote(text, start + 1, separator)) >= 0:
        return text[start + 1 : end].replace('""', '"'), end + 2, end + 1 >= len(text) or text[end + 1] == "\n"
    cut = text.find(separator, start)
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    if 0 <= cut < stop:
        return text[start:cut], cut + 1, False
    return text[start:stop], stop + 1, True


def _closing_quote(text: str, start: int, separator: str) -> int:
    """Place of the quote that ends a field, or -1 when the first quote was only typed."""
    place = start
    while (place := text.find('"', place)) >= 0 and place - start <= CELL_CHARACTER_LIMIT:
        if text.startswith('"', place + 1):
            place += 2
            continue
        return place if place + 1 >= len(text) or text[place + 1] in (separator, "\n") else -1
    return -1


def _grid(rows: list[list[str]], meter: Meter) -> Iterator[Block]:
    if not rows:
        return
    if len(rows) == 1:
        yield Paragraph(clean_text("\t".join(rows[0]), keep_tabs=True))
        return
    width = max(len(fields) for fields in rows)
    meter.check_table(len(rows), width)
    cells: list[Cell] = []
    for row, fields in enumerate(rows):
        # A row of one field alone is a heading across the table.
        across = width if len(fields) == 1 else 1
        for column, raw in enumerate(fields):
            meter.add_cell()
            text = meter.add_text(clean_text(raw))
            if len(text) > CELL_CHARACTER_LIMIT:
                raise UnreadablePaper(TOO_MUCH)
            paragraphs = tuple(Paragraph(line) for line in text.split("\n")) if text else ()
            cells.append(Cell(row, column, paragraphs, column_span=across))
    yield Table(tuple(cells), len(rows), width)
