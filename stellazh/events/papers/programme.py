"""The programme on paper: a Word file with a table of hours, themes and speakers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stellazh.events.reads.programme import Programme, ShownSlot
from stellazh.office.plain_text import printable_line, printable_lines, unbroken
from stellazh.office.word import styles
from stellazh.office.word.blocks import append, number_pages, paragraph
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.tables import Cell, Row, table

_PAGE = Page()
_HOURS_CM, _THEME_CM = 3.0, 7.8
WIDTHS_CM = (_HOURS_CM, _THEME_CM, _PAGE.text_width_cm - _HOURS_CM - _THEME_CM)


@dataclass(frozen=True, slots=True)
class ProgrammePaper:
    """What stands above the table."""

    title: str
    association: str
    when: str
    where: str
    programme: Programme
    made_on: date


def programme_docx(paper: ProgrammePaper) -> bytes:
    """The programme as .docx; the same programme and day give the same bytes."""
    title = printable_line(paper.title)
    properties = Properties(
        title=f"Программа: {title}", author=printable_line(paper.association), subject=title, made_on=paper.made_on
    )
    document = new_document(_PAGE, properties)
    number_pages(document, _PAGE)
    above = [paragraph("Программа", styles.TITLE), paragraph(unbroken(title), styles.CENTRED)]
    for line in (paper.when, paper.where, paper.association):
        if told := printable_line(line):
            above.append(paragraph(unbroken(told), styles.CENTRED))
    append(document, *above, paragraph("", styles.BODY))
    append(document, table(WIDTHS_CM, _rows(paper.programme), caption="Программа", description=title))
    if paper.programme.hides_names:
        append(document, paragraph("Имена некоторых выступающих видны после входа на сайт.", styles.BODY))
    return document_bytes(document, made_on=paper.made_on)


def _rows(programme: Programme) -> Iterator[Row]:
    heads = ("Время", "Тема", "Выступают")
    yield Row([Cell([paragraph(head, styles.TABLE_HEADING)]) for head in heads], is_header=True)
    for day in programme.days:
        if day.title:
            yield Row([Cell([paragraph(day.title, styles.TABLE_LABEL, with_next=True)], span=3)])
        for line in day.lines:
            yield _row(line)
            yield from map(_row, line.talks)


def _row(line: ShownSlot) -> Row:
    theme = [paragraph(_text(line.slot.title), styles.TABLE_LABEL if line.is_section else styles.TABLE_TEXT)]
    if line.slot.place:
        theme.append(paragraph(_text(line.slot.place), styles.TABLE_TEXT))
    if line.slot.description:
        theme.append(paragraph(printable_lines(line.slot.description), styles.TABLE_TEXT))
    who = [paragraph(_text(one.text), styles.TABLE_TEXT) for one in line.speakers]
    hours = paragraph(line.when, styles.TABLE_CENTRED)
    # A long description may be higher than a page: such a row must be allowed to break.
    is_short = len(line.slot.description) < 600
    if not who:
        return Row([Cell([hours]), Cell(theme, span=2)], whole=is_short)
    return Row([Cell([hours]), Cell(theme), Cell(who)], whole=is_short)


def _text(text: str) -> str:
    return unbroken(printable_line(text))
