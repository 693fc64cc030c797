"""Opening a paper of any kind but PDF: its blocks in parts, and the words that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.limits import UNPACKED_LIMIT_BYTES
from stellazh.office.documents.model import Block, DocumentPart, Paragraph, Table
from stellazh.office.documents.package import LOCKED, Package, open_package
from stellazh.office.documents.plaintext import decode_text, read_plain_text
from stellazh.office.documents.relations import main_part
from stellazh.office.documents.webpage import read_webpage
from stellazh.office.documents.word import read_beside, read_word
from stellazh.office.extracts import limits
from stellazh.office.extracts.model import PaperKind
from stellazh.office.extracts.open_document import read_open_document
from stellazh.office.extracts.signs import is_package, kind_of_text
from stellazh.office.extracts.slides import read_slides
from stellazh.office.tables.limits import PART_LIMIT_BYTES, XML_LIMIT_BYTES
from stellazh.office.tables.model import TableFile
from stellazh.office.tables.separated import read_separated
from stellazh.office.tables.workbook import read_workbook


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """A paper that is no PDF: parts with blocks, or a table; `beside` are headers, footers and notes."""

    kind: PaperKind
    parts: tuple[DocumentPart, ...] = ()
    table: TableFile | None = None
    beside: tuple[str, ...] = ()
    page_count: int | None = None
    plain: str = ""

    def lines(self) -> Iterator[str]:
        """Every line of the paper; the cells of a row stand on one line."""
        if self.table is not None:
            for sheet in self.table.sheets:
                if self.kind is PaperKind.EXCEL:
                    yield sheet.name
                yield from (_row(cells) for cells in sheet.rows if cells)
        for part in self.parts:
            yield part.name
            for block in part.blocks:
                yield from _lines(block)
        yield from self.beside


def open_any(data: bytes, filename: str) -> OpenedPaper:
    """Open a paper that is no PDF, told apart by content; `refuse_by_signature` has let it pass.

    Raises:
        UnreadablePaper: one sentence of what is wrong with it.
    """
    if is_package(data):
        return _open_package(data)
    text = decode_text(data)
    if text is None:
        raise UnreadablePaper(limits.UNKNOWN)
    kind = kind_of_text(text, filename)
    if kind is PaperKind.PAGE:
        return OpenedPaper(kind, (DocumentPart("", read_webpage(text)),))
    if kind is PaperKind.SEPARATED:
        try:
            return OpenedPaper(kind, table=read_separated(text, filename))
        except UnreadablePaper:
            # A text that is no good table still has words.
            kind = PaperKind.TEXT
    return OpenedPaper(kind, (DocumentPart("", read_plain_text(text)),), plain=text)


def _open_package(data: bytes) -> OpenedPaper:
    if len(data) > UNPACKED_LIMIT_BYTES:
        raise UnreadablePaper(limits.TOO_LARGE)
    package = open_package(data, part_bytes=PART_LIMIT_BYTES, xml_bytes=XML_LIMIT_BYTES)
    if "content.xml" in package.names and "mimetype" in package.names:
        return _open_document(package)
    if "[Content_Types].xml" not in package.names:
        raise UnreadablePaper(limits.ARCHIVE)
    kind, path = main_part(package)
    if path.casefold().endswith(".bin"):
        raise UnreadablePaper(limits.BINARY_EXCEL)
    if kind == "word":
        part = DocumentPart("", read_word(package, path))
        return OpenedPaper(PaperKind.WORD, (part,), beside=read_beside(package, path))
    if kind == "excel":
        return OpenedPaper(PaperKind.EXCEL, table=read_workbook(package, path))
    if path.startswith("ppt/"):
        blocks, count = read_slides(package, path)
        return OpenedPaper(PaperKind.SLIDES, (DocumentPart("", blocks),), page_count=count)
    raise UnreadablePaper(limits.UNKNOWN)


def _open_document(package: Package) -> OpenedPaper:
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise UnreadablePaper(LOCKED)
    is_sheet, parts = read_open_document(package)
    return OpenedPaper(PaperKind.OPEN_SHEET if is_sheet else PaperKind.OPEN_TEXT, parts)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from block.lines
    elif isinstance(block, Table):
        for row in range(block.row_count):
            yield _row(tuple(cell.flat for cell in block.starting_in(row)))


def _row(cells: tuple[str, ...]) -> str:
    """The filled cells of a row; a merged cell, which stands in each place that it covers, is said once."""
    said: list[str] = []
    for cell in cells:
        flat = " ".join(cell.split())
        if flat and (not said or said[-1] != flat):
            said.append(flat)
    return " | ".join(said)
