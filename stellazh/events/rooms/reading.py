"""From the file of a video room to one row a name, with the minutes added up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from stellazh.common.errors import UnreadablePaper
from stellazh.events.rooms.headings import Columns, Part, columns_of
from stellazh.events.rooms.times import read_length, read_moment, whole_minutes
from stellazh.office.tables import TableSheet, open_table
from stellazh.office.tables.encodings import text_of
from stellazh.office.tables.separated import read_separated
from stellazh.russian.collation import fold

NO_NAMES = (
    "В файле не нашлось столбца с именами участников. Нужен список комнаты, где есть столбец «Имя», «Участник» или "
    "«Name»: скачайте его в видеосервисе ещё раз или подпишите столбец в Excel и загрузите снова."
)
NOBODY = "Столбец с именами в файле есть, но в нём ни одного имени: проверьте, тот ли файл вы выбрали."
TOO_MANY = "В файле больше {most} имён: для одной встречи это слишком много. Проверьте, тот ли файл вы выбрали."
MOST_NAMES: Final = 5_000
_HEADINGS_WITHIN: Final = 60
_SECTION: Final = re.compile(r"\d{1,2}\.\s+\S.*")
_ADDRESS: Final = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """One name of the room. `minutes` is None when the list does not tell; several joins are one entry."""

    name: str
    email: str
    joined_at: datetime | None
    left_at: datetime | None
    minutes: int | None


@dataclass(slots=True)
class _Joins:
    """What is known of one name while the rows are read."""

    name: str
    emails: set[str] = field(default_factory=set)
    joined_at: datetime | None = None
    left_at: datetime | None = None
    stays: list[tuple[datetime, datetime]] = field(default_factory=list)
    lengths: list[timedelta] = field(default_factory=list)
    has_bare_length: bool = False


def read_room(data: bytes, filename: str, *, zone: ZoneInfo, on: date) -> tuple[RoomEntry, ...]:
    """The names of a room's list in the order of the file, each once, minutes of several joins added up.

    Joins that overlap (a telephone and a computer at once) are not counted twice. Of several sheets the one
    with the most columns known is read. A list of names alone, in one column, is read too.

    Raises:
        UnreadablePaper: not a table, no column of names, nobody in it, or far too many.
    """
    tables = [table for sheet in _sheets(data, filename) if (table := _table(sheet)) is not None]
    if not tables:
        raise UnreadablePaper(NO_NAMES)
    # The first of those where the most columns are known.
    columns, rows = max(tables, key=lambda table: len(table[0].places))
    entries = _entries(columns, rows, zone, on)
    if not entries:
        raise UnreadablePaper(NOBODY)
    return entries


def _sheets(data: bytes, filename: str) -> Iterator[TableSheet]:
    """The sheets of the file. A text is read with each separator too: reports of several parts, each of a width of its
    own, with commas in their moments, lead the guess astray.
    """
    yield from open_table(data, filename).sheets
    if data.startswith(b"PK"):
        return
    text = text_of(data, filename)
    for sign in "\t;,":
        with suppress(UnreadablePaper):
            yield from read_separated(f"sep={sign}\n{text}", filename).sheets


def _table(sheet: TableSheet) -> tuple[Columns, Sequence[tuple[str, ...]]] | None:
    """The columns and the rows under their headings, to the end of the table."""
    best: tuple[int, int, Columns] | None = None
    for place, row in enumerate(sheet.rows[:_HEADINGS_WITHIN]):
        columns = columns_of(row)
        if columns.has_names and (best is None or len(columns.places) > best[0]):
            best = (len(columns.places), place, columns)
    if best is not None:
        _, place, columns = best
        return columns, list(_rows_below(sheet.rows, place))
    if sheet.width == 1:
        names = [row for row in sheet.rows if row]
        if sum(_looks_like_name(row[0]) for row in names) * 2 > len(names):
            return Columns({Part.NAME: 0}), names
    return None


def _looks_like_name(text: str) -> bool:
    return 1 <= len(text.split()) <= 5 and len(text) < 80 and sum(map(str.isdigit, text)) < len(text) / 3


def _rows_below(rows: Sequence[tuple[str, ...]], place: int) -> Iterator[tuple[str, ...]]:
    headings = rows[place]
    for row in rows[place + 1 :]:
        if row == headings:
            continue
        filled = [cell for cell in row if cell]
        # The next part of a report of several: «3. In-Meeting Activities», with every join once more.
        if (len(filled) == 1 and _SECTION.fullmatch(filled[0])) or len(columns_of(row).places) > 2:
            return
        yield row


def _entries(columns: Columns, rows: Sequence[tuple[str, ...]], zone: ZoneInfo, on: date) -> tuple[RoomEntry, ...]:
    found: dict[str, list[_Joins]] = defaultdict(list)
    ordered: list[_Joins] = []
    for row in rows:
        cells = {part: row[place].strip() for part, place in columns.places.items() if place < len(row)}
        name, email = _name(cells), _email(cells.get(Part.EMAIL, ""))
        if not name and email:
            name = email
        if not name or not (_LETTER.search(name) or any(map(str.isdigit, name))):
            continue
        joins = _same(found[fold(name)], email)
        if joins is None:
            if len(ordered) >= MOST_NAMES:
                raise UnreadablePaper(TOO_MANY.format(most=MOST_NAMES))
            joins = _Joins(name)
            found[fold(name)].append(joins)
            ordered.append(joins)
        if email:
            joins.emails.add(email)
        _note(joins, cells, columns.unit, zone, on)
    return tuple(_entry(joins) for joins in ordered)


def _same(known: list[_Joins], email: str) -> _Joins | None:
    """The row of the same name; under two addresses a name is two rows."""
    for joins in known:
        if not email or not joins.emails or email in joins.emails:
            return joins
    return None


def _name(cells: dict[Part, str]) -> str:
    parts = [cells.get(part, "") for part in (Part.FAMILY, Part.GIVEN, Part.PATRONYMIC)]
    joined = " ".join(part for part in parts if part)
    name = joined or cells.get(Part.NAME, "")
    return " ".join(name.split())[:300]


def _email(text: str) -> str:
    match = _ADDRESS.search(text)
    return match[0].casefold()[:254] if match else ""


def _note(joins: _Joins, cells: dict[Part, str], unit: str, zone: ZoneInfo, on: date) -> None:
    joined = read_moment(cells.get(Part.JOINED, ""), zone=zone, on=on)
    left = read_moment(cells.get(Part.LEFT, ""), zone=zone, on=on)
    if joined is not None and left is not None and left < joined:
        # Past midnight without a day, or a clock that was set back.
        left = left + timedelta(days=1) if joined - left < timedelta(days=1) else None
    between = left - joined if joined is not None and left is not None else None
    length = read_length(cells.get(Part.LENGTH, ""), unit=unit, between=between)
    if joined is not None:
        joins.joined_at = min(joins.joined_at or joined, joined)
    if left is not None:
        joins.left_at = max(joins.left_at or left, left)
    if joined is not None and left is None and length is not None:
        left = joined + length
    if joined is not None and left is not None:
        joins.stays.append((joined, left))
        joins.lengths.append(min(length, left - joined) if length is not None and length else left - joined)
    elif length is not None:
        joins.lengths.append(length)
        joins.has_bare_length = True


def _entry(joins: _Joins) -> RoomEntry:
    minutes: int | None = None
    if joins.lengths:
        total = sum(joins.lengths, timedelta())
        if not joins.has_bare_length:
            # Each stay as long as it is told, but two at once are one.
            total = min(total, _covered(joins.stays))
        minutes = min(whole_minutes(total), 100_000)
    return RoomEntry(joins.name, min(joins.emails, default=""), joins.joined_at, joins.left_at, minutes)


def _covered(stays: list[tuple[datetime, datetime]]) -> timedelta:
    """How long somebody was there at all."""
    covered, reached = timedelta(), None
    for joined, left in sorted(stays):
        start = joined if reached is None else max(joined, reached)
        if left > start:
            covered += left - start
        reached = left if reached is None else max(reached, left)
    return covered
