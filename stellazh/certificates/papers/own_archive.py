"""Somebody's documents in one archive, made while it is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final, cast

from stellazh.files.models import StoredFile
from stellazh.files.names import clean_name
from stellazh.files.services import FileIsLost, open_file

PIECE_BYTES: Final = 256 * 1024
LOST: Final = "Не удалось добавить.txt"
_LONGEST_NAME: Final = 110


@dataclass(frozen=True, slots=True)
class ArchivedSheet:
    """A sheet with what its name says: the day, what it is, its number."""

    file: StoredFile
    issued_on: date
    title: str
    number: str
    folder: str = ""


def sheets_archive(sheets: Sequence[ArchivedSheet]) -> Iterator[bytes]:
    """The archive piece by piece: «2026-2027/2026-11-28 Сертификат участника № 37-2026-У.pdf». Names never clash."""
    sink = _Sink()
    taken: set[str] = set()
    lost = []
    # PDFs are packed already.
    with zipfile.ZipFile(cast("BinaryIO", sink), "w", zipfile.ZIP_STORED) as archive:
        for sheet in sheets:
            name = _name(sheet, taken)
            try:
                content = open_file(sheet.file)
            except FileIsLost as loss:
                lost.append(f"{name}: {loss}\r\n")
                continue
            entry = zipfile.ZipInfo(name, (sheet.issued_on.year, sheet.issued_on.month, sheet.issued_on.day, 0, 0, 0))
            with content, archive.open(entry, "w") as target:
                while piece := content.read(PIECE_BYTES):
                    target.write(piece)
                    yield from sink.taken()
        if lost:
            # The mark lets Notepad of old systems know that it is UTF-8.
            archive.writestr(LOST, "\ufeff" + "".join(lost))
    yield from sink.taken()


def _name(sheet: ArchivedSheet, taken: set[str]) -> str:
    words = f"{sheet.issued_on:%Y-%m-%d} {sheet.title} {sheet.number}".replace("/", "-")
    stem = clean_name(words[:_LONGEST_NAME])
    folder = f"{clean_name(sheet.folder)}/" if sheet.folder else ""
    name, number = f"{folder}{stem}.pdf", 1
    while name.casefold() in taken:
        number += 1
        name = f"{folder}{stem} ({number}).pdf"
    taken.add(name.casefold())
    return name


class _Sink(io.RawIOBase):
    """What zipfile writes to, without going back; emptied after each piece."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(cast("bytes", data))
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """What has come since the last time."""
        pieces, self._pieces = self._pieces, []
        yield from pieces
