"""Files of documents: who may open them."""

from __future__ import annotations

from stellazh.documents.access import can_read_file
from stellazh.documents.services.bringing import (
    MOST_BYTES,
    MOST_PICTURE_BYTES,
    PAGE_PICTURE,
    PAGE_TYPES,
    VERSION_FILE,
    VERSION_TYPES,
)
from stellazh.files.purposes import FilePurpose, purposes


def register() -> None:
    """Add the entries."""
    purposes.add(FilePurpose(VERSION_FILE, "Файл документа", MOST_BYTES, VERSION_TYPES, can_read_file))
    purposes.add(FilePurpose(PAGE_PICTURE, "Страница документа", MOST_PICTURE_BYTES, PAGE_TYPES, can_read_file))
