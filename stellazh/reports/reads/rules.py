"""When each paper is due: by the board's own rules, or by the built-in ones."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stellazh.associations.models import Association
from stellazh.common.school_year import OPENING_MONTH
from stellazh.reports.enums import KeptPaper
from stellazh.reports.models import PaperRule
from stellazh.russian.calendar_words import MONTHS_GENITIVE, MONTHS_SHORT


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `version` is 0 while nobody has changed the built-in one."""

    kind: KeptPaper
    due_day: int
    due_month: int | None = None
    months: tuple[int, ...] = ()
    is_asked: bool = True
    version: int = 0

    def due_in_year(self, school_year: int) -> date:
        """The last day of a yearly paper in the school year that opens in August of `school_year`."""
        month = self.due_month or OPENING_MONTH
        return _day(school_year + (month < OPENING_MONTH), month, self.due_day)

    def due_in_month(self, month: date) -> date:
        """The last day of a monthly plan of the month that begins on that day."""
        return _day(month.year, month.month, self.due_day)

    def due_after(self, held_on: date) -> date:
        """The last day of the protocol of a meeting."""
        return held_on + timedelta(days=self.due_day)

    def asks_of(self, month: date) -> bool:
        """Whether a monthly plan is asked of that month."""
        return self.is_asked and month.month in self.months

    @property
    def words(self) -> str:
        """«до 1 октября», «до 5 числа своего месяца»."""
        if not self.is_asked:
            return "не требуется"
        if self.kind == KeptPaper.PROTOCOL:
            return f"за {self.due_day} дн. после заседания"
        if self.kind == KeptPaper.MONTH_PLAN:
            asked = ", ".join(MONTHS_SHORT[month - 1] for month in in_school_order(self.months))
            return f"до {self.due_day} числа своего месяца: {asked}"
        return f"до {self.due_day} {MONTHS_GENITIVE[(self.due_month or OPENING_MONTH) - 1]}"


DEFAULTS: Mapping[KeptPaper, Rule] = {
    KeptPaper.PLAN: Rule(KeptPaper.PLAN, 1, 10),
    KeptPaper.MONTH_PLAN: Rule(KeptPaper.MONTH_PLAN, 5, None, (9, 10, 11, 12, 1, 2, 3, 4, 5)),
    KeptPaper.PROTOCOL: Rule(KeptPaper.PROTOCOL, 14),
    KeptPaper.REPORT: Rule(KeptPaper.REPORT, 10, 6),
}


def rules_of(board: Association) -> dict[KeptPaper, Rule]:
    """What that association asks of those below it and of itself. One query."""
    found = dict(DEFAULTS)
    for row in PaperRule.objects.filter(association=board):
        kind = KeptPaper(row.kind)
        found[kind] = Rule(kind, row.due_day, row.due_month, tuple(row.months), row.is_asked, row.version)
    return found


def year_months(school_year: int) -> tuple[date, ...]:
    """First days of the twelve months, August to July: each month belongs to one board."""
    return tuple(date(school_year + (month > 12), (month - 1) % 12 + 1, 1) for month in range(8, 20))


def in_school_order(months: tuple[int, ...]) -> list[int]:
    """Months as a school year counts them, from August."""
    return sorted(months, key=lambda month: (month - OPENING_MONTH) % 12)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
