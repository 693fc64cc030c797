"""What the materials of an event are called in an archive of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath
from typing import Final
from zoneinfo import ZoneInfo

from stellazh.events.reads.materials import MaterialGroup, ShownMaterial
from stellazh.files.names import clean_name
from stellazh.files.services import FileIsLost, open_file
from stellazh.office.archives import ArchiveEntry, archive_pieces

LINKS: Final = "Ссылки.txt"
_LONGEST_FOLDER: Final = 60


def materials_archive(groups: Sequence[MaterialGroup], *, zone: ZoneInfo) -> Iterator[bytes]:
    """The archive piece by piece. Materials of a line of the programme lie in a folder of its name; links are told in
    «Ссылки.txt».
    """
    links: list[str] = []
    for group in _in_order(groups):
        for row in group.rows:
            if row.version.file is None:
                links += [*([""] if links else []), row.material.title, row.version.url]
    return archive_pieces(_entries(groups, zone), lost=FileIsLost, texts={LINKS: links}, packs=True)


def _entries(groups: Sequence[MaterialGroup], zone: ZoneInfo) -> Iterator[ArchiveEntry]:
    for number, group in enumerate(_in_order(groups)):
        folder = f"{number:02} {clean_name(group.slot.title[:_LONGEST_FOLDER])}/" if group.slot is not None else ""
        for row in group.rows:
            if row.version.file is not None:
                opened = partial(open_file, row.version.file)
                yield ArchiveEntry(f"{folder}{_file_name(row)}", opened, row.version.added_at.astimezone(zone))


def _in_order(groups: Sequence[MaterialGroup]) -> list[MaterialGroup]:
    return sorted(groups, key=lambda group: group.slot is not None)


def _file_name(row: ShownMaterial) -> str:
    """The title with the ending of the file; a title that ends so already stays."""
    suffix = PurePath(row.version.file.name).suffix if row.version.file is not None else ""
    title = row.material.title
    return clean_name(title if title.casefold().endswith(suffix.casefold()) else f"{title}{suffix}")
