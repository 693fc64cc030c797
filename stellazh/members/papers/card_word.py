"""The card of a librarian as a Word file."""

from __future__ import annotations

from typing import Final

from stellazh.members.papers.card_content import TITLE, CardPaper, PaperTable, made_words
from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.elements import Element
from stellazh.office.word.tables import Cell, Row, table

PAGE: Final = Page()
_LABEL_CM: Final = 5.0


def card_docx(paper: CardPaper) -> bytes:
    """The card as a .docx file; the same paper gives the same bytes."""
    properties = Properties(title=f"{TITLE}: {paper.name}", author=paper.name, subject=TITLE, made_on=paper.made_on)
    document = new_document(PAGE, properties)
    blocks.number_pages(document, PAGE)
    blocks.append(document, blocks.paragraph(TITLE, styles.TITLE))
    blocks.append(document, blocks.paragraph(paper.name, styles.CENTRED), blocks.paragraph("", styles.GRIF))
    for part in paper.parts:
        blocks.append(document, blocks.paragraph(part.title, styles.SECTION, with_next=True))
        if part.facts:
            blocks.append(document, _facts(part.title, part.facts), blocks.paragraph("", styles.GRIF))
        for rows in part.tables:
            blocks.append(document, blocks.paragraph(rows.caption, styles.TABLE_LABEL, with_next=True))
            blocks.append(document, _rows(rows), blocks.paragraph("", styles.GRIF))
    blocks.append(document, blocks.paragraph(made_words(paper), styles.GRIF))
    blocks.append(document, blocks.signature_line("", paper.name, PAGE))
    return document_bytes(document, made_on=paper.made_on)


def _facts(title: str, facts: tuple[tuple[str, tuple[str, ...]], ...]) -> Element:
    rows = [
        Row(
            [
                Cell([blocks.paragraph(label, styles.TABLE_LABEL)]),
                Cell([blocks.paragraph(line, styles.TABLE_TEXT) for line in lines]),
            ],
            whole=False,
        )
        for label, lines in facts
    ]
    widths = (_LABEL_CM, PAGE.text_width_cm - _LABEL_CM)
    description = "Слева название сведений, справа сами сведения."
    return table(widths, rows, caption=title, description=description, first_column_heads=True)


def _rows(rows: PaperTable) -> Element:
    head = Row([Cell([blocks.paragraph(name, styles.TABLE_HEADING)]) for name in rows.columns], is_header=True)
    body = [Row([Cell([blocks.paragraph(text, styles.TABLE_TEXT)]) for text in row], whole=False) for row in rows.rows]
    return table(rows.widths_cm, [head, *body], caption=rows.caption, description=", ".join(rows.columns))
