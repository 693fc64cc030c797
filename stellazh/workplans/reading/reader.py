"""Reading a whole paper: its plan tables, the texts around them, its year and its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from stellazh.common.errors import UnreadablePaper
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR
from stellazh.office.documents import Block, DocumentPart, OfficeDocument, Paragraph, Table
from stellazh.office.documents.model import lines_of
from stellazh.workplans.reading.checks import check_days, check_numbers
from stellazh.workplans.reading.entries import Entry
from stellazh.workplans.reading.finishing import finish
from stellazh.workplans.reading.grifs import starts_grif
from stellazh.workplans.reading.matrix_form import read_matrix
from stellazh.workplans.reading.model import ItemReading, PlanForm, PlanReading, Warning
from stellazh.workplans.reading.parting import Parted, part_blocks
from stellazh.workplans.reading.passport import PassportReader, signer_of
from stellazh.workplans.reading.prose import read_prose
from stellazh.workplans.reading.rows_form import read_rows
from stellazh.workplans.reading.years import year_in_title, year_of_terms

NO_PLAN: Final = (
    "В файле не нашлось плана: нужна таблица с мероприятиями и сроками или список мероприятий по месяцам. "
    "Проверьте, тот ли это файл."
)
_UNSAID_YEAR: Final = 2000


@dataclass(slots=True)
class _PartReading:
    name: str
    form: PlanForm
    entries: list[Entry] = field(default_factory=list)
    parted: Parted = field(default_factory=lambda: Parted())
    year: int | None = None


def read_plan(document: OfficeDocument, school_year: int | None = None) -> PlanReading:
    """Read a yearly plan out of an opened paper.

    `school_year` is the calendar year in which the plan's school year opens. Without it the year is taken from the
    title, else from the dates of the plan; a title of another year is a warning, never a correction. Nothing of the
    paper's words is changed; what may be wrong is said in the warnings.

    Raises:
        UnreadablePaper: there is no plan in the paper, it does not say its year and none was given, or the given year
            is out of range.
    """
    if school_year is not None and not FIRST_YEAR <= school_year < LAST_YEAR:
        raise UnreadablePaper(f"Учебный год {school_year} указан неверно: нужен год его начала, например 2024.")
    readings = [reading for part in document.parts if (reading := _read_part(part, school_year)).entries]
    if not readings:
        raise UnreadablePaper(NO_PLAN)
    best = max(readings, key=lambda reading: len(reading.entries))
    year = school_year if school_year is not None else best.year
    if year is None:
        raise UnreadablePaper("В плане не указан учебный год: выберите его и загрузите файл снова.")
    items = finish(best.entries, year)
    if not items:
        raise UnreadablePaper(NO_PLAN)
    return _assembled(best, items, year, others=[reading.name for reading in readings if reading is not best])


def _read_part(part: DocumentPart, school_year: int | None) -> _PartReading:
    parted = part_blocks(part.blocks)
    lines = list(lines_of(part.blocks))
    said = year_in_title(parted.lines_above)
    # Phrases are told apart from other text by their kind, which does not depend on the year.
    working_year = school_year or said or _UNSAID_YEAR
    reading = _PartReading(part.name, PlanForm.TEXT, parted=parted, year=said)
    if parted.tables:
        _read_tables(reading, working_year)
    if not reading.entries:
        paragraphs = [block for block in part.blocks if isinstance(block, Paragraph)]
        reading.entries, reading.form = read_prose(_below_passport(paragraphs), working_year)
    if reading.year is None:
        reading.year = year_of_terms(entry.term for entry in reading.entries) or year_in_title(lines)
    return reading


def _read_tables(reading: _PartReading, school_year: int) -> None:
    parted = reading.parted
    tables = [part for part in parted.tables if not isinstance(part, str)]
    if any(table.header.is_matrix or table.header.is_turned for table in tables):
        reading.entries, reading.form = read_matrix(parted.tables), PlanForm.MATRIX
        return
    reading.entries, by_months, by_meetings = read_rows(parted.tables, school_year)
    if by_meetings:
        reading.form = PlanForm.MEETINGS
    else:
        reading.form = PlanForm.MONTHS if by_months else PlanForm.SECTIONS


def _below_passport(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs without the goal, the tasks and the other labelled parts above the plan itself."""
    reader = PassportReader()
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if not reader.take_prose(paragraph):
            kept.append(paragraph)
    return kept


def _assembled(best: _PartReading, items: tuple[ItemReading, ...], year: int, others: list[str]) -> PlanReading:
    passport = PassportReader()
    grif_cells: list[Sequence[str]] = []
    for block in best.parted.above:
        _take_block(block, passport, grif_cells)
    warnings: list[Warning] = []
    if best.year is not None and best.year != year:
        warnings.append(
            Warning(
                "year_conflict",
                f"В плане назван {best.year}/{best.year + 1} учебный год, а выбран {year}/{year + 1}: проверьте год.",
            )
        )
    if others:
        listed = ", ".join(f"«{name}»" for name in others[:5])
        warnings.append(
            Warning("several_sheets", f"План есть и на других листах ({listed}); прочитан лист «{best.name}».")
        )
    found = passport.passport(grif_cells, signer_of(best.parted.lines_below))
    return PlanReading(
        form=best.form,
        school_year=year,
        passport=found,
        items=items,
        warnings=(*warnings, *check_numbers(items, by_months=best.form is PlanForm.MONTHS), *check_days(items)),
    )


def _take_block(block: Block, passport: PassportReader, grif_cells: list[Sequence[str]]) -> None:
    if isinstance(block, Paragraph):
        for line in block.lines:
            passport.take_line(line)
        return
    if _is_grif_table(block):
        grif_cells.extend(cell.lines for cell in block.cells if cell.lines)
    elif not passport.take_table(block):
        for line in lines_of([block]):
            passport.take_line(line)


def _is_grif_table(table: Table) -> bool:
    return any(cell.lines and starts_grif(cell.lines[0]) for cell in table.cells)
