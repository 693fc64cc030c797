"""PDF files made to harm: each ends with a sentence and soon, and never takes the worker along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stellazh.common.errors import UnreadablePaper
from stellazh.office.apart import ReadingTakesLong
from stellazh.office.extracts import limits, page_pictures, shown_pages, text_of
from tests.office.extracts import papers

STRANGE = {
    "locked": (papers.locked_pdf, limits.PDF_LOCKED),
    "cut off": (lambda: papers.scanned_pdf()[:400], limits.PDF_BROKEN),
    "rubbish": (lambda: b"%PDF-1.7 rubbish", limits.PDF_BROKEN),
    "hundred thousand pages": (lambda: papers.endless_pdf(100_000), limits.PDF_MANY_PAGES),
    "page of a kilometre": (lambda: papers.huge_page_pdf(3_000_000, 3_000_000), limits.PDF_STRANGE_PAGES),
    "page like a thread": (lambda: papers.huge_page_pdf(14_400, 10), limits.PDF_STRANGE_PAGES),
    "deep tree": (lambda: papers.deep_pdf(5_000), limits.PDF_BROKEN),
    "tree in a circle": (papers.circular_pdf, limits.PDF_BROKEN),
}


@pytest.mark.parametrize("read", [text_of, shown_pages], ids=["text", "shown"])
@pytest.mark.parametrize(("made", "sentence"), STRANGE.values(), ids=STRANGE)
def test_strange_pdf_is_refused_with_a_sentence(
    read: Callable[[bytes, str], object], made: Callable[[], bytes], sentence: str
) -> None:
    with pytest.raises(UnreadablePaper) as refused:
        read(made(), "бумага.pdf")

    assert str(refused.value) == sentence


def test_pdf_that_fills_the_memory_is_a_sentence() -> None:
    data = papers.bomb_pdf(megabytes=1_500)

    with pytest.raises(UnreadablePaper) as refused:
        text_of(data, "бумага.pdf")

    assert str(refused.value) == limits.DIED


def test_pdf_that_takes_for_ever_is_a_sentence() -> None:
    data = papers.slow_pdf(strokes=5_000)

    with pytest.raises(ReadingTakesLong) as refused:
        text_of(data, "бумага.pdf", seconds=1)

    assert str(refused.value) == limits.LONG


def test_page_that_cannot_be_drawn_leaves_the_others_alone() -> None:
    good = papers.scanned_pdf(pages=2)
    data = papers.joined_pdf(good, papers.bomb_pdf(megabytes=1_500), good)

    pages = list(page_pictures(data, seconds=10))

    assert [(page.number, bool(page.webp)) for page in pages] == [
        (1, True),
        (2, True),
        (3, False),
        (4, True),
        (5, True),
    ]


def test_drawing_stops_after_two_lots_that_died() -> None:
    lot = papers.joined_pdf(papers.bomb_pdf(megabytes=1_500), papers.scanned_pdf(pages=limits.LOT_PAGES - 1))
    data = papers.joined_pdf(lot, lot, lot)

    pages = list(page_pictures(data, seconds=10))

    assert len(pages) == limits.LOST_LOTS * limits.LOT_PAGES
    assert [page.number for page in pages if not page.webp] == [1, 6]


def test_vast_picture_is_drawn_small_or_not_at_all() -> None:
    (page,) = page_pictures(papers.vast_picture_pdf(side=30_000))

    assert (page.width, page.height) == (limits.PICTURE_WIDTH, 1_540)
