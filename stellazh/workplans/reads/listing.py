"""A plan as its page shows it: narrowed, paged, laid out in either of the two forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.russian.collation import sort_key
from stellazh.ui.shelf import Shelf
from stellazh.workplans.enums import ItemStatus, PlanForm
from stellazh.workplans.models import Plan, PlanSection
from stellazh.workplans.reads.filters import PlanFilters
from stellazh.workplans.reads.rows import ItemRow, item_rows, matches
from stellazh.workplans.reads.shelf import MONTHS, NO_DIRECTION, year_shelf

PAGE_LENGTH = 60
# A longer plan puts the books of its page on the shelf, so that a page of it weighs no more than any other.
MOST_BOOKS = 90
# As on paper: a term longer than this does not begin a month, its row stands below the dated ones.
LONGEST_PLACED_DAYS = 130


@dataclass(frozen=True, slots=True)
class SectionGroup:
    """The rows of one section on this page. `section` is None for items without one."""

    section: PlanSection | None
    title: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the matrix: the wording of a term and a cell for each direction."""

    term: str
    cells: tuple[tuple[ItemRow, ...], ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """A column of the matrix."""

    title: str
    spine: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PlanListing:
    """What the page of a plan needs. `groups` are filled in the sections form, `matrix` in the other."""

    form: str
    total_count: int
    shown_count: int
    held_count: int
    called_off_count: int
    page: Page[ItemRow]
    groups: tuple[SectionGroup, ...]
    directions: tuple[Direction, ...]
    matrix: tuple[MatrixRow, ...]
    sections: tuple[PlanSection, ...]
    has_loose: bool
    months: tuple[Choice, ...]
    owners: tuple[Choice, ...]
    shelf: Shelf

    @property
    def is_matrix(self) -> bool:
        """Whether the matrix is shown."""
        return self.form == PlanForm.MATRIX

    @property
    def due_count(self) -> int:
        """How many items the plan still means to hold or has held: all but cancelled ones."""
        return self.total_count - self.called_off_count


def plan_listing(
    plan: Plan, filters: PlanFilters, *, reader: Actor, form: str, on: date, page: int | str = 1
) -> PlanListing:
    """The plan on that day, at most 100 items of it. Four queries, five for a guest, however many items there are.

    What a guest does not see she does not find either: filters look at the names as they are shown.
    """
    sections = tuple(plan.sections.all())
    rows = item_rows(plan, sections, reader=reader, on=on)
    shown = rows if filters.is_empty else [row for row in rows if matches(row, filters)]
    ordered = _by_term(shown) if form == PlanForm.MATRIX else _by_section(shown, sections)
    current = Paginator(ordered, PAGE_LENGTH).get_page(page)
    on_page = list(current.object_list)
    has_loose = any(row.section_id is None for row in rows)
    directions = _directions(sections, has_loose=has_loose)
    return PlanListing(
        form=form,
        total_count=len(rows),
        shown_count=len(shown),
        held_count=sum(row.status == ItemStatus.HELD for row in rows),
        called_off_count=sum(row.status == ItemStatus.CANCELLED for row in rows),
        page=current,
        groups=_groups(on_page, sections) if form != PlanForm.MATRIX else (),
        directions=directions,
        matrix=_matrix(on_page, sections, len(directions)) if form == PlanForm.MATRIX else (),
        sections=sections,
        has_loose=has_loose,
        months=month_choices(plan.year),
        owners=_owner_choices(rows),
        shelf=_shelf(plan, rows, on_page, sections, on),
    )


def _shelf(
    plan: Plan, rows: Sequence[ItemRow], on_page: Sequence[ItemRow], sections: Sequence[PlanSection], on: date
) -> Shelf:
    if len(rows) <= MOST_BOOKS:
        return year_shelf(plan.year, rows, sections, on=on)
    return year_shelf(plan.year, on_page, sections, on=on, label="Полка мероприятий этой страницы")


def month_choices(year: SchoolYear) -> tuple[Choice, ...]:
    """The months of a plan: the August that opens the year, then September to August."""
    months = (year.first_day, *year.months())
    return tuple(Choice(f"{month:%Y-%m}", f"{MONTHS[month.month - 1]} {month.year}") for month in months)


def _owner_choices(rows: Sequence[ItemRow]) -> tuple[Choice, ...]:
    counts = Counter(name for row in rows for name in dict.fromkeys(row.owner_names))
    return tuple(Choice(name, f"{name} ({counts[name]})") for name in sorted(counts, key=sort_key))


def _by_section(rows: Sequence[ItemRow], sections: Sequence[PlanSection]) -> list[ItemRow]:
    places = {section.pk: place for place, section in enumerate(sections)}
    return sorted(rows, key=lambda row: places.get(row.section_id or 0, len(places)))


def _groups(rows: Sequence[ItemRow], sections: Sequence[PlanSection]) -> tuple[SectionGroup, ...]:
    by_key: dict[int | None, list[ItemRow]] = {}
    for row in rows:
        by_key.setdefault(row.section_id, []).append(row)
    named = {section.pk: section for section in sections}
    return tuple(
        SectionGroup(
            section=named.get(key or 0),
            title=named[key].title if key in named else "Без раздела",
            rows=tuple(members),
        )
        for key, members in by_key.items()
    )


def _by_term(rows: Sequence[ItemRow]) -> list[ItemRow]:
    """Rows of one wording together, chronological; long terms and terms without days last."""
    by_wording: dict[str, list[ItemRow]] = {}
    for row in rows:
        by_wording.setdefault(row.term_raw, []).append(row)
    return [row for members in sorted(by_wording.values(), key=_term_place) for row in members]


def _term_place(members: Sequence[ItemRow]) -> tuple[bool, date, date]:
    first, last = min((row.start or row.end or date.max, row.end or row.start or date.max) for row in members)
    if (last - first).days > LONGEST_PLACED_DAYS:
        return (True, date.max, date.max)
    return (first == date.max, first, last)


def _directions(sections: Sequence[PlanSection], *, has_loose: bool) -> tuple[Direction, ...]:
    named = [Direction(section.title, section.spine) for section in sections]
    if has_loose or not named:
        named.append(Direction(NO_DIRECTION, 1 if not sections else 8))
    return tuple(named)


def _matrix(rows: Sequence[ItemRow], sections: Sequence[PlanSection], width: int) -> tuple[MatrixRow, ...]:
    places = {section.pk: place for place, section in enumerate(sections)}
    lines: dict[str, list[list[ItemRow]]] = {}
    for row in rows:
        cells = lines.setdefault(row.term_raw, [[] for _ in range(width)])
        cells[places.get(row.section_id or 0, width - 1)].append(row)
    return tuple(MatrixRow(term, tuple(tuple(cell) for cell in cells)) for term, cells in lines.items())
