"""Reading a paper inside the process that may die of it: words, blocks to be shown, pictures of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stellazh.common.errors import UnreadablePaper
from stellazh.office.extracts import limits
from stellazh.office.extracts.model import ExtractedText, PagePicture, PaperKind, ShownPaper
from stellazh.office.extracts.opening import open_any
from stellazh.office.extracts.showing import shown_paper
from stellazh.office.extracts.signs import is_pdf, refuse_by_signature
from stellazh.office.plain_text import printable_lines

if TYPE_CHECKING:
    from stellazh.office.extracts.pdf import Pdf


def read_text(data: bytes, filename: str) -> ExtractedText:
    """The words of a paper.

    Raises:
        UnreadablePaper: one sentence of what is wrong with it.
    """
    refuse_by_signature(data)
    if is_pdf(data):
        pdf = _pdf(data)
        words, is_cut, needs_recognition = pdf.words()
        text, cut_here = _cut(words)
        return ExtractedText(text, is_cut or cut_here, pdf.page_count, PaperKind.PDF, needs_recognition)
    paper = open_any(data, filename)
    kept: list[str] = []
    signs = 0
    for line in paper.lines():
        kept.append(line)
        signs += len(line) + 1
        if signs > 2 * limits.TEXT_SIGNS:
            break
    text, is_cut = _cut(printable_lines("\n".join(filter(None, kept))))
    if not text:
        raise UnreadablePaper(limits.NOTHING_INSIDE)
    return ExtractedText(text, is_cut, paper.page_count, paper.kind)


def read_shown(data: bytes, filename: str) -> ShownPaper:
    """What a page shows of a paper.

    Raises:
        UnreadablePaper: one sentence of what is wrong with it.
    """
    refuse_by_signature(data)
    if is_pdf(data):
        pdf = _pdf(data)
        drawn = min(pdf.page_count, limits.PICTURED_PAGES)
        pdf.check_sizes(drawn)
        return ShownPaper(PaperKind.PDF, (), pdf.page_count, drawn, is_cut=drawn < pdf.page_count)
    return shown_paper(open_any(data, filename))


def read_pictures(data: bytes, first: int, count: int) -> Iterator[PagePicture]:
    """Some pages of a PDF, from page `first`.

    Raises:
        UnreadablePaper: no PDF, or one that cannot be drawn.
    """
    refuse_by_signature(data)
    if not is_pdf(data):
        raise UnreadablePaper(limits.UNKNOWN)
    yield from _pdf(data).pictures(first, count)


def _pdf(data: bytes) -> Pdf:
    # Loaded only when it is wanted: other papers do not pay for it, in time or in room for faults.
    from stellazh.office.extracts.pdf import Pdf

    return Pdf(data)


def _cut(text: str) -> tuple[str, bool]:
    """At most so many signs, ended at a blank."""
    if len(text) <= limits.TEXT_SIGNS:
        return text, False
    return text[: limits.TEXT_SIGNS].rsplit(maxsplit=1)[0], True
