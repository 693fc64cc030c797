"""The shelf of the year: each dated item a book in its month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from stellazh.common.school_year import SchoolYear
from stellazh.ui.shelf import Book, Shelf, ShelfMonth, book_size
from stellazh.workplans.models import PlanSection
from stellazh.workplans.reads.rows import ItemRow

# A book of several months stands where it is due, so that «в течение года» does not crowd September.
LONGEST_FROM_START_DAYS = 62
NO_DIRECTION = "Без направления"
MONTHS = (
    "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь",
    "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
)  # fmt: skip


def year_shelf(
    year: SchoolYear, rows: Iterable[ItemRow], sections: Sequence[PlanSection], *, on: date, label: str = ""
) -> Shelf:
    """The shelf of a plan, or of rows of several; items without days are not on it. No queries.

    What lies before September, the August that opens the year too, stands in its first month; what lies after, in
    the last one.
    """
    months = year.months()
    books: list[list[Book]] = [[] for _ in months]
    used: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: (row.start or row.end or date.max, row.end or date.max)):
        place = _place(months, row)
        if place is None:
            continue
        books[place].append(
            Book(
                href=row.href,
                title=_short(row.title),
                spine=row.spine,
                size=book_size(row.participation_count),
                state=row.state,
                direction=row.section or NO_DIRECTION,
                when=row.term_raw,
            )
        )
        used.setdefault(row.spine, row.section or NO_DIRECTION)
    shown = tuple(
        ShelfMonth(
            label=MONTHS[month.month - 1][:3].lower(),
            long_label=f"{MONTHS[month.month - 1]} {month.year}",
            is_now=(month.year, month.month) == (on.year, on.month),
            books=tuple(books[place]),
        )
        for place, month in enumerate(months)
    )
    legend = tuple((section.spine, section.title) for section in sections) or tuple(used.items())
    return Shelf(label=label or f"Полка года {year.label}", months=shown, legend=legend)


def _place(months: tuple[date, ...], row: ItemRow) -> int | None:
    first, last = row.start or row.end, row.end or row.start
    if first is None or last is None:
        return None
    day = last if (last - first).days > LONGEST_FROM_START_DAYS else first
    return max(0, min(11, (day.year - months[0].year) * 12 + day.month - months[0].month))


def _short(title: str, longest: int = 90) -> str:
    title = " ".join(title.split())
    return title if len(title) <= longest else f"{title[: longest - 1]}…"
