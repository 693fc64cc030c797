"""The matrix form of a plan: a row for each wording of the term, a column for each direction of work."""

from dataclasses import dataclass
from datetime import date

from stellazh.office.plain_text import unbroken
from stellazh.office.word.document import Page
from stellazh.workplans.papers.content import PaperItem, PlanPaper
from stellazh.workplans.papers.forms import (
    FACT_HEADING,
    Column,
    TableForm,
    fact_text,
    item_row,
    numbered,
    owner_text,
)
from stellazh.workplans.papers.measure import longest_word_cm, text_width_cm

PAGE = Page(landscape=True, top_cm=2, bottom_cm=1.5, left_cm=1.5, right_cm=1.5)
SIZE_PT = 10.0
HEADING_SIZE_PT = 9.5
OTHER_DIRECTIONS = "Другие направления"
NO_TERM = "–"

_TERM_CM = 2.8
_FACT_CM = 3.2
_NARROWEST_CM = 2.4
_PADDING_CM = 0.35
# A term longer than this (a half-year, the whole year) does not begin a month; its row stands below the dated ones.
_LONGEST_PLACED_DAYS = 130
_SHORT_TITLE_SIGNS = 60


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Activities whose term is worded alike, in the order of appearance."""

    term_raw: str
    items: tuple[PaperItem, ...]


def matrix_form(paper: PlanPaper) -> TableForm:
    """Lay the plan out as «Дата | <direction> | …», landscape, each activity one paragraph in its cell.

    Activities without a direction stand under «Другие направления», those without a term in a row marked «–».
    """
    directions = matrix_directions(paper)
    groups = term_groups(paper.items)
    columns = _columns(paper, directions, groups)
    rows = []
    for group in groups:
        cells: list[tuple[str, ...]] = [(group.term_raw or NO_TERM,)]
        for direction in directions:
            members = (item for item in group.items if item_direction(item) == direction)
            cells.append(tuple(activity_text(item, hard_blanks=True) for item in members))
        if paper.with_fact:
            cells.append(facts_text(group))
        rows.append(item_row(cells, columns, PAGE, SIZE_PT))
    description = f"Мероприятия плана по срокам и направлениям, всего {len(paper.items)}. Направления: "
    description += ", ".join(directions) + "."
    return TableForm(PAGE, columns, tuple(rows), SIZE_PT, HEADING_SIZE_PT, description)


def matrix_directions(paper: PlanPaper) -> tuple[str, ...]:
    """The directions in the order of the plan, then those only activities name."""
    named = [*paper.sections, *(item_direction(item) for item in paper.items)]
    return tuple(dict.fromkeys(named)) or (OTHER_DIRECTIONS,)


def term_groups(items: tuple[PaperItem, ...]) -> list[TermGroup]:
    """The activities grouped by the exact wording of the term, in chronological order.

    Groups beginning on one day stand by their last day, then by appearance: the 1st of September before September. Long
    terms and terms without days come last, in the order of appearance.
    """
    by_wording: dict[str, list[PaperItem]] = {}
    for item in items:
        by_wording.setdefault(item.term_raw, []).append(item)
    groups = [TermGroup(wording, tuple(members)) for wording, members in by_wording.items()]
    return sorted(groups, key=_position)


def activity_text(item: PaperItem, *, hard_blanks: bool = False) -> str:
    """«3. Название – Ольхова А.Б. — библиотекарь, Липина В.Г.»; the number only if the activity has one.

    `hard_blanks` keep the initials of the owners with their surnames, for paper; a table to search must not have them.
    """
    title = f"{numbered(item.number)} {item.title}" if item.number else item.title
    owners = ", ".join(owner_text(owner) for owner in item.owners)
    if hard_blanks:
        owners = unbroken(owners)
    return f"{title} – {owners}" if owners else title


def _position(group: TermGroup) -> tuple[bool, date, date]:
    starts = [(item.start or item.end or date.max, item.end or item.start or date.max) for item in group.items]
    first, last = min(starts)
    is_long = (last - first).days > _LONGEST_PLACED_DAYS
    return (True, date.max, date.max) if is_long else (first == date.max, first, last)


def item_direction(item: PaperItem) -> str:
    """The column of the activity."""
    return item.section or OTHER_DIRECTIONS


def facts_text(group: TermGroup) -> tuple[str, ...]:
    """The marks of fulfilment of a row; with several activities each is told apart by the beginning of its title."""
    facts = [(item, fact_text(item)) for item in group.items]
    if len(facts) == 1:
        return tuple(fact for _, fact in facts if fact)
    return tuple(f"{_short_name(item)}: {fact}" for item, fact in facts if fact)


def _short_name(item: PaperItem) -> str:
    name = f"{numbered(item.number)} {item.title}".strip()
    if len(name) <= _SHORT_TITLE_SIGNS:
        return name.rstrip(".")
    return name[:_SHORT_TITLE_SIGNS].rsplit(" ", 1)[0].rstrip(" .,;:–—-") + "…"


def _columns(paper: PlanPaper, directions: tuple[str, ...], groups: list[TermGroup]) -> tuple[Column, ...]:
    """Share the page so that a direction with much text is wider; no column is narrower than its heading's words."""
    fact_cm = _FACT_CM if paper.with_fact else 0.0
    free_cm = PAGE.text_width_cm - _TERM_CM - fact_cm
    least = [
        max(_NARROWEST_CM, longest_word_cm([direction], HEADING_SIZE_PT) * 1.05 + _PADDING_CM)
        for direction in directions
    ]
    if sum(least) > free_cm:
        least = [free_cm / len(directions)] * len(directions)
    # A little less than by the amount of text: equal widths make one column tall, full proportion starves the others.
    weights = [_fullest_cell_cm(direction, groups) ** 0.8 for direction in directions]
    spare, total = free_cm - sum(least), sum(weights) or 1.0
    widths = [low + spare * weight / total for low, weight in zip(least, weights, strict=True)]
    columns = [Column("Дата", _TERM_CM, hyphens=False)]
    columns += [Column(direction, width) for direction, width in zip(directions, widths, strict=True)]
    if paper.with_fact:
        columns.append(Column(FACT_HEADING, _FACT_CM))
    return tuple(columns)


def _fullest_cell_cm(direction: str, groups: list[TermGroup]) -> float:
    """The mean of the fullest cell and all text of the direction, as one line of type."""
    cells = [
        sum(text_width_cm(activity_text(item), SIZE_PT) for item in group.items if item_direction(item) == direction)
        for group in groups
    ]
    return max(cells, default=0.0) + sum(cells) / max(len(cells), 1)
