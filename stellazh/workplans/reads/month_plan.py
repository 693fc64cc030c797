"""What a plan says of one month, line by line: as it stands today, or as it was confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from stellazh.common.school_year import SchoolYear
from stellazh.russian.calendar_words import month_name, span_words
from stellazh.workplans.enums import ItemStatus
from stellazh.workplans.models import MonthPlan, Plan, PlanItem
from stellazh.workplans.papers.content import PaperItem, PaperOwner, PlanPaper
from stellazh.workplans.papers.word_sections import sections_docx
from stellazh.workplans.reads.calendar import LONGEST_SPAN
from stellazh.workplans.reads.filters import falls_into


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One activity of the month as it is printed."""

    title: str
    term: str
    owners: tuple[str, ...]
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "term": self.term, "owners": list(self.owners), "place": self.place}

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> MonthLine:
        return cls(value["title"], value["term"], tuple(value["owners"]), value.get("place", ""))


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The month of a plan. `now` is what the plan says today, `confirmed` what was handed in, if it was.

    `all_year_count` activities go on through most of the year: they belong to no month and are only counted.
    """

    month: date
    now: tuple[MonthLine, ...]
    all_year_count: int
    confirmed: MonthPlan | None
    previous: date | None
    following: date | None

    @property
    def lines(self) -> tuple[MonthLine, ...]:
        """What is shown and printed."""
        return confirmed_lines(self.confirmed) if self.confirmed else self.now

    @property
    def has_moved_on(self) -> bool:
        """Whether the plan says something else today than what was confirmed."""
        return self.confirmed is not None and confirmed_lines(self.confirmed) != self.now

    @property
    def heading(self) -> str:
        """«План на октябрь 2024»."""
        return f"План на {month_name(self.month.month)} {self.month.year}"


def month_page(plan: Plan, month: date) -> MonthPage:
    """The month that begins on that day. Three queries."""
    lines, all_year_count = month_lines(plan, month)
    months = year_months(plan)
    place = months.index(month)
    return MonthPage(
        month=month,
        now=lines,
        all_year_count=all_year_count,
        confirmed=plan.months.present().filter(month=month).first(),
        previous=months[place - 1] if place else None,
        following=months[place + 1] if place + 1 < len(months) else None,
    )


def year_months(plan: Plan) -> tuple[date, ...]:
    """First days of the thirteen months a plan may speak of, its opening August and its last one included."""
    return (SchoolYear(plan.school_year).first_day, *plan.year.months())


def current_month(plan: Plan, today: date) -> date:
    """The month of today, or the nearest one the plan speaks of."""
    months = year_months(plan)
    return min(max(today.replace(day=1), months[0]), months[-1])


def month_lines(plan: Plan, month: date) -> tuple[tuple[MonthLine, ...], int]:
    """What the plan says of the month by date, called off ones left out, and how many activities last all year."""
    items = plan.items.present().exclude(status=ItemStatus.CANCELLED).by_date().prefetch_related("owners")
    found = [item for item in items if falls_into(month, item.start, item.end, item.months)]
    lasting = [item for item in found if _is_all_year(item)]
    return tuple(_line(item) for item in found if not _is_all_year(item)), len(lasting)


def confirmed_lines(month_plan: MonthPlan) -> tuple[MonthLine, ...]:
    """What was confirmed then."""
    return tuple(MonthLine.of_json(value) for value in month_plan.items)


def month_docx(plan: Plan, page: MonthPage, *, on: date) -> bytes:
    """The month as a Word file: №, мероприятие, срок, ответственный, and the place to sign."""
    word = f"{month_name(page.month.month)} {page.month.year} г."
    paper = PlanPaper(
        association_name=plan.association.name,
        title=f"План работы на {word}",
        school_year=plan.school_year,
        unified_theme="",
        methodical_theme="",
        goal="",
        tasks=(),
        expected_results=(),
        sections=(),
        grifs=(),
        items=tuple(_paper_items(page.lines)),
        signer_post=plan.signer_post,
        signer_name=plan.signer_name,
        generated_on=on,
        draft=page.confirmed is None,
    )
    return sections_docx(paper)


def _is_all_year(item: PlanItem) -> bool:
    # As in the calendar: named months are meant one by one, however far the first lies from the last.
    return not item.months and item.start is not None and item.end is not None and item.end - item.start > LONGEST_SPAN


def _line(item: PlanItem) -> MonthLine:
    owners = tuple(", ".join(part for part in (one.name, one.detail) if part) for one in item.owners.all())
    term = item.term_raw or (span_words(item.start, item.end) if item.end else "")
    return MonthLine(item.title, term, owners, item.place)


def _paper_items(lines: Iterable[MonthLine]) -> Iterable[PaperItem]:
    for number, line in enumerate(lines, start=1):
        yield PaperItem(
            uid=str(number),
            number=str(number),
            section="",
            title=line.title,
            description="",
            term_raw=line.term,
            term_kind="none",
            start=None,
            end=None,
            time=None,
            place=line.place,
            format_label="",
            form_label="",
            audience="",
            outcome_document="",
            owners=tuple(PaperOwner(owner) for owner in line.owners),
            status=ItemStatus.PLANNED.value,
            status_label="",
            status_reason="",
            fact="",
        )
