"""A board as it is shown: rows of associations, cells of papers. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.reports.enums import KeptPaper, PaperStanding
from stellazh.reports.reads.rules import Rule

Place = tuple[KeptPaper, date | None]
TONES: Mapping[PaperStanding, str] = {
    PaperStanding.THERE: "ok",
    PaperStanding.LATE: "warn",
    PaperStanding.MISSING: "bad",
    PaperStanding.EXPECTED: "",
    PaperStanding.NOT_NEEDED: "",
}


@dataclass(frozen=True, slots=True)
class Debt:
    """One paper that is missing: how it is called, its last day, and the path where it is made."""

    words: str
    due: date
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How it stands with one paper of one month or year.

    `day` is when it came, or when it is due while it has not. `href` is where it is read, `todo_href` where it is made;
    `note` adds what one word cannot say: «1 из 2», «заседаний не было».
    """

    kind: KeptPaper
    month: date | None
    standing: PaperStanding
    day: date | None = None
    href: str = ""
    todo_href: str = ""
    note: str = ""
    debts: tuple[Debt, ...] = ()

    @property
    def label(self) -> str:
        return str(self.standing.label)

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to look at."""
        return self.standing in (PaperStanding.NOT_NEEDED, PaperStanding.EXPECTED)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked and nothing came."""
        return self.standing == PaperStanding.NOT_NEEDED

    @property
    def is_missing(self) -> bool:
        return self.standing == PaperStanding.MISSING

    @property
    def day_words(self) -> str:
        """«05.11», or «до 05.11» while it has not come."""
        if self.day is None or self.standing == PaperStanding.NOT_NEEDED:
            return ""
        has_come = self.standing in (PaperStanding.THERE, PaperStanding.LATE)
        return f"{self.day:%d.%m}" if has_come else f"до {self.day:%d.%m}"


@dataclass(frozen=True, slots=True)
class Head:
    """Somebody who leads an association; without an account she is to be phoned."""

    person_id: int
    name: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """The last reminder of an association."""

    pk: int
    at: datetime
    by: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One association with all its cells of the year."""

    association: Association
    today: date
    cells: Mapping[Place, Cell]
    heads: tuple[Head, ...] = ()
    letter: LetterWritten | None = None
    is_own: bool = False

    @property
    def debts(self) -> tuple[Debt, ...]:
        """All that is missing, by its last day."""
        found = [debt for cell in self.cells.values() for debt in cell.debts]
        return tuple(sorted(found, key=lambda debt: (debt.due, debt.words)))

    def of_month(self, month: date) -> tuple[Cell, ...]:
        """The four papers as that month sees them."""
        return tuple(self.cells[kind, month if (kind, month) in self.cells else None] for kind in KeptPaper)

    def of_kind(self, kind: KeptPaper) -> tuple[Cell, ...]:
        """One paper through the year: twelve cells, or one of a yearly paper."""
        return tuple(cell for place, cell in self.cells.items() if place[0] == kind)


@dataclass(frozen=True, slots=True)
class Board:
    """The papers of an association and of those right below it, through one school year."""

    association: Association
    year: SchoolYear
    months: tuple[date, ...]
    rules: Mapping[KeptPaper, Rule]
    rows: tuple[BoardRow, ...]

    @property
    def late(self) -> tuple[BoardRow, ...]:
        """Those below whose papers are missing."""
        return tuple(row for row in self.rows if row.debts and not row.is_own)
