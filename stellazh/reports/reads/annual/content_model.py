"""Everything a report says, ready for the page and for both papers; kept as JSON when it is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from stellazh.reports.enums import BlockKind, ReportForm


@dataclass(frozen=True, slots=True)
class Said:
    """A run of a line: plain words, or a figure as it is written.

    `code` is the live figure behind it, empty for words and for figures entered by hand; those say their `source`.
    `as_of` is the day of the figure, «2024-06-24». A mark nobody knows stays as typed and `is_unknown`.
    """

    text: str
    code: str = ""
    as_of: str = ""
    source: str = ""
    href: str = ""
    is_unknown: bool = False

    @property
    def is_figure(self) -> bool:
        return bool(self.as_of)

    @property
    def day(self) -> date | None:
        """The day of the figure; None for words."""
        return date.fromisoformat(self.as_of) if self.as_of else None


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A paragraph; with `is_item` a line of a list, without its dash."""

    pieces: tuple[Said, ...]
    is_item: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ContentCell:
    """A cell; `href` leads to the thing on the site, for pages only. `is_number` stands at the right edge."""

    text: str
    href: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class ContentTable:
    """A table under the text of a block. A row of one cell is a heading across the whole table: a section of a plan.

    `total` is the last row, set apart; empty for none.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[ContentCell, ...], ...]
    total: tuple[ContentCell, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContentBlock:
    """One block with its figures written out. `block_id` is the row it comes from."""

    block_id: int
    code: str
    kind: str
    heading: str
    lines: tuple[ContentLine, ...]
    tables: tuple[ContentTable, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to print: no text and no table."""
        return not any(line.text.strip() for line in self.lines) and not self.tables


@dataclass(frozen=True, slots=True)
class AppendixContent:
    """«Приложение 1. …»: a file beside the report, by its name, or an address."""

    number: int
    title: str
    filename: str = ""
    url: str = ""
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure of the report as it was counted: for the comparison of the next year and for the report above."""

    code: str
    label: str
    value: int | None
    words: str
    as_of: str
    decimals: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report as it reads. `counted_on` is the day of its figures."""

    title: str
    association: str
    association_short: str
    school_year: int
    form: str
    edition: int
    counted_on: date
    blocks: tuple[ContentBlock, ...]
    appendices: tuple[AppendixContent, ...]
    figures: tuple[KeptFigure, ...]
    signer_name: str
    signer_post: str

    @property
    def form_label(self) -> str:
        return str(ReportForm(self.form).label)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Marks nobody knows, each once."""
        pieces = (piece for block in self.blocks for line in block.lines for piece in line.pieces)
        return tuple(dict.fromkeys(piece.text for piece in pieces if piece.is_unknown))

    def block_of(self, kind: BlockKind) -> ContentBlock | None:
        """The first block of that kind."""
        return next((block for block in self.blocks if block.kind == kind), None)


def to_record(content: ReportContent) -> dict[str, Any]:
    """The report as JSON can hold it."""
    record = asdict(content)
    record["counted_on"] = content.counted_on.isoformat()
    return record


def from_record(record: Mapping[str, Any]) -> ReportContent:
    """The report that `to_record` was made of."""
    return ReportContent(
        **{
            **record,
            "counted_on": date.fromisoformat(record["counted_on"]),
            "blocks": tuple(_block(block) for block in record["blocks"]),
            "appendices": tuple(AppendixContent(**entry) for entry in record["appendices"]),
            "figures": tuple(KeptFigure(**figure) for figure in record["figures"]),
        }
    )


def _block(kept: Mapping[str, Any]) -> ContentBlock:
    lines = tuple(
        ContentLine(tuple(Said(**piece) for piece in line["pieces"]), line["is_item"]) for line in kept["lines"]
    )
    return ContentBlock(**{**kept, "lines": lines, "tables": tuple(_table(table) for table in kept["tables"])})


def _table(kept: Mapping[str, Any]) -> ContentTable:
    rows = tuple(_row(row) for row in kept["rows"])
    return ContentTable(**{**kept, "headings": tuple(kept["headings"]), "rows": rows, "total": _row(kept["total"])})


def _row(cells: list[Mapping[str, Any]]) -> tuple[ContentCell, ...]:
    return tuple(ContentCell(**cell) for cell in cells)
