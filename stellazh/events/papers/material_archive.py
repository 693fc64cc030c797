"""Everything that a reader may open of an event's materials, in one archive that is made while it is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, Final, cast
from zoneinfo import ZoneInfo

from stellazh.events.reads.materials import MaterialGroup, ShownMaterial
from stellazh.files.names import clean_name
from stellazh.files.services import FileIsLost, open_file

PIECE_BYTES: Final = 256 * 1024
LINKS: Final = "Ссылки.txt"
LOST: Final = "Не удалось добавить.txt"
_LONGEST_FOLDER: Final = 60
_EARLIEST: Final = 1980


def archive_pieces(groups: Sequence[MaterialGroup], *, zone: ZoneInfo) -> Iterator[bytes]:
    """The archive piece by piece: nothing of it is kept in memory or on the disk. Office files are packed already, so
    it packs lightly. Names are clean, unlike each other also where capitals do not count, and in UTF-8.

    Materials of a line of the programme lie in a folder of its name; links are told in «Ссылки.txt».
    """
    sink = _Sink()
    taken: set[str] = set()
    links, lost = [], []
    with zipfile.ZipFile(cast("BinaryIO", sink), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, group in enumerate(sorted(groups, key=lambda group: group.slot is not None)):
            folder = f"{number:02} {clean_name(group.slot.title[:_LONGEST_FOLDER])}/" if group.slot is not None else ""
            for row in group.rows:
                if row.version.file is None:
                    links.append(f"{row.material.title}\r\n{row.version.url}\r\n")
                    continue
                name = _free_name(folder, _file_name(row), taken)
                try:
                    content = open_file(row.version.file)
                except FileIsLost as loss:
                    lost.append(f"{name}: {loss}\r\n")
                    continue
                with content, archive.open(_entry(name, row.version.added_at, zone), "w", force_zip64=True) as entry:
                    while piece := content.read(PIECE_BYTES):
                        entry.write(piece)
                        yield from sink.taken()
        for name, lines in ((LINKS, links), (LOST, lost)):
            if lines:
                # The mark lets Notepad of old systems know that it is UTF-8.
                archive.writestr(_free_name("", name, taken), "\ufeff" + "\r\n".join(lines))
    yield from sink.taken()


def _file_name(row: ShownMaterial) -> str:
    """The title with the ending of the file; a title that ends so already stays."""
    suffix = PurePath(row.version.file.name).suffix if row.version.file is not None else ""
    title = row.material.title
    return clean_name(title if title.casefold().endswith(suffix.casefold()) else f"{title}{suffix}")


def _free_name(folder: str, name: str, taken: set[str]) -> str:
    path, number = PurePath(name), 1
    found = f"{folder}{name}"
    while found.casefold() in taken:
        number += 1
        found = f"{folder}{path.stem} ({number}){path.suffix}"
    taken.add(found.casefold())
    return found


def _entry(name: str, added_at: datetime, zone: ZoneInfo) -> zipfile.ZipInfo:
    local = added_at.astimezone(zone)
    entry = zipfile.ZipInfo(name, (max(local.year, _EARLIEST), *local.timetuple()[1:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


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
