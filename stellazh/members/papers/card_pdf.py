"""The card of a librarian as a tagged, archival PDF."""

from __future__ import annotations

from pathlib import Path

from stellazh.members.papers.card_content import TITLE, CardPaper, made_words
from stellazh.office.typeset import typeset

_TEMPLATE = Path(__file__).parent / "typst" / "card.typ"


def card_pdf(paper: CardPaper) -> bytes:
    """The card as PDF/UA-1 and PDF/A-2a; the same paper gives the same bytes."""
    content = {
        "kind": TITLE,
        "name": paper.name,
        "made": made_words(paper),
        "parts": [
            {
                "title": part.title,
                "facts": [{"label": label, "lines": lines} for label, lines in part.facts],
                "tables": [
                    {"caption": rows.caption, "columns": rows.columns, "widths_cm": rows.widths_cm, "rows": rows.rows}
                    for rows in part.tables
                ],
            }
            for part in paper.parts
        ],
    }
    return typeset(_TEMPLATE, content, made_at=paper.made_at)
