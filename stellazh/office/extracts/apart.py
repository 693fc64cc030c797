"""The three questions about a paper, each answered by a process of its own with limits of time and memory.

A paper made to crash, to hang or to fill the memory ends that process, and here becomes a sentence.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from stellazh.common.errors import UnreadablePaper
from stellazh.office.apart import MEMORY_MEGABYTES, NoTurnYet, ReadingDied, ReadingTakesLong, run_apart
from stellazh.office.extracts import limits
from stellazh.office.extracts.model import (
    ExtractedText,
    PagePicture,
    PaperKind,
    ShownBlock,
    ShownCell,
    ShownHeading,
    ShownItem,
    ShownList,
    ShownPaper,
    ShownParagraph,
    ShownTable,
)

_MODULE = "stellazh.office.extracts"


def text_of(
    data: bytes, filename: str, *, seconds: int = limits.TEXT_SECONDS, memory_megabytes: int = MEMORY_MEGABYTES
) -> ExtractedText:
    """The words of .docx, .xlsx, .pptx, .pdf, .odt, .ods, .html, .csv or plain text, told apart by content.

    `filename` only tells a table with separators from a text. A PDF without words is no refusal: see
    `ExtractedText.needs_recognition`.

    Raises:
        UnreadablePaper: anything else, damaged, locked or made to harm; one sentence that says what to do.
        ReadingTakesLong: `seconds` of processor time were not enough, or there was no turn; it may be tried again.
    """
    answer = _answer({"wanted": "text", "name": filename}, data, seconds, memory_megabytes)
    return ExtractedText(**{**answer, "kind": PaperKind(answer["kind"])})


def shown_pages(
    data: bytes, filename: str, *, seconds: int = limits.TEXT_SECONDS, memory_megabytes: int = MEMORY_MEGABYTES
) -> ShownPaper:
    """What a page of the site shows of the paper; of a PDF only how many pages `page_pictures` will give.

    Raises:
        UnreadablePaper: as `text_of` does.
        ReadingTakesLong: as `text_of` does.
    """
    return _shown(_answer({"wanted": "shown", "name": filename}, data, seconds, memory_megabytes))


def page_pictures(
    data: bytes, *, seconds: int = limits.LOT_SECONDS, memory_megabytes: int = limits.PDF_MEGABYTES
) -> Iterator[PagePicture]:
    """The pages of a PDF, one after another, at most `limits.PICTURED_PAGES`; a few are held in memory at a time.

    Each lot of pages is drawn by a process of its own, which has `seconds`. When one dies, its pages are tried alone,
    and the page to blame comes without a picture; after `limits.LOST_LOTS` such lots no more pages come.

    Raises:
        UnreadablePaper: no PDF, or one that `text_of` would refuse.
        NoTurnYet: too many papers are being read; the pages given so far are good.
    """
    count = shown_pages(data, "").pictured_count
    lost = 0
    for first in range(1, count + 1, limits.LOT_PAGES):
        size = min(limits.LOT_PAGES, count + 1 - first)
        try:
            yield from _lot(data, first, size, seconds, memory_megabytes)
        except NoTurnYet:
            raise
        except UnreadablePaper:
            lost += 1
            for number in range(first, first + size):
                yield from _alone(data, number, seconds, memory_megabytes)
            if lost >= limits.LOST_LOTS:
                return


def _alone(data: bytes, number: int, seconds: int, megabytes: int) -> Iterator[PagePicture]:
    try:
        yield from _lot(data, number, 1, seconds, megabytes)
    except NoTurnYet:
        raise
    except UnreadablePaper:
        yield PagePicture(number, b"", 0, 0, "")


def _lot(data: bytes, first: int, count: int, seconds: int, megabytes: int) -> tuple[PagePicture, ...]:
    answer = _answer({"wanted": "pictures", "first": first, "count": count}, data, seconds, megabytes)
    return tuple(PagePicture(**{**page, "webp": base64.b64decode(page["webp"])}) for page in answer["pages"])


def _answer(header: Mapping[str, Any], data: bytes, seconds: int, megabytes: int) -> dict[str, Any]:
    if len(data) > limits.UPLOAD_BYTES:
        raise UnreadablePaper(limits.TOO_LARGE)
    try:
        return run_apart(_MODULE, header, data, seconds=seconds, memory_megabytes=megabytes)
    except NoTurnYet:
        raise
    except ReadingTakesLong as late:
        raise ReadingTakesLong(limits.LONG) from late
    except ReadingDied as death:
        raise UnreadablePaper(limits.DIED) from death


def _shown(answer: dict[str, Any]) -> ShownPaper:
    blocks = tuple(map(_block, answer["blocks"]))
    return ShownPaper(**{**answer, "kind": PaperKind(answer["kind"]), "blocks": blocks})


def _block(told: dict[str, Any]) -> ShownBlock:
    match told["what"]:
        case "heading":
            return ShownHeading(**told)
        case "paragraph":
            return ShownParagraph(tuple(told["lines"]))
        case "list":
            items = tuple(ShownItem(item["marker"], tuple(item["lines"])) for item in told["items"])
            return ShownList(items, told["is_numbered"])
    return ShownTable(
        **{
            **told,
            "header": tuple(map(_cell, told["header"])),
            "rows": tuple(tuple(map(_cell, row)) for row in told["rows"]),
        }
    )


def _cell(told: dict[str, Any]) -> ShownCell:
    return ShownCell(tuple(told["lines"]), told["row_span"], told["column_span"])
