"""Documents, their versions, and the sheets of those who have read them."""

from stellazh.documents.models.acquaintance import (
    AcquaintanceRow,
    AcquaintanceRowQuerySet,
    AcquaintanceSheet,
    AcquaintanceSheetQuerySet,
)
from stellazh.documents.models.documents import Document, DocumentQuerySet, Replacement
from stellazh.documents.models.versions import DocumentPage, DocumentVersion, DocumentVersionQuerySet

__all__ = [
    "AcquaintanceRow",
    "AcquaintanceRowQuerySet",
    "AcquaintanceSheet",
    "AcquaintanceSheetQuerySet",
    "Document",
    "DocumentPage",
    "DocumentQuerySet",
    "DocumentVersion",
    "DocumentVersionQuerySet",
    "Replacement",
]
