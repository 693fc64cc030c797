"""Every way to print a plan: official form × kind of file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.pdf import matrix_pdf, sections_pdf
from stellazh.workplans.papers.sheet import plan_xlsx
from stellazh.workplans.papers.word_matrix import matrix_docx
from stellazh.workplans.papers.word_sections import sections_docx

Printer = Callable[[PlanPaper], bytes]
PRINTERS: Final[dict[tuple[str, str], Printer]] = {
    ("sections", "docx"): sections_docx,
    ("sections", "pdf"): sections_pdf,
    ("sections", "xlsx"): partial(plan_xlsx, form="sections"),
    ("matrix", "docx"): matrix_docx,
    ("matrix", "pdf"): matrix_pdf,
    ("matrix", "xlsx"): partial(plan_xlsx, form="matrix"),
}
MEDIA_TYPES: Final[dict[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
