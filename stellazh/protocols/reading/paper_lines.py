"""A paper as a run of lines: paragraphs, and the rows of its tables said in one line each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from stellazh.office.documents import Block, Cell, OfficeDocument, Paragraph, Table
from stellazh.protocols.reading.labels import find_label

_SPACED: Final = re.compile(r"(?<!\w)(?:[А-ЯЁ] ){3,}[А-ЯЁ](?!\w)")
_SPACED_WORDS: Final = frozenset(
    {"ПРОТОКОЛ", "СЛУШАЛИ", "ЗАСЛУШАЛИ", "ВЫСТУПИЛИ", "РЕШИЛИ", "РЕШЕНИЕ", "РЕШЕНО", "ПОСТАНОВИЛИ", "ПОВЕСТКА",
     "ПОВЕСТКАДНЯ", "ПРИСУТСТВОВАЛИ", "ГОЛОСОВАЛИ", "ПРИГЛАШЕННЫЕ", "ВЫСТУПЛЕНИЯ", "ПРИЛОЖЕНИЕ", "ПРИЛОЖЕНИЯ"}
)  # fmt: skip
# Several labels of one question in a single paragraph: «Слушали: … Решили: …».
_LABEL_INSIDE: Final = re.compile(
    r"(?<=[.!?»)])\s+(?=(?:\d{1,2}[.)]\s*)?(?:(?:ВЫСТУПИЛИ|РЕШИЛИ|ПОСТАНОВИЛИ|ГОЛОСОВАЛИ|СЛУШАЛИ)\b"
    r"|(?:Выступили|Решили|Решено|Постановили|Голосовали|Слушали|Время проведения|Повестка дня)\s*:))"
    r"|\s+(?=(?:Секретарь(?: заседания)?|Приглаш[её]нн?ые|Отсутствовали|Присутствовали)\s*(?::|[–—-]\s))"
)
_ONLY_NUMBER: Final = re.compile(r"(?:\d{1,2}|[IVXІХ]{1,5})[.)]")
_NAME_COLUMN: Final = re.compile(r"(?:ф\.?\s*и\.?\s*о\b|фамили|участник|присутствующ|имя)", re.IGNORECASE)
_POST_COLUMN: Final = re.compile(r"должност", re.IGNORECASE)
_SCHOOL_COLUMN: Final = re.compile(
    r"(?:(?:^|\W)(?:оо|оу|шк|мбоу|доу)(?:$|\W)|школ|учрежден|организац|место\s+работы|район|муниципал)", re.IGNORECASE
)
_OTHER_COLUMN: Final = re.compile(
    r"^(?:№.*|п/п|n|подпис\w*|роспис\w*|телефон\w*|e-?mail|контакт.*|примечани\w*|дата)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A row of a list of people: who, from which school, in which post; the rest of its words."""

    name: str
    post: str
    organisation: str
    words: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line. `cells` are the texts of the row it was made of; `attendee` is set in a list of people."""

    text: str
    cells: tuple[str, ...] = ()
    attendee: Attendee | None = None
    is_column_heading: bool = False


def lines_of_paper(document: OfficeDocument) -> tuple[PaperLine, ...]:
    """The lines that are not empty, in reading order. Spaced headings («П Р О Т О К О Л») are closed up."""
    return tuple(line for block in document.blocks for line in _lines(block) if line.text)


def _lines(block: Block) -> Iterator[PaperLine]:
    if isinstance(block, Paragraph):
        for text in block.lines:
            yield from (PaperLine(part) for part in _by_labels(_plain(text)))
    else:
        yield from _table_lines(block)


def _by_labels(text: str) -> Iterator[str]:
    """A paragraph cut before each label inside it; «1. СЛУШАЛИ» is one label."""
    start = 0
    for found in _LABEL_INSIDE.finditer(text):
        if not _ONLY_NUMBER.fullmatch(text, start, found.start()):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _plain(text: str) -> str:
    return " ".join(_SPACED.sub(_closed_up, " ".join(text.split())).split())


def _closed_up(found: re.Match[str]) -> str:
    joined = found[0].replace(" ", "")
    return joined if joined in _SPACED_WORDS else found[0]


def _table_lines(table: Table) -> Iterator[PaperLine]:
    columns: dict[str, int] = {}
    for row in range(table.row_count):
        cells = table.starting_in(row)
        if not any(cell.lines for cell in cells):
            continue
        if found := _columns_of_people(cells):
            columns = found
            yield PaperLine(_joined(cells), is_column_heading=True)
        elif columns:
            yield _row_of_people(cells, columns)
        else:
            yield from _row_lines(cells)


def _joined(cells: tuple[Cell, ...]) -> str:
    return " ".join(text for cell in cells if (text := _plain(cell.flat)))


def _columns_of_people(cells: tuple[Cell, ...]) -> dict[str, int]:
    """«ФИО» → column and so on, when this row heads a list of people; nothing otherwise."""
    found: dict[str, int] = {}
    for cell in cells:
        text = _plain(cell.flat)
        if len(text) > 60:
            return {}
        if "name" not in found and _NAME_COLUMN.search(text):
            found["name"] = cell.column
        elif "post" not in found and _POST_COLUMN.search(text):
            found["post"] = cell.column
        elif "organisation" not in found and _SCHOOL_COLUMN.search(text):
            found["organisation"] = cell.column
        elif not _OTHER_COLUMN.match(text):
            return {}
    return found if "name" in found and len(cells) > 1 else {}


def _row_of_people(cells: tuple[Cell, ...], columns: dict[str, int]) -> PaperLine:
    texts = {cell.column: _plain(cell.flat) for cell in cells}
    words = _joined(cells)
    name = texts.get(columns["name"], "")
    attendee = Attendee(
        name,
        texts.get(columns.get("post", -1), ""),
        texts.get(columns.get("organisation", -1), ""),
        words,
    )
    return PaperLine(words, attendee=attendee if name else None)


def _row_lines(cells: tuple[Cell, ...]) -> Iterator[PaperLine]:
    """A row of a table that only holds places: label and content, two columns of signatures, date beside city."""
    filled = [[_plain(line) for line in cell.lines] for cell in cells if cell.lines]
    if len(filled) > 1 and len(filled[0]) == 1 and (found := find_label(_with_colon(filled[0][0]))) and not found.rest:
        content = [line for lines in filled[1:] for line in lines]
        if len(content) == len(filled) - 1:
            content = [" ".join(content)]
        first, *further = content
        yield PaperLine(f"{_with_colon(filled[0][0])} {first}")
        yield from (PaperLine(line) for line in further)
    elif all(len(lines) == 1 for lines in filled):
        texts = tuple(lines[0] for lines in filled)
        yield PaperLine(" ".join(texts), cells=texts)
    elif len({len(lines) for lines in filled}) == 1:
        for row in zip_longest(*filled, fillvalue=""):
            yield PaperLine(" ".join(row), cells=tuple(row))
    else:
        for lines in filled:
            yield from (PaperLine(line) for line in lines)


def _with_colon(text: str) -> str:
    return text if text.endswith((":", "–", "—", "-")) else f"{text}:"
