"""The sheet on paper in its usual form, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from stellazh.common.clock import day_of
from stellazh.documents.enums import AcquaintanceWay
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.elements import Element
from stellazh.office.word.tables import Cell, Row, table
from stellazh.russian.calendar_words import long_date, short_date

_PAGE: Final = Page(left_cm=2.0, right_cm=1.0)
_HEADS: Final = ("№ п/п", "Фамилия, имя, отчество", "Должность, место работы", "Дата", "Подпись")
_WIDTHS_CM: Final = (1.2, 5.4, 6.0, 2.4, 3.0)
# What stands in the place of the signature of somebody who has said so on the site.
_SIGNED: Final = {
    AcquaintanceWay.HERSELF.value: "отмечено на сайте",
    AcquaintanceWay.ON_PAPER.value: "подпись на бумаге",
    AcquaintanceWay.BY_WORD.value: "со слов",
}


def sheet_docx(
    sheet: AcquaintanceSheet, rows: Sequence[AcquaintanceRow], posts: Mapping[int, str], *, made_on: date
) -> bytes:
    """The sheet as .docx for signing by hand: a table for each association, those who have read on the site filled in.

    `rows` come in the order of associations; `posts` maps a person to the post and place of work.
    """
    document = sheet.document
    file = new_document(
        _PAGE,
        Properties(
            title=f"Лист ознакомления: {document.title}",
            author=document.association.short_name,
            subject=document.requisites,
            made_on=made_on,
        ),
        table_size_pt=11,
        column_heading_size_pt=11,
    )
    blocks.number_pages(file, _PAGE)
    blocks.append(
        file,
        blocks.paragraph("Лист ознакомления", styles.TITLE),
        blocks.paragraph(f"{document.title} ({document.requisites})", styles.CENTRED),
        blocks.paragraph(document.association.name, styles.CENTRED),
    )
    if sheet.document_version.number > 1:
        blocks.append(file, blocks.paragraph(f"Версия {sheet.document_version.number}", styles.CENTRED))
    if sheet.due_on is not None:
        blocks.append(file, blocks.paragraph(long_date(sheet.due_on), styles.FACT, label="Прочитать до: "))
    number = 0
    for place, people in groupby(rows, key=lambda row: row.association.short_name):
        lines = list(people)
        blocks.append(
            file, blocks.paragraph(place, styles.SECTION, with_next=True), _table(place, lines, posts, sheet, number)
        )
        number += len(lines)
    return document_bytes(file, made_on=made_on)


def sheet_xlsx_of(
    sheet: AcquaintanceSheet, rows: Sequence[AcquaintanceRow], posts: Mapping[int, str], *, made_on: date
) -> bytes:
    """The sheet as it stands: who has read, when and how it is known."""
    columns = [
        SheetColumn("№", 6, centred=True),
        SheetColumn("Объединение", 28),
        SheetColumn("Фамилия, имя, отчество", 34),
        SheetColumn("Должность, место работы", 44),
        SheetColumn("Открыт", 12, centred=True),
        SheetColumn("Прочитан", 12, centred=True),
        SheetColumn("Версия", 9, centred=True),
        SheetColumn("Откуда известно", 22),
        SheetColumn("Напоминаний", 13, centred=True),
    ]
    zone = sheet.document.association.time_zone
    cells: list[list[CellValue]] = [
        [
            number,
            row.association.short_name,
            row.person_name,
            posts.get(row.person_id or 0, ""),
            day_of(row.opened_at, zone) if row.opened_at else None,
            day_of(row.read_at, zone) if row.read_at else None,
            row.read_version,
            _SIGNED.get(row.way, ""),
            row.reminder_count,
        ]
        for number, row in enumerate(rows, start=1)
    ]
    title = f"Лист ознакомления: {sheet.document.title} ({sheet.document.requisites})"
    author = sheet.document.association.short_name
    return sheet_xlsx(Sheet("Ознакомление", title, columns, cells, author=author, made_on=made_on))


def _table(
    place: str, rows: Sequence[AcquaintanceRow], posts: Mapping[int, str], sheet: AcquaintanceSheet, before: int
) -> Element:
    heads = Row([Cell([blocks.paragraph(head, styles.TABLE_HEADING)]) for head in _HEADS], is_header=True)
    lines = [
        Row([Cell([blocks.paragraph(text, look)]) for text, look in _texts(row, number, posts, sheet)])
        for number, row in enumerate(rows, start=before + 1)
    ]
    return table(_WIDTHS_CM, [heads, *lines], caption=place, description=", ".join(_HEADS))


def _texts(
    row: AcquaintanceRow, number: int, posts: Mapping[int, str], sheet: AcquaintanceSheet
) -> Iterator[tuple[str, str]]:
    zone = sheet.document.association.time_zone
    yield str(number), styles.TABLE_CENTRED
    yield row.person_name, styles.TABLE_UNHYPHENATED
    yield posts.get(row.person_id or 0, ""), styles.TABLE_UNHYPHENATED
    yield (short_date(day_of(row.read_at, zone)) if row.read_at else "", styles.TABLE_CENTRED)
    yield _SIGNED.get(row.way, ""), styles.TABLE_CENTRED
