"""The lines of a report on paper, in the shape offices hand them in: heading, prose, lists, tables, signature."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from stellazh.common.school_year import SchoolYear
from stellazh.protocols.papers.lettering import typed
from stellazh.reports.papers.sheet import (
    Aside,
    Block,
    Body,
    Bullets,
    Centred,
    Grid,
    Heading,
    ReportSheet,
    Signature,
    Title,
)
from stellazh.reports.papers.widths import column_widths
from stellazh.reports.reads.annual.content_model import AppendixContent, ContentBlock, ContentTable, ReportContent
from stellazh.russian.calendar_words import short_date

DRAFT_MARK: Final = "ЧЕРНОВИК"
TEXT_WIDTH_CM: Final = 16.5
_POST_SIGNS: Final = 30
_YEAR_TAIL: Final = re.compile(r"\s+(за\s+.+?учебный год)\.?$")


def report_sheet(content: ReportContent, *, mark: str = "") -> ReportSheet:
    """The whole report; parts with neither text nor table are left out. `mark` is for drafts."""
    return ReportSheet(
        title=typed(content.title),
        author=typed(content.association_short or content.association),
        subject=f"{content.form_label}, {SchoolYear(content.school_year).label}",
        blocks=tuple(_blocks(content)),
        mark=mark,
    )


def _blocks(content: ReportContent) -> Iterator[Block]:
    yield Title(tuple(typed(line) for line in _title_lines(content)))
    yield Centred(f"(данные на {short_date(content.counted_on)})")
    number = 0
    for block in content.blocks:
        if block.is_empty:
            continue
        yield from _text(block)
        for table in block.tables:
            number += 1
            yield grid(table, number)
    yield from _appendices(content.appendices)
    yield from _sources(content)
    if content.signer_name.strip():
        yield Signature(signature_lines(content.signer_post), typed(content.signer_name))


def _title_lines(content: ReportContent) -> list[str]:
    """«Отчёт о проделанной работе», whose it is, «за 2023/2024 учебный год»: as the papers have it."""
    tail = _YEAR_TAIL.search(content.title)
    if tail is None:
        return [content.title, content.association]
    return [content.title[: tail.start()], content.association, tail[1]]


def _text(block: ContentBlock) -> Iterator[Block]:
    if block.heading.strip():
        yield Heading(typed(block.heading))
    lines = [line for line in block.lines if line.text.strip()]
    for is_item, some in groupby(lines, key=lambda line: line.is_item):
        texts = [typed(line.text) for line in some]
        if is_item:
            yield Bullets(texts)
        else:
            yield from map(Body, texts)


def grid(table: ContentTable, number: int | None = None, *, width_cm: float = TEXT_WIDTH_CM) -> Grid:
    """A table of a report as it is printed; with a `number` its caption begins «Таблица 1.»."""
    rows = [tuple(typed(cell.text) for cell in row) for row in table.rows]
    total = tuple(typed(cell.text) for cell in table.total)
    lines = [row for row in (*table.rows, table.total) if len(row) == len(table.headings)]
    numbers = frozenset(
        column
        for column in range(len(table.headings))
        if lines and any(row[column].is_number for row in lines) and all(_fits_numbers(row[column]) for row in lines)
    )
    heads = tuple(typed(heading) for heading in table.headings)
    label = f"Таблица {number}. " if number is not None else ""
    return Grid(
        caption=typed(f"{label}{table.caption}"),
        heads=heads,
        widths_cm=column_widths(heads, [row for row in (*rows, total) if len(row) == len(heads)], width_cm),
        rows=rows,
        numbers=numbers,
        total=total,
        note=typed(table.note),
    )


def _fits_numbers(cell: object) -> bool:
    return bool(getattr(cell, "is_number", False)) or len(getattr(cell, "text", "")) <= len("нет данных")


def _appendices(rows: Sequence[AppendixContent]) -> Iterator[Block]:
    if rows:
        yield Aside("Приложения", tuple(appendix_line(row) for row in rows))


def appendix_line(row: AppendixContent) -> str:
    """«Приложение 1. Снимки экрана чата (файл «chat.pdf»)»; of a link its address in full."""
    where = f" (файл «{row.filename}»)" if row.filename else f": {row.url}" if row.url else ""
    return typed(f"Приложение {row.number}. {row.title}{where}")


def _sources(content: ReportContent) -> Iterator[Block]:
    """Whence the figures entered by hand come: whoever reads the paper can ask there."""
    if lines := source_lines(content):
        yield Aside("Числа из других источников", lines)


def source_lines(content: ReportContent) -> tuple[str, ...]:
    """«Зарегистрировались в чате — 93 участника: список участников чата, https://… (на 24.06.2024)»."""
    pieces = (piece for block in content.blocks for line in block.lines for piece in line.pieces)
    addresses = {(piece.source, piece.as_of): piece.href for piece in pieces if piece.source and piece.href}
    lines = []
    for figure in content.figures:
        if figure.source:
            address = addresses.get((figure.source, figure.as_of), "")
            told = ", ".join(part for part in (figure.source, address) if part)
            day = ".".join(reversed(figure.as_of.split("-")))
            lines.append(typed(f"{figure.label} — {figure.words}: {told} (на {day})."))
    return tuple(lines)


def signature_lines(post: str) -> tuple[str, ...]:
    """The post in lines as narrow as the left half of the page."""
    return tuple(textwrap.wrap(typed(post), _POST_SIGNS, break_long_words=False)) or ("",)
