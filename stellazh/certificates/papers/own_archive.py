"""What somebody's documents are called in an archive of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Final

from stellazh.files.models import StoredFile
from stellazh.files.names import clean_name
from stellazh.files.services import open_file
from stellazh.office.archives import ArchiveEntry

_LONGEST_NAME: Final = 110


@dataclass(frozen=True, slots=True)
class ArchivedSheet:
    """A sheet with what its name says: the day, what it is, its number."""

    file: StoredFile
    issued_on: date
    title: str
    number: str
    folder: str = ""

    @property
    def entry(self) -> ArchiveEntry:
        """«2026-2027/2026-11-28 Сертификат участника № 37-2026-У.pdf»."""
        words = f"{self.issued_on:%Y-%m-%d} {self.title} {self.number}".replace("/", "-")
        folder = f"{clean_name(self.folder)}/" if self.folder else ""
        name = f"{folder}{clean_name(words[:_LONGEST_NAME])}.pdf"
        return ArchiveEntry(name, partial(open_file, self.file), datetime.combine(self.issued_on, time()))
