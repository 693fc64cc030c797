"""Plans as a list, and what stands on a plan's title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.numerals import whole_number
from stellazh.common.school_year import SchoolYear
from stellazh.workplans.enums import GrifKind
from stellazh.workplans.models import Plan, PlanGrif
from stellazh.workplans.reads.naming import naming_for
from stellazh.workplans.reads.paper import grif_lines

PAGE_LENGTH = 50
ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class PlanShelf:
    """The plans of one school year, or the archive, that an actor may read.

    `year` is None for the archive. `years` are all there are plans for, latest first. `startable` are the
    associations where the actor may start a plan and has none for that year.
    """

    year: SchoolYear | None
    years: tuple[SchoolYear, ...]
    has_archive: bool
    page: Page[Plan]
    startable: tuple[Association, ...]

    def tabs(self) -> Iterator[tuple[str, str, bool]]:
        """Label, address, whether it is shown: the years, then the archive."""
        for year in self.years:
            yield year.label, f"?year={year.start}", year == self.year
        if self.has_archive:
            yield "Архив", f"?year={ARCHIVE}", self.year is None


def plan_shelf(actor: Actor, *, wanted: str, page: str, on: date) -> PlanShelf:
    """The plans of the wanted year («2024»), of the archive, or of the year of the day. Five queries at most."""
    visible = Plan.objects.visible_to(actor)
    keys = visible.order_by("-school_year").values_list("school_year", "archived_at").distinct()
    years = sorted({year for year, archived_at in keys if archived_at is None}, reverse=True)
    has_archive = any(archived_at is not None for _, archived_at in keys)
    year = None if wanted == ARCHIVE else _year(wanted, years, on)
    chosen = visible.exclude(archived_at=None) if year is None else visible.present().for_year(year.start)
    plans = (
        chosen.with_progress()
        .select_related("association")
        .order_by("association__depth", "association__sort_key", "-school_year", "pk")
    )
    return PlanShelf(
        year=year,
        years=tuple(SchoolYear(start) for start in years),
        has_archive=has_archive,
        page=Paginator(plans, PAGE_LENGTH).get_page(page),
        startable=_startable(actor, year) if year is not None else (),
    )


@dataclass(frozen=True, slots=True)
class GrifBlock:
    """A block of agreement: its heading, its lines, the address of its paper; no lines when it is not filled."""

    kind: str
    heading: str
    lines: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class PlanTitlePage:
    """What stands above the table of a plan."""

    blocks: tuple[GrifBlock, ...]
    tasks: tuple[str, ...]
    expected_results: tuple[str, ...]
    signer: str = ""

    @property
    def filled(self) -> tuple[GrifBlock, ...]:
        """The blocks there is something in."""
        return tuple(block for block in self.blocks if block.lines)

    def basis(self, kind: str) -> str:
        """The filled block in one line; empty when there is none."""
        return next((", ".join(block.lines) for block in self.blocks if block.kind == kind), "")


def plan_title_page(plan: Plan, *, reader: Actor) -> PlanTitlePage:
    """The title of a plan, without names in its blocks for a reader not signed in. One query."""
    naming = naming_for(reader, ())
    stored: dict[str, PlanGrif] = {grif.kind: grif for grif in plan.grifs.all()}
    blocks = []
    for kind in GrifKind:
        grif = stored.get(kind.value)
        lines = tuple(naming.line(line) for line in grif_lines(grif)) if grif else ()
        blocks.append(GrifBlock(kind.value, str(kind.label), lines, grif.url if grif else ""))
    name = naming.signer(plan.signer_name)
    signer = f"{plan.signer_post} {name}".strip() if plan.signer_name else ""
    return PlanTitlePage(tuple(blocks), tuple(_lines(plan.tasks)), tuple(_lines(plan.expected_results)), signer)


def _year(wanted: str, years: list[int], on: date) -> SchoolYear:
    year = whole_number(wanted)
    if year is not None and year in years:
        return SchoolYear(year)
    this_year = SchoolYear.of(on)
    earlier = [year for year in years if year <= this_year.start]
    return SchoolYear(earlier[0]) if earlier and this_year.start not in years else this_year


def _startable(actor: Actor, year: SchoolYear) -> tuple[Association, ...]:
    taken = Plan.objects.present().for_year(year.start).values("association_id")
    mine = Association.objects.present().filter(reach(actor, "workplans.edit_plan"))
    return tuple(mine.exclude(pk__in=taken).in_order()[:20])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
