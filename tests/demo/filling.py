"""Filling the demonstration at a fixed moment, with what its worker does in the background."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from stellazh.common.actor import System
from stellazh.documents.models import DocumentVersion
from stellazh.documents.services.reading import read_version
from stellazh.files.models import FileText
from stellazh.files.texts import read_text
from stellazh.pages.demo.filling import Filler
from stellazh.textindex.entries import catch_up

AT: Final = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
READER: Final = System("чтение файлов")


def fill() -> None:
    """Fill an empty database, read the files and let everything be found. Needs DEMO."""
    list(Filler(AT).fill())
    for key in DocumentVersion.objects.order_by("pk").values_list("pk", flat=True):
        read_version(key, by=READER, at=AT)
    for sha256 in FileText.objects.order_by("pk").values_list("sha256", flat=True):
        read_text(sha256, at=AT)
    while catch_up():
        pass
