"""Zip archives made while they are sent: nothing of one is kept in memory or on the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

PIECE_BYTES: Final = 256 * 1024
LOST: Final = "Не удалось добавить.txt"
# Zip knows no years before and after.
_EARLIEST: Final = 1980
_LATEST: Final = 2107


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """A file of the archive: its name with its folder, how it is opened, and its moment as the clock on the wall."""

    name: str
    opened: Callable[[], BinaryIO]
    at: datetime


def archive_pieces(
    entries: Iterable[ArchiveEntry],
    *,
    lost: type[Exception],
    texts: Mapping[str, Sequence[str]] | None = None,
    packs: bool = False,
) -> Iterator[bytes]:
    """The archive piece by piece. Names that two files share, capitals aside, get a number; they are in UTF-8.

    A file that opens with `lost` is told of in a text of its own. `texts` are further ones: paragraphs by the name of
    the file. PDF is packed already; with `packs` the files are packed lightly.
    """
    sink = _Sink()
    taken: set[str] = set()
    missing: list[str] = []
    method = zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED
    with zipfile.ZipFile(cast("BinaryIO", sink), "w", method, compresslevel=1 if packs else None) as archive:
        for entry in entries:
            name = _free_name(entry.name, taken)
            try:
                content = entry.opened()
            except lost as loss:
                missing.append(f"{name}: {loss}")
                continue
            year = min(max(entry.at.year, _EARLIEST), _LATEST)
            told = zipfile.ZipInfo(name, (year, *entry.at.timetuple()[1:6]))
            told.compress_type = method
            with content, archive.open(told, "w", force_zip64=True) as target:
                while piece := content.read(PIECE_BYTES):
                    target.write(piece)
                    yield from sink.taken()
        for name, paragraphs in {**(texts or {}), LOST: missing}.items():
            if paragraphs:
                # The mark lets Notepad of old systems know that it is UTF-8.
                archive.writestr(_free_name(name, taken), "\ufeff" + "\r\n".join(paragraphs) + "\r\n")
    yield from sink.taken()


def _free_name(name: str, taken: set[str]) -> str:
    path, found, number = PurePosixPath(name), name, 1
    while found.casefold() in taken:
        number += 1
        found = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    taken.add(found.casefold())
    return found


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
