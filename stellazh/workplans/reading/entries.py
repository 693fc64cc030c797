"""An activity while its rows are still being gathered, before its words are judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from stellazh.russian.persons import Owner
from stellazh.workplans.reading.activities import strip_number
from stellazh.workplans.reading.headings import Role
from stellazh.workplans.reading.model import Warning

_NUMBER_SIGNS: Final = re.compile(r"^[\s№#]+|[\s.):;]+$")

FURTHER: Final = (Role.PLACE, Role.FORM, Role.AUDIENCE, Role.OUTCOME, Role.NOTE)


@dataclass(slots=True)
class Entry:
    """One activity with the raw lines of its cells. `texts` holds the further columns by role.

    `owners` is filled when they were found inside the title, otherwise they are read from `owner_lines`.
    """

    table: int
    row: int
    column: int
    number: str = ""
    section: str = ""
    direction: str = ""
    title_lines: list[str] = field(default_factory=list)
    term_lines: list[str] = field(default_factory=list)
    owner_lines: list[str] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    texts: dict[Role, list[str]] = field(default_factory=dict)
    remark: str = ""
    source_text: str = ""
    warnings: list[Warning] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join(self.title_lines)

    @property
    def term(self) -> str:
        return " ".join(self.term_lines)

    def further(self, role: Role) -> str:
        return " ".join(self.texts.get(role, []))

    def note_join(self, row: int) -> None:
        """Remember that a row cut by a page break was joined to this activity."""
        self.warnings.append(
            Warning(
                "row_joined",
                "Строка таблицы была разорвана (перенос на другую страницу): её продолжение присоединено сюда.",
                row=row,
                column=self.column,
                field="title",
            )
        )


def clean_number(text: str) -> str:
    """«№ 4.» → «4», «3)» → «3»; words stay."""
    return _NUMBER_SIGNS.sub("", " ".join(text.split()))


def number_of_title(entry: Entry) -> None:
    """Move a number typed before the title to its place, when the number's own cell gave none."""
    if entry.number or not entry.title_lines:
        return
    number, rest = strip_number(entry.title_lines[0])
    if number and rest.strip():
        entry.number = number
        entry.title_lines[0] = rest.strip()
