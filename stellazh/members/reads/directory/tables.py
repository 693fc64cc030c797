"""People found, as rows of a table with the chosen columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from stellazh.members.card_fields import CARD_FIELDS
from stellazh.members.enums import Level
from stellazh.members.papers.directory import DirectoryPaper, PaperColumn
from stellazh.members.reads.directory.columns import Column, Found, Lines
from stellazh.members.reads.directory.listing import Directory
from stellazh.russian.numerals import PEOPLE, agree

NAME_WIDTH = 34
CONTACTS = frozenset(field.code for field in CARD_FIELDS if field.default == Level.HEAD)
PaperRow = tuple[Lines, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One person: her name, and the cells of the chosen columns as HTML, each saying its column for narrow screens."""

    person_id: int
    name: str
    cells: SafeString


def table_rows(people: Iterable[Found], columns: Sequence[Column]) -> list[TableRow]:
    """The rows of a page."""
    heads = [(column, f'<td data-label="{escape(column.label)}">') for column in columns]
    return [
        TableRow(
            found.person.pk,
            found.person.full_name,
            # Three hundred cells a page: a template's loops cost five milliseconds more.
            SafeString("".join(f"{head}{'<br>'.join(map(escape, column.cell(found)))}</td>" for column, head in heads)),
        )
        for found in people
    ]


def contacts_shown(people: Sequence[Found], columns: Sequence[Column]) -> list[int]:
    """Whose telephones, addresses or birthdays stand in the chosen columns: those people are told who looked."""
    closed = [column for column in columns if column.field in CONTACTS]
    return [found.person.pk for found in people if any(column.cell(found) for column in closed)]


def counted_people(count: int, municipality_count: int) -> str:
    """«312 человек из 27 муниципалитетов»; the municipalities only where there are any."""
    people = PEOPLE(count)
    if not municipality_count:
        return people
    places = agree(municipality_count, "муниципалитета", "муниципалитетов", "муниципалитетов")
    return f"{people} из {municipality_count} {places}"


def paper_rows(people: Iterable[Found], columns: Sequence[Column]) -> list[PaperRow]:
    """The same rows for a file: a name, then the cells of the columns."""
    return [((found.person.full_name,), *(column.cell(found) for column in columns)) for found in people]


def directory_paper(
    directory: Directory, rows: Sequence[PaperRow], columns: Sequence[Column], *, narrowed: str
) -> DirectoryPaper:
    """What is seen, ready to be written into a file."""
    on = directory.scope.on
    found = counted_people(len(rows), directory.municipality_count)
    return DirectoryPaper(
        title=f"Справочник на {on:%d.%m.%Y}: {found}",
        narrowed=narrowed,
        columns=[
            PaperColumn("Фамилия, имя, отчество", NAME_WIDTH),
            *(PaperColumn(one.label, one.width) for one in columns),
        ],
        rows=rows,
        made_on=on,
    )
