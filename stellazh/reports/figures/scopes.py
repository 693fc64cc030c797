"""What is reported on: one association, one school year, as it was known on a day."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.db.models import Q

from stellazh.associations.models import Association
from stellazh.common.clock import day_of
from stellazh.common.school_year import SchoolYear
from stellazh.events.reads.event_filters import day_begins
from stellazh.events.reads.figure_scopes import FigureScope

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose year is told, and as of which day: what was known at the end of that day, in the association's zone.

    `as_of` is an aware moment. The association has its territory selected. What was counted once is remembered in the
    scope itself: a new scope counts anew.

    What cannot be told back, and stands in a count of a past day as it stands today: whose registration holds a place,
    the state of a plan's items, what an event is called and of which form it is, what was taken out of a programme's
    archive, a decision opened again after it had been closed, and who has left feedback without a name. Attendances,
    memberships, roles, signatures, decisions and their marks are told as they stood.
    """

    association: Association
    school_year: int
    as_of: datetime
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def year(self) -> SchoolYear:
        return SchoolYear(self.school_year)

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the school year."""
        return self.year.first_day, self.year.last_day

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.association.time_zone)

    @property
    def day(self) -> date:
        """The day of `as_of` where the association is."""
        return day_of(self.as_of, self.association.time_zone)

    @property
    def standing_day(self) -> date:
        """The day within the year on which people stand in lists: that of `as_of`, the last one when it is over."""
        first, last = self.period
        return max(first, min(self.day, last))

    @property
    def cut(self) -> datetime:
        """The first moment that is not known yet."""
        return day_begins(self.day + timedelta(days=1), self.zone)

    def attendances(self, *, with_below: bool = False) -> FigureScope:
        """The same question as the count of attendances asks it."""
        first, last = self.period
        return FigureScope(self.association, with_below, first, last, self.day, self.school_year)

    def once(self, key: str, find: Callable[[], T]) -> T:
        """What `find` gives, asked once in this scope."""
        if key not in self.memo:
            self.memo[key] = find()
        return cast("T", self.memo[key])


def last_year(scope: Scope) -> Scope:
    """The school year before, as of the same day of it: an unfinished year is compared with an unfinished one."""
    was = scope.as_of.year - 1
    day = 28 if (scope.as_of.month, scope.as_of.day) == (2, 29) and not isleap(was) else scope.as_of.day
    return Scope(scope.association, scope.school_year - 1, scope.as_of.replace(year=was, day=day))


def there(scope: Scope, to_row: str = "") -> Q:
    """Rows that were not put away by that day; `to_row` is the lookup prefix to them."""
    return Q(**{f"{to_row}archived_at": None}) | Q(**{f"{to_row}archived_at__gte": scope.cut})
