"""An archive made while it is sent, read back by another hand."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import BinaryIO

import pytest

from stellazh.office.archives import LOST, ArchiveEntry, archive_pieces

AT = datetime(2026, 11, 28, 14, 30, tzinfo=UTC)


class Lost(Exception):
    """A file that is no longer there."""


def entry(name: str, content: bytes = b"sheet", at: datetime = AT) -> ArchiveEntry:
    return ArchiveEntry(name, lambda: io.BytesIO(content), at)


def gone() -> BinaryIO:
    raise Lost("Файл не найден.")


def opened(*entries: ArchiveEntry, texts: dict[str, list[str]] | None = None, packs: bool = False) -> zipfile.ZipFile:
    pieces = archive_pieces(entries, lost=Lost, texts=texts, packs=packs)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    return archive


@pytest.mark.parametrize("packs", [False, True])
def test_files_come_back_with_their_names_and_moments(packs: bool) -> None:
    archive = opened(entry("Доклады/Ёлка.pdf", b"one" * 400_000), entry("два.pdf", b""), packs=packs)

    assert [(one.filename, one.date_time) for one in archive.infolist()] == [
        ("Доклады/Ёлка.pdf", (2026, 11, 28, 14, 30, 0)),
        ("два.pdf", (2026, 11, 28, 14, 30, 0)),
    ]
    assert archive.read("Доклады/Ёлка.pdf") == b"one" * 400_000


def test_names_that_differ_by_capitals_only_get_a_number() -> None:
    archive = opened(entry("а/Лист.pdf"), entry("а/лист.PDF"), entry("а/ЛИСТ.pdf"), entry("б/Лист.pdf"))

    assert archive.namelist() == ["а/Лист.pdf", "а/лист (2).PDF", "а/ЛИСТ (3).pdf", "б/Лист.pdf"]


def test_a_lost_file_is_told_of_and_the_others_come() -> None:
    archive = opened(ArchiveEntry("первый.pdf", gone, AT), entry("второй.pdf"))

    assert archive.namelist() == ["второй.pdf", LOST]
    assert archive.read(LOST).decode("utf-8-sig") == "первый.pdf: Файл не найден.\r\n"


def test_a_text_never_takes_the_place_of_a_file() -> None:
    archive = opened(entry("Ссылки.txt", b"mine"), texts={"Ссылки.txt": ["one", "two"], "Пусто.txt": []})

    assert archive.namelist() == ["Ссылки.txt", "Ссылки (2).txt"]
    assert archive.read("Ссылки.txt") == b"mine"


@pytest.mark.parametrize(("year", "kept"), [(1917, 1980), (2999, 2107)])
def test_a_day_that_zip_does_not_know_is_no_fault(year: int, kept: int) -> None:
    assert opened(entry("лист.pdf", at=datetime(year, 11, 7, tzinfo=UTC))).infolist()[0].date_time[0] == kept


def test_what_is_large_leaves_in_pieces() -> None:
    pieces = list(archive_pieces([entry("большой.pdf", b"0" * 3_000_000)], lost=Lost))

    assert max(map(len, pieces)) <= 256 * 1024
