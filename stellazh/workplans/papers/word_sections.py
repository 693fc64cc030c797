"""The linear form of a plan as a Word file: passport table, then activities under headings of sections, upright A4."""

from docx.document import Document

from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page
from stellazh.office.word.elements import Element
from stellazh.office.word.tables import Cell, Row, table
from stellazh.workplans.papers.cleaning import printable_paper
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.masthead import PassportEntry, passport
from stellazh.workplans.papers.sections_form import sections_form
from stellazh.workplans.papers.word_parts import close_paper_document, open_paper_document, plan_table

_LABEL_CM = 4.2


def sections_docx(paper: PlanPaper) -> bytes:
    """The plan as a .docx file in its linear form; the same paper gives the same bytes."""
    paper = printable_paper(paper)
    form = sections_form(paper)
    document = open_paper_document(paper, form, hyphenate=False)
    if entries := passport(paper):
        blocks.append(document, _passport_table(document, entries, form.page), blocks.paragraph("", styles.GRIF))
    blocks.append(document, plan_table(form, paper.title))
    return close_paper_document(document, paper, form.page)


def _passport_table(document: Document, entries: tuple[PassportEntry, ...], page: Page) -> Element:
    rows = []
    for entry in entries:
        if entry.points:
            content = blocks.list_paragraphs(document, entry.points, in_table=True)
        else:
            content = [blocks.paragraph(entry.text, styles.TABLE_TEXT)]
        # Tasks may fill a page and more, so these rows may be torn.
        rows.append(Row([Cell([blocks.paragraph(entry.label, styles.TABLE_LABEL)]), Cell(content)], whole=False))
    description = "Тема, цель, задачи и ожидаемые результаты: слева название, справа текст."
    widths = (_LABEL_CM, page.text_width_cm - _LABEL_CM)
    return table(widths, rows, caption="Паспорт плана", description=description, first_column_heads=True)
