"""Attendance on paper: the registration list for signatures as Word, the whole list as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from stellazh.events.models import Event
from stellazh.events.reads.attendances.listing import Figures, ListRow, day_columns
from stellazh.events.reads.attendances.paper import Signatory
from stellazh.events.wording import when_words
from stellazh.office.plain_text import printable_line as printable
from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.tables import Cell, Row, table

BLANK_LINES: Final = 10
_PAGE = Page(left_cm=2.0, right_cm=1.0)
_HEADINGS = ("№", "Фамилия, имя, отчество", "Школа, организация", "Должность", "Подпись")
_WIDTHS = (1.1, 5.6, 4.6, 3.4, 3.3)
_NOWHERE = "Муниципалитет не указан"


def registration_list_docx(event: Event, rows: Sequence[Signatory], *, by_municipality: bool, made_on: date) -> bytes:
    """The list to be signed at the door: the event's head, a line for everybody who holds a place, blank lines for
    those who come without one. Upright A4, the headings repeated on every page.
    """
    document = new_document(
        _PAGE,
        Properties(
            title=f"Лист регистрации: {printable(event.title)}",
            author=printable(event.association.short_name),
            subject="Лист регистрации",
            made_on=made_on,
        ),
    )
    blocks.number_pages(document, _PAGE)
    blocks.append(document, blocks.paragraph(printable(event.association.name), styles.CENTRED))
    title = f"ЛИСТ РЕГИСТРАЦИИ\n{printable(_kind(event))}\n«{printable(event.title)}»"
    blocks.append(document, blocks.paragraph(title, styles.TITLE))
    where = f"Место: {printable(event.place)}" if event.place else ""
    lines = [f"Дата: {when_words(event)}", *([where] if where else [])]
    for line in lines:
        blocks.append(document, blocks.paragraph(line, styles.GRIF))
    blocks.append(document, blocks.paragraph("", styles.GRIF))
    blocks.append(document, table(_WIDTHS, _rows(rows, by_municipality), caption="Лист регистрации", description=_ALT))
    blocks.append(document, blocks.signature_line("Всего присутствовало: ______    Ответственный", "", _PAGE))
    return document_bytes(document, made_on=made_on)


_ALT = "Каждая строка: номер, фамилия, имя, отчество, школа, должность и место для подписи."


def attendance_xlsx(event: Event, rows: Sequence[ListRow], figures: Figures, *, made_on: date) -> bytes:
    """The list of attendance with states and sources, a column for each day of an event of several days."""
    days = day_columns(event)
    columns = [
        SheetColumn("№", 5, centred=True),
        SheetColumn("Фамилия, имя, отчество", 36),
        SheetColumn("Школа, организация", 34),
        SheetColumn("Муниципалитет", 26),
        SheetColumn("Участие", 26),
        *(SheetColumn(f"{day:%d.%m.%Y}", 12, centred=True) for day in days),
        SheetColumn("Откуда известно", 40),
        SheetColumn("Причина отсутствия", 28),
    ]
    cells: list[list[CellValue]] = [
        [
            place,
            row.name,
            row.school,
            row.territory,
            str(row.state.label) if row.state else "не отмечен",
            *row.days,
            "; ".join(tag.words for tag in row.tags),
            row.reason,
        ]
        for place, row in enumerate(rows, start=1)
    ]
    title = f"{event.full_title}, {when_words(event)}: участий {figures.counted}"
    return sheet_xlsx(Sheet("Участие", title, columns, cells, author=event.association.short_name, made_on=made_on))


def _rows(people: Sequence[Signatory], by_municipality: bool) -> list[Row]:
    heading = [Cell([blocks.paragraph(text, styles.TABLE_HEADING)]) for text in _HEADINGS]
    rows = [Row(heading, is_header=True)]
    if not by_municipality:
        rows += [_line(place, one) for place, one in enumerate(people, start=1)]
    else:
        place = 0
        # Those without a municipality come last.
        ordered = sorted(people, key=lambda one: (not one.municipality, one.municipality))
        for name, group in groupby(ordered, key=lambda one: one.municipality):
            words = blocks.paragraph(printable(name) or _NOWHERE, styles.SECTION)
            rows.append(Row([Cell([words], span=len(_HEADINGS))]))
            for one in group:
                place += 1
                rows.append(_line(place, one))
    blank = Signatory("", "", "", "")
    rows += [_line(len(people) + step, blank) for step in range(1, BLANK_LINES + 1)]
    return rows


def _line(place: int, one: Signatory) -> Row:
    texts = (one.name, one.school, one.post, "")
    cells = [Cell([blocks.paragraph(f"{place}", styles.TABLE_CENTRED)])]
    # Two lines high, so that a hand has room to sign.
    cells += [Cell([blocks.paragraph(printable(text), styles.TABLE_UNHYPHENATED)]) for text in texts[:-1]]
    return Row([*cells, Cell([blocks.paragraph("\n", styles.TABLE_UNHYPHENATED)])])


def _kind(event: Event) -> str:
    kind = str(event.get_form_display()).capitalize()
    return f"{kind} № {event.number}" if event.number else kind
