"""Who may do what with documents: one sentence per question."""

from stellazh.documents.access.acquaintance import (
    can_acknowledge,
    can_ask_acquaintance,
    can_follow_sheet,
    can_keep_sheet,
    can_note_for,
    can_reopen_sheet,
)
from stellazh.documents.access.documents import (
    can_archive_document,
    can_create_document,
    can_keep_document,
    can_read_file,
    can_restore_document,
)

__all__ = [
    "can_acknowledge",
    "can_archive_document",
    "can_ask_acquaintance",
    "can_create_document",
    "can_follow_sheet",
    "can_keep_document",
    "can_keep_sheet",
    "can_note_for",
    "can_read_file",
    "can_reopen_sheet",
    "can_restore_document",
]
