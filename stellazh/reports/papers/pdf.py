"""A report as tagged, archival PDF, looking like its Word file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

from stellazh.office.typeset import typeset
from stellazh.reports.papers.report_sheet import report_sheet
from stellazh.reports.papers.sheet import Block, Grid, ReportSheet
from stellazh.reports.papers.word import PAGE
from stellazh.reports.reads.annual.content_model import ReportContent

_TEMPLATE: Final = Path(__file__).parent / "typst" / "report.typ"


def report_pdf(content: ReportContent, *, made_at: datetime, mark: str = "") -> bytes:
    """The report as PDF/UA-1 and PDF/A-2a; the same content and moment give the same bytes."""
    return sheet_pdf(report_sheet(content, mark=mark), made_at=made_at)


def sheet_pdf(sheet: ReportSheet, *, made_at: datetime) -> bytes:
    """Any sheet as PDF."""
    content = {
        "title": sheet.title,
        "author": sheet.author,
        "subject": sheet.subject,
        "mark": sheet.mark,
        "page": {
            "top_cm": PAGE.top_cm,
            "bottom_cm": PAGE.bottom_cm,
            "left_cm": PAGE.left_cm,
            "right_cm": PAGE.right_cm,
        },
        "blocks": [_block(block) for block in sheet.blocks],
    }
    return typeset(_TEMPLATE, content, made_at=made_at)


def _block(block: Block) -> dict[str, object]:
    told = asdict(block) | {"kind": type(block).__name__.lower()}
    if isinstance(block, Grid):
        told["numbers"] = sorted(block.numbers)
    return told
