"""All sheets of a run in one archive, made while it is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Final, cast

PIECE_BYTES: Final = 256 * 1024
LOST: Final = "Не удалось добавить.txt"


def archive_pieces(
    files: Iterable[tuple[str, Callable[[], BinaryIO], datetime]], lost: type[Exception]
) -> Iterator[bytes]:
    """The archive piece by piece: nothing of it is kept in memory or on the disk. Each file is its name, how it is
    opened, and its day. Names that two files share get a number; a file that opens with `lost` is told of in a text.
    PDF is packed already, so nothing is packed again.
    """
    sink = _Sink()
    taken: set[str] = set()
    missing: list[str] = []
    with zipfile.ZipFile(cast("BinaryIO", sink), "w", zipfile.ZIP_STORED) as archive:
        for name, opened, at in files:
            free = _free_name(name, taken)
            try:
                content = opened()
            except lost as loss:
                missing.append(f"{free}: {loss}\r\n")
                continue
            entry = zipfile.ZipInfo(free, at.timetuple()[:6])
            with content, archive.open(entry, "w", force_zip64=True) as written:
                while piece := content.read(PIECE_BYTES):
                    written.write(piece)
                    yield from sink.taken()
        if missing:
            # The mark lets Notepad of old systems know that it is UTF-8.
            archive.writestr(LOST, "\ufeff" + "".join(missing))
    yield from sink.taken()


def _free_name(name: str, taken: set[str]) -> str:
    stem, _, suffix = name.rpartition(".")
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number}).{suffix}"
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
