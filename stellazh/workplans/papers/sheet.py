"""A plan as an Excel table: everything the plan holds, a line per activity or per term, with real dates beside the
author's wording."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from stellazh.office.sheets import CellValue, Sheet, SheetColumn, sheet_xlsx
from stellazh.workplans.papers.cleaning import printable_paper
from stellazh.workplans.papers.content import PaperItem, PlanPaper
from stellazh.workplans.papers.forms import FACT_HEADING, fact_text, numbered, owner_text
from stellazh.workplans.papers.masthead import DRAFT_MARK, SUBJECT
from stellazh.workplans.papers.matrix_form import (
    NO_TERM,
    activity_text,
    facts_text,
    item_direction,
    matrix_directions,
    term_groups,
)
from stellazh.workplans.papers.sections_form import ordered_items, running_numbers

Form = Literal["sections", "matrix"]

_FREE_COLUMNS: tuple[tuple[str, int, Callable[[PaperItem], str]], ...] = (
    ("Место проведения", 24, lambda item: item.place),
    ("Форма проведения", 20, lambda item: item.form_label),
    ("Формат", 14, lambda item: item.format_label),
    ("Участники", 20, lambda item: item.audience),
    ("Итоговый документ", 24, lambda item: item.outcome_document),
    ("Примечание", 36, lambda item: item.description),
)


def plan_xlsx(paper: PlanPaper, form: Form) -> bytes:
    """The plan as an .xlsx file.

    In the linear form («sections») a line is an activity with its section, wording of the term, first and last day,
    responsible people and whatever else the plan knows; columns nobody has filled are left out. In the matrix form a
    line is a term, a column a direction, and each activity stands on a line of its own inside its cell.
    """
    paper = printable_paper(paper)
    title = paper.title or SUBJECT
    columns, rows = _sections_table(paper) if form == "sections" else _matrix_table(paper)
    return sheet_xlsx(
        Sheet(
            name="План",
            title=f"{DRAFT_MARK}. {title}" if paper.draft else title,
            columns=columns,
            rows=rows,
            author=paper.association_name,
            made_on=paper.generated_on,
        )
    )


def _sections_table(paper: PlanPaper) -> tuple[list[SheetColumn], list[list[CellValue]]]:
    items = list(ordered_items(paper))
    free = [(heading, width, read) for heading, width, read in _FREE_COLUMNS if any(read(item) for item in items)]
    columns = [
        SheetColumn("№ п/п", 7, centred=True),
        SheetColumn("Раздел", 24),
        SheetColumn("Мероприятие", 52),
        SheetColumn("Сроки проведения", 20),
        SheetColumn("Начало", 12, centred=True),
        SheetColumn("Окончание", 12, centred=True),
        SheetColumn("Ответственный", 28),
        *(SheetColumn(heading, width) for heading, width, _ in free),
    ]
    if paper.with_fact:
        columns.append(SheetColumn(FACT_HEADING, 28))
    rows: list[list[CellValue]] = []
    for item, number in zip(items, running_numbers(items), strict=True):
        owners = "\n".join(owner_text(owner) for owner in item.owners)
        row: list[CellValue] = [numbered(number), item.section, item.title, item.term_raw, item.start, item.end, owners]
        row += [read(item) for _, _, read in free]
        rows.append([*row, fact_text(item)] if paper.with_fact else row)
    return columns, rows


def _matrix_table(paper: PlanPaper) -> tuple[list[SheetColumn], list[list[CellValue]]]:
    directions = matrix_directions(paper)
    columns = [
        SheetColumn("Дата", 18),
        SheetColumn("Начало", 12, centred=True),
        SheetColumn("Окончание", 12, centred=True),
        *(SheetColumn(direction, 32) for direction in directions),
    ]
    if paper.with_fact:
        columns.append(SheetColumn(FACT_HEADING, 28))
    rows: list[list[CellValue]] = []
    for group in term_groups(paper.items):
        row: list[CellValue] = [group.term_raw or NO_TERM, _first_day(group.items), _last_day(group.items)]
        for direction in directions:
            row.append("\n".join(activity_text(item) for item in group.items if item_direction(item) == direction))
        rows.append([*row, "\n".join(facts_text(group))] if paper.with_fact else row)
    return columns, rows


def _first_day(items: tuple[PaperItem, ...]) -> date | None:
    return min((item.start for item in items if item.start), default=None)


def _last_day(items: tuple[PaperItem, ...]) -> date | None:
    return max((item.end for item in items if item.end), default=None)
