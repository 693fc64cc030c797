"""The parts both Word forms share: what stands above the table, the table itself, what stands below it."""

from docx.document import Document

from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.elements import Element
from stellazh.office.word.tables import Cell, Row, table
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.forms import Column, ItemRow, SectionRow, TableForm
from stellazh.workplans.papers.masthead import DRAFT_MARK, SUBJECT, GrifBlock, association_line, grif_rows, title_lines

_GRIF_GAP_CM = 0.6
_LONE_GRIF_CM = 8.0


def open_paper_document(paper: PlanPaper, form: TableForm, *, hyphenate: bool) -> Document:
    """A new document with approval blocks, the mark of a draft and the title."""
    properties = Properties(
        title=paper.title or SUBJECT,
        author=paper.association_name,
        subject=SUBJECT,
        made_on=paper.generated_on,
        status="Проект" if paper.draft else "",
    )
    document = new_document(
        form.page,
        properties,
        table_size_pt=form.size_pt,
        column_heading_size_pt=form.heading_size_pt,
        hyphenate=hyphenate,
    )
    mark = DRAFT_MARK if paper.draft else ""
    blocks.number_pages(document, form.page, mark=mark)
    if mark:
        blocks.append(document, blocks.paragraph(mark, styles.MARK))
    for abreast in grif_rows(paper):
        # The empty line keeps two frames from becoming one and parts them from the title.
        blocks.append(document, _grif_table(abreast, form.page), blocks.paragraph("", styles.GRIF))
    if name := association_line(paper):
        blocks.append(document, blocks.paragraph(name, styles.CENTRED))
    blocks.append(document, blocks.paragraph("\n".join(title_lines(paper, form.page.text_width_cm)), styles.TITLE))
    return document


def plan_table(form: TableForm, caption: str) -> Element:
    """The table of the plan, its header repeated on every page."""
    heading = [Cell([blocks.paragraph(column.heading, styles.TABLE_HEADING)]) for column in form.columns]
    # The last row stays with the signature, which must not stand alone on a page.
    last = len(form.rows) - 1
    rows = [
        Row(heading, is_header=True),
        *(_row(row, form, with_next=place == last) for place, row in enumerate(form.rows)),
    ]
    widths = [column.width_cm for column in form.columns]
    return table(widths, rows, caption=caption, description=form.description)


def close_paper_document(document: Document, paper: PlanPaper, page: Page) -> bytes:
    """Put the signature below and make the file."""
    if paper.signer_post or paper.signer_name:
        blocks.append(document, blocks.signature_line(paper.signer_post, paper.signer_name, page))
    else:
        blocks.append(document, blocks.paragraph("", styles.GRIF))
    return document_bytes(document, made_on=paper.generated_on)


def _row(row: ItemRow | SectionRow, form: TableForm, *, with_next: bool) -> Row:
    if isinstance(row, SectionRow):
        return Row([Cell([blocks.paragraph(row.title, styles.SECTION)], span=len(form.columns))])
    cells = []
    for texts, column in zip(row.cells, form.columns, strict=True):
        style = _style(column)
        cells.append(Cell([blocks.paragraph(text, style, with_next=with_next) for text in texts]))
    return Row(cells, whole=row.whole)


def _style(column: Column) -> str:
    if column.centred:
        return styles.TABLE_CENTRED
    return styles.TABLE_TEXT if column.hyphens else styles.TABLE_UNHYPHENATED


def _grif_table(abreast: tuple[GrifBlock, ...], page: Page) -> Element:
    cells = [Cell([blocks.paragraph(text, styles.GRIF) for text in (grif.word, *grif.lines)]) for grif in abreast]
    if len(cells) == 1:
        return table([_LONE_GRIF_CM], [Row(cells)], bordered=False, align="right")
    gap = Cell([])
    parted = [cell for pair in zip(cells, [gap] * len(cells), strict=True) for cell in pair][:-1]
    block_cm = (page.text_width_cm - _GRIF_GAP_CM * (len(cells) - 1)) / len(cells)
    widths = [_GRIF_GAP_CM if place % 2 else block_cm for place in range(len(parted))]
    return table(widths, [Row(parted)], bordered=False)
