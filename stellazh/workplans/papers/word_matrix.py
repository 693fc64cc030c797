"""The matrix form of a plan as a Word file: theme, goal and tasks as paragraphs, then the table of terms, landscape."""

from stellazh.office.word import blocks, styles
from stellazh.workplans.papers.cleaning import printable_paper
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.masthead import passport
from stellazh.workplans.papers.matrix_form import matrix_form
from stellazh.workplans.papers.word_parts import close_paper_document, open_paper_document, plan_table


def matrix_docx(paper: PlanPaper) -> bytes:
    """The plan as a .docx file in its matrix form; the same paper gives the same bytes.

    An activity is one paragraph, «Название – ответственные»; its place, form of work and description have no room in
    this form and are left to the linear one, to Excel and to the calendar.
    """
    paper = printable_paper(paper)
    form = matrix_form(paper)
    # Columns are narrow and Russian words long: without hyphens every second line would be half empty.
    document = open_paper_document(paper, form, hyphenate=True)
    for entry in passport(paper):
        blocks.append(document, blocks.paragraph(entry.text, styles.BODY, label=f"{entry.label}:"))
        if entry.points:
            blocks.append(document, *blocks.list_paragraphs(document, entry.points))
    blocks.append(document, blocks.paragraph("", styles.GRIF), plan_table(form, paper.title))
    return close_paper_document(document, paper, form.page)
