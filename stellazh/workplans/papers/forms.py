"""The table of a printed plan, whatever the file it goes into: columns with their widths, rows with their cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from stellazh.office.word.document import Page
from stellazh.workplans.papers.content import PaperItem, PaperOwner
from stellazh.workplans.papers.measure import cell_height_cm

# A row that fills more of a page than this may be torn: below its repeated header it might not fit a page at all.
_WHOLE_ROW_SHARE = 0.85

FACT_HEADING = "Отметка о выполнении"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; a centred one holds short things such as numbers, `hyphens` allows words to be broken."""

    heading: str
    width_cm: float
    centred: bool = False
    hyphens: bool = True


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of cells, each a sequence of paragraphs; `whole` when it must not be torn between two pages."""

    cells: tuple[tuple[str, ...], ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class SectionRow:
    """The heading of a section, across the whole table."""

    title: str


@dataclass(frozen=True, slots=True)
class TableForm:
    """One of the two traditional tables of a plan, measured for its page; sizes of type are in points."""

    page: Page
    columns: tuple[Column, ...]
    rows: tuple[ItemRow | SectionRow, ...]
    size_pt: float
    heading_size_pt: float
    description: str


def item_row(cells: Sequence[tuple[str, ...]], columns: Sequence[Column], page: Page, size_pt: float) -> ItemRow:
    """A row that is whole when its estimated height leaves the page room for others."""
    pairs = zip(cells, columns, strict=True)
    height_cm = max(cell_height_cm(cell, column.width_cm, size_pt) for cell, column in pairs)
    return ItemRow(tuple(cells), whole=height_cm <= page.text_height_cm * _WHOLE_ROW_SHARE)


def owner_text(owner: PaperOwner) -> str:
    """«Ольхова А.Б. — библиотекарь школы № 3», or the one part there is."""
    return " — ".join(part for part in (owner.name, owner.detail) if part)


def numbered(number: str) -> str:
    """The number with its dot: «4» → «4.», «4.» as it is, «б)» as it is."""
    return f"{number}." if number and number[-1].isalnum() else number


def fact_text(item: PaperItem) -> str:
    """What the column «Отметка о выполнении» says: the status with its reason, then what shows that it is done.

    A planned activity without any result leaves the cell empty, to be filled in by hand.
    """
    status = "" if item.status == "planned" else item.status_label[:1].upper() + item.status_label[1:]
    if status and item.status_reason:
        status = f"{status}: {item.status_reason}"
    parts = [part for part in (status, item.fact) if part]
    return ". ".join([part.rstrip(".") for part in parts[:-1]] + parts[-1:])
