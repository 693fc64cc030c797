"""Papers as a reader sees them: paragraphs and tables in reading order, whatever program wrote the file."""

from __future__ import annotations

from stellazh.office.documents.model import (
    Block,
    Cell,
    DocumentKind,
    DocumentPart,
    OfficeDocument,
    Paragraph,
    Table,
)

__all__ = ["Block", "Cell", "DocumentKind", "DocumentPart", "OfficeDocument", "Paragraph", "Table"]
