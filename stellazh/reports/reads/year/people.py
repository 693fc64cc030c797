"""Who came in one of two years and not in the other: the lists behind the three numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from stellazh.events.reads.figure_lists import FIGURE_LISTS, PersonLine
from stellazh.events.reads.figure_scopes import FigureScope, attendances_in, identity
from stellazh.reports.reads.year.asked import YearAsked

_PEOPLE: Final = FIGURE_LISTS["people"]


@dataclass(frozen=True, slots=True)
class PeopleList:
    """People of one year that were, or were not, there in the other. `of_before`: counted in the year before."""

    code: str
    title: str
    title_while_it_lasts: str
    of_before: bool
    in_other: bool

    def scope(self, asked: YearAsked) -> FigureScope:
        """The year in which their attendances are counted."""
        return asked.before if self.of_before else asked.this

    def heading(self, asked: YearAsked) -> str:
        """What they are called: nobody is lost while the year goes on."""
        return self.title if asked.is_over else self.title_while_it_lasts

    def find(self, asked: YearAsked, query: str) -> QuerySet[Any, Any]:
        """Their rows, narrowed by a part of the name; as many as the number says when it is empty."""
        other = asked.this if self.of_before else asked.before
        there = attendances_in(other).order_by().annotate(who=identity()).values("who")
        rows = _PEOPLE.find(self.scope(asked), query)
        return rows.filter(identity__in=there) if self.in_other else rows.exclude(identity__in=there)

    def lines(self, asked: YearAsked, rows: Sequence[Any]) -> list[PersonLine]:
        """A page of rows with names and schools. One query."""
        return _PEOPLE.lines(self.scope(asked), rows)


_LISTS: Final = (
    PeopleList(
        "stayed",
        "Были в прошлом году и пришли снова",
        "Были в прошлом году и уже пришли снова",
        of_before=False,
        in_other=True,
    ),
    PeopleList(
        "new",
        "В прошлом году не были, в этом пришли",
        "В прошлом году не были, в этом пришли",
        of_before=False,
        in_other=False,
    ),
    PeopleList(
        "lost",
        "Были в прошлом году, в этом не пришли",
        "Были в прошлом году, в этом пока не пришли",
        of_before=True,
        in_other=False,
    ),
)
PEOPLE_LISTS: Final = {one.code: one for one in _LISTS}
