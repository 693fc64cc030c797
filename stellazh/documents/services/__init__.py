"""Writes of documents: cards, versions, words of files, sheets of acquaintance."""

from stellazh.documents.services.batch import Batch, NotTaken, add_batch
from stellazh.documents.services.bringing import Brought
from stellazh.documents.services.bulk import DEEDS, BulkResult, do_to_many
from stellazh.documents.services.cards import change_status, create_document, update_document
from stellazh.documents.services.fields import DocumentFields, Standing
from stellazh.documents.services.life import (
    archive_document,
    publish_document,
    restore_document,
    unpublish_document,
)
from stellazh.documents.services.reading import pick_up_waiting, read_version
from stellazh.documents.services.replacing import remove_replacement, replace_documents
from stellazh.documents.services.versions import add_version

__all__ = [
    "DEEDS",
    "Batch",
    "Brought",
    "BulkResult",
    "DocumentFields",
    "NotTaken",
    "Standing",
    "add_batch",
    "add_version",
    "archive_document",
    "change_status",
    "create_document",
    "do_to_many",
    "pick_up_waiting",
    "publish_document",
    "read_version",
    "remove_replacement",
    "replace_documents",
    "restore_document",
    "unpublish_document",
    "update_document",
]
