"""Monthly plans of the invented region: most municipalities confirm theirs, a few late, a few not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.demonstration import demo_parts
from stellazh.common.school_year import SchoolYear
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import Plan
from stellazh.workplans.services import confirm_month

# Fit for a month with items of its own and for one without: an empty month is confirmed with words only.
_NOTE = "Сроки согласованы со школами; участвуем и в мероприятиях области."
# The days of the month on which somebody confirms: the last one is late by the rule of the fifth.
_DAYS = (2, 3, 4, 5, 9)


class BoardFiller:
    """Confirms months through the service, on days when people would have done it."""

    def __init__(self, region: Association, branches: Sequence[Association], *, by: Actor, at: datetime) -> None:
        self.owners, self.by, self.at = [region, *branches], by, at
        self.year = SchoolYear.of(at.date())

    def fill(self) -> None:
        """Every past month of the year of every plan in force; of the present month some are missing."""
        plans = Plan.objects.present().filter(
            association__in=self.owners, school_year=self.year.start, status=PlanStatus.APPROVED
        )
        for number, plan in enumerate(plans.order_by("association__sort_key")):
            for month in self._months():
                # The plan of the present month is what one is reminded of.
                if (number + month.month) % (4 if month == self._present else 9) == 0:
                    continue
                day = _DAYS[(number * 3 + month.month) % len(_DAYS)]
                moment = datetime.combine(month.replace(day=day), time(10, 20), tzinfo=self.at.tzinfo)
                confirm_month(plan.pk, month=month, note=_NOTE, by=self.by, at=min(moment, self.at))
        for part in demo_parts:
            part.fill(self.by, self.at)

    @property
    def _present(self) -> date:
        return self.at.date().replace(day=1)

    def _months(self) -> Iterator[date]:
        month = self.year.first_day.replace(month=9)
        while month <= self._present:
            if month.month not in (6, 7, 8):
                yield month
            month = (month + timedelta(days=32)).replace(day=1)
