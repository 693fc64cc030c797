"""PDF by PDFium: words and pictures of pages. Runs in a process of its own only: PDFium is C++ fed by strangers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.extracts import limits
from stellazh.office.extracts.model import PagePicture
from stellazh.office.plain_text import printable_lines

# PDFium writes this sign for a hyphen at the end of a line.
_BROKEN_WORD: Final = re.compile(
    r"(?P<before>[^\W\d_]+)(?:[\ufffe\x02\u00ad][ \t]*(?:\r?\n)?|-[ \t]*\r?\n)(?P<after>[^\W\d_]+)"
)
_HYPHENED_BEFORE: Final = frozenset({"онлайн", "офлайн", "веб", "интернет", "пресс", "вице", "арт", "кое"})
_HYPHENED_AFTER: Final = frozenset({"то", "либо", "нибудь", "таки"})
# A stamp or a number over a scan is not its text.
_FEW_LETTERS: Final = 12
_LOSSLESS_BYTES: Final = 160_000
_LOSSY_QUALITY: Final = 70


class Pdf:
    """An opened PDF with sane pages.

    Raises:
        UnreadablePaper: encrypted, damaged, with thousands of pages or with sizes that no page has.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
            self.page_count = len(self._document)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            raise UnreadablePaper(limits.PDF_LOCKED if locked else limits.PDF_BROKEN) from error
        if not self.page_count:
            raise UnreadablePaper(limits.PDF_BROKEN)
        if self.page_count > limits.MOST_PAGES:
            raise UnreadablePaper(limits.PDF_MANY_PAGES)

    def check_sizes(self, count: int) -> None:
        """Look at the sizes of the first pages. Raises: UnreadablePaper."""
        for number in range(count):
            self._size(number)

    def words(self) -> tuple[str, bool, bool]:
        """`(text, it was cut, the pages are pictures)`."""
        pieces: list[str] = []
        signs = letters = read = 0
        for number in range(self.page_count):
            text = self._page_text(number)
            pieces.append(text)
            signs += len(text) + 1
            letters += sum(map(str.isalpha, text))
            read += 1
            if signs > limits.TEXT_SIGNS:
                break
        is_pictures = letters < _FEW_LETTERS * read and any(map(self._has_picture, range(min(read, 20))))
        return "\n".join(filter(None, pieces)), read < self.page_count, is_pictures or not letters

    def pictures(self, first: int, count: int) -> Iterator[PagePicture]:
        """The pages from `first` (the first is 1), `count` of them at most."""
        for number in range(first - 1, min(first - 1 + count, self.page_count)):
            width, height = self._size(number)
            scale = min(limits.PICTURE_WIDTH / width, limits.PICTURE_HEIGHT / height)
            page = self._document[number]
            drawn = page.render(scale=scale, may_draw_forms=False, draw_annots=True, no_smoothtext=False)
            picture = drawn.to_pil().convert("RGB")
            text = self._page_text(number)[: limits.PAGE_SIGNS]
            yield PagePicture(number + 1, _webp(picture), picture.width, picture.height, text)
            drawn.close()
            page.close()

    def _size(self, number: int) -> tuple[float, float]:
        try:
            width, height = self._document.get_page_size(number)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePaper(limits.PDF_BROKEN) from error
        # Not one of these comparisons holds for «not a number».
        if not (
            1 <= width <= limits.SIDE_POINTS and 1 <= height <= limits.SIDE_POINTS and 1 / 200 < width / height < 200
        ):
            raise UnreadablePaper(limits.PDF_STRANGE_PAGES)
        return width, height

    def _page_text(self, number: int) -> str:
        self._size(number)
        try:
            page = self._document[number]
            content = page.get_textpage()
        except pypdfium2.PdfiumError:
            # One damaged page does not take the words of the others along.
            return ""
        raw = content.get_text_range()
        content.close()
        page.close()
        return printable_lines(clean_text(_BROKEN_WORD.sub(_joined, raw)))

    def _has_picture(self, number: int) -> bool:
        try:
            page = self._document[number]
        except pypdfium2.PdfiumError:
            return False
        return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _joined(word: re.Match[str]) -> str:
    """The two halves of a word broken at the end of a line, with the hyphen that it has of its own."""
    before, after = word["before"], word["after"]
    is_hyphened = before.casefold() in _HYPHENED_BEFORE or after.casefold() in _HYPHENED_AFTER or after[0].isupper()
    return f"{before}-{after}" if is_hyphened else before + after


def _webp(picture: Any) -> bytes:
    """Letters on white stay sharp and small without loss; a photograph would not."""
    exact, lossy = io.BytesIO(), io.BytesIO()
    picture.save(exact, "WEBP", lossless=True, quality=30, method=2)
    if exact.tell() <= _LOSSLESS_BYTES:
        return exact.getvalue()
    picture.save(lossy, "WEBP", quality=_LOSSY_QUALITY, method=3)
    return min(exact.getvalue(), lossy.getvalue(), key=len)
