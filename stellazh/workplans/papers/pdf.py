"""Both forms of a plan as tagged, archival PDF, looking like their Word files."""

from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path

from stellazh.office.typeset import typeset
from stellazh.workplans.papers.cleaning import printable_paper
from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.forms import ItemRow, SectionRow, TableForm
from stellazh.workplans.papers.masthead import (
    DRAFT_MARK,
    SUBJECT,
    association_line,
    grif_rows,
    passport,
    title_lines,
)
from stellazh.workplans.papers.matrix_form import matrix_form
from stellazh.workplans.papers.sections_form import sections_form

_TEMPLATE = Path(__file__).parent / "typst" / "plan.typ"


def sections_pdf(paper: PlanPaper) -> bytes:
    """The plan in its linear form as PDF/UA-1 and PDF/A-2a; the same paper gives the same bytes."""
    paper = printable_paper(paper)
    return _pdf(paper, sections_form(paper), passport_is_table=True)


def matrix_pdf(paper: PlanPaper) -> bytes:
    """The plan in its matrix form as PDF/UA-1 and PDF/A-2a; the same paper gives the same bytes."""
    paper = printable_paper(paper)
    return _pdf(paper, matrix_form(paper), passport_is_table=False)


def _pdf(paper: PlanPaper, form: TableForm, *, passport_is_table: bool) -> bytes:
    content = {
        # A file without a title cannot be PDF/UA; a plan without one is still a plan.
        "title": paper.title or SUBJECT,
        "author": paper.association_name,
        "subject": SUBJECT,
        "mark": DRAFT_MARK if paper.draft else "",
        "grifs": [[{"word": grif.word, "lines": grif.lines} for grif in abreast] for abreast in grif_rows(paper)],
        "association": association_line(paper),
        "title_lines": title_lines(paper, form.page.text_width_cm),
        "passport": [{"label": entry.label, "text": entry.text, "points": entry.points} for entry in passport(paper)],
        "passport_is_table": passport_is_table,
        "page": {
            "landscape": form.page.landscape,
            "top_cm": form.page.top_cm,
            "bottom_cm": form.page.bottom_cm,
            "left_cm": form.page.left_cm,
            "right_cm": form.page.right_cm,
        },
        "size_pt": form.size_pt,
        "heading_size_pt": form.heading_size_pt,
        "columns": [asdict(column) for column in form.columns],
        "rows": [_row(row) for row in form.rows],
        "signer_post": paper.signer_post,
        "signer_name": paper.signer_name,
    }
    return typeset(_TEMPLATE, content, made_at=datetime.combine(paper.generated_on, time(), UTC))


def _row(row: ItemRow | SectionRow) -> dict[str, object]:
    if isinstance(row, SectionRow):
        return {"section": row.title}
    return {"cells": row.cells, "whole": row.whole}
