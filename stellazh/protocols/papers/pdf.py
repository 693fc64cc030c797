"""A protocol as tagged, archival PDF, looking like its Word file."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from stellazh.office.typeset import typeset
from stellazh.protocols.papers.sheet import Block, Line, ListLines, NameTable, NewPage, Requisites, Sheet, SignatureLine
from stellazh.protocols.papers.word import PAGE, protocol_sheet
from stellazh.protocols.reads.content_model import ProtocolContent

_TEMPLATE: Final = Path(__file__).parent / "typst" / "sheet.typ"


def protocol_pdf(content: ProtocolContent, *, made_at: datetime | None = None) -> bytes:
    """The protocol as PDF/UA-1 and PDF/A-2a; `made_at` as in `protocol_docx`."""
    return sheet_pdf(protocol_sheet(content), made_at=made_at or datetime.combine(content.held_on, time(12), UTC))


def sheet_pdf(sheet: Sheet, *, made_at: datetime) -> bytes:
    """Any sheet as PDF; the same sheet and moment give the same bytes."""
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
    match block:
        case Line():
            return {
                "kind": block.kind.value,
                "text": block.text,
                "label": block.label,
                "sticks": block.with_next,
            }
        case ListLines():
            return {"kind": block.kind, "lines": list(block.lines), "first": block.first, "flush": block.is_flush}
        case Requisites():
            return {"kind": "requisites", "left": block.left, "middle": block.middle, "right": block.right}
        case SignatureLine():
            return {"kind": "signature", "part": block.part, "name": block.name}
        case NameTable():
            return {
                "kind": "table",
                "heads": list(block.heads),
                "widths_cm": list(block.widths_cm),
                "rows": [list(row) for row in block.rows],
                "centred": sorted(block.centred),
                "broken": sorted(block.broken),
                "caption": block.caption,
            }
        case NewPage():
            return {"kind": "new_page"}
