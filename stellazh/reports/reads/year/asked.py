"""Which year of which association is asked about, and what of it leads where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.school_year import SchoolYear
from stellazh.events.reads.figure_scopes import FigureScope


@dataclass(frozen=True, slots=True)
class YearAsked:
    """A school year of an association, `with_below` also of all below it, as known at the end of `today`.

    `may_name` says whether the reader may see lists of people: without it their numbers lead nowhere.
    """

    association: Association
    year: SchoolYear
    with_below: bool
    today: date
    may_name: bool = False

    @property
    def this(self) -> FigureScope:
        """What «Подсчёт участий» counts of this year."""
        return self._scope(self.year)

    @property
    def before(self) -> FigureScope:
        """The same of the year before."""
        return self._scope(SchoolYear(self.year.start - 1))

    @property
    def both(self) -> FigureScope:
        """The days of both years; the years of events stand in their own column."""
        return self.this.narrowed(first=self.before.first, year=None)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes: whoever has not come will not come."""
        return self.today > self.year.last_day

    def counted(self, what: str, **narrowing: object) -> str:
        """The address of a list of «Подсчёт участий»: the same count, narrowed by fields of its filter."""
        address = reverse("events:figure_list", args=[self.association.code, what])
        query = {"year": self.year.start, "on": self.today.isoformat(), **narrowing}
        return f"{address}?{urlencode(query)}"

    def people(self, what: str) -> str:
        """The address of a list of people; empty for whoever may not see it."""
        if not self.may_name:
            return ""
        return f"{reverse('reports:year_people', args=[self.association.code, what])}?school_year={self.year.start}"

    def file(self, table: str = "") -> str:
        """The address of one table as a file, or of all of them."""
        query = {"school_year": self.year.start, **({"table": table} if table else {})}
        return f"{reverse('reports:year_tables', args=[self.association.code])}?{urlencode(query)}"

    def _scope(self, year: SchoolYear) -> FigureScope:
        return FigureScope(
            self.association,
            with_below=self.with_below,
            first=year.first_day,
            last=year.last_day,
            as_of=self.today,
            year=year.start,
        )
