"""The directory as a file: whoever takes it out is noted in the log of looks of everybody in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.members.papers.directory import KINDS
from stellazh.members.reads.directory.columns import Column
from stellazh.members.reads.directory.listing import Directory, people_of
from stellazh.members.reads.directory.tables import PaperRow, directory_paper, paper_rows
from stellazh.people.services.looks import note_looks

DIRECTORY_FILE: Final = "members.directory"
EXPORT: Final = "members.export_directory"
EXPORT_SCHOOLS: Final = "members.export_schools"
# So many people are written while the reader waits; more are written in the background.
AT_ONCE: Final = 500


class TooManyForFile(DomainError):
    """More people than a file of that kind holds usefully."""


class NobodyToExport(DomainError):
    """Nobody was found."""


def export_directory(
    directory: Directory,
    columns: Sequence[Column],
    *,
    kind: str,
    narrowed: str,
    by: Actor,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """The people found with these columns, as an .xlsx or .docx (`kind`); exactly what `by` sees, nothing hidden.

    `narrowed` says in words what the list was narrowed by. Not one transaction: people are read and noted by five
    hundred, so that nobody waits for a long file.

    Raises:
        NobodyToExport, TooManyForFile.
    """
    require_exportable(directory.count, kind=kind)
    ids = directory.ids()
    rows: list[PaperRow] = []
    for start in range(0, len(ids), AT_ONCE):
        progress(start, len(ids))
        lot = people_of(ids[start : start + AT_ONCE], directory.scope)
        note_looks([found.person.pk for found in lot], what=KINDS[kind].look, by=by, at=at)
        rows += paper_rows(lot, columns)
    progress(len(ids), len(ids))
    return KINDS[kind].write(directory_paper(directory, rows, columns, narrowed=narrowed))


def require_exportable(count: int, *, kind: str) -> None:
    """Pass when so many rows fit a file of that kind.

    Raises:
        NobodyToExport, TooManyForFile.
    """
    if not count:
        raise NobodyToExport("Ничего не нашлось: выгружать нечего.")
    most = KINDS[kind].most_rows
    if count > most:
        raise TooManyForFile(
            f"Нашлось строк: {count}, а в такой файл помещается не больше {most}. Сузьте отбор или возьмите Excel."
        )


def keep_directory_file(body: bytes, *, name: str, kind: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a written file for whoever asked for it; nobody else may open it."""
    return store_file(body, name=file_name(name, kind, at), purpose=DIRECTORY_FILE, by=by, at=at)


def file_name(name: str, kind: str, at: datetime) -> str:
    """«Справочник 2026-11-21.xlsx»."""
    return f"{name} {at:%Y-%m-%d}.{KINDS[kind].ending}"
