"""What was read of a paper. Texts are cleaned and never hold markup; everything but pictures fits into JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

NO_WORDS = "В файле только картинки страниц, слов в нём нет: такой файл нужно распознать и загрузить снова."


class PaperKind(StrEnum):
    """What the file turned out to be inside, whatever it is called."""

    WORD = "docx"
    EXCEL = "xlsx"
    SLIDES = "pptx"
    PDF = "pdf"
    OPEN_TEXT = "odt"
    OPEN_SHEET = "ods"
    PAGE = "html"
    SEPARATED = "csv"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The words of a file, line by line, at most `limits.TEXT_SIGNS` of them; `is_cut` when there were more.

    `page_count` is known of PDF and of slides only. `needs_recognition`: the pages are pictures, and whatever words
    there are (often none) are not those that a reader sees.
    """

    text: str
    is_cut: bool
    page_count: int | None
    kind: PaperKind
    needs_recognition: bool = False

    @property
    def note(self) -> str:
        """A sentence for whoever brought the file; empty when all is well."""
        return NO_WORDS if self.needs_recognition else ""


@dataclass(frozen=True, slots=True)
class ShownHeading:
    """A heading; levels begin with 1, end with 4, and none is skipped on the way down."""

    level: int
    text: str
    what: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, its forced line breaks kept."""

    lines: tuple[str, ...]
    what: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a list; `marker` is the sign drawn before it, «-» for any bullet."""

    marker: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownList:
    """Neighbouring paragraphs with markers."""

    items: tuple[ShownItem, ...]
    is_numbered: bool
    what: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell; a merged one exists once and knows how far it reaches."""

    lines: tuple[str, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: the row of headings when there surely is one, then the others. `note` says that it was cut.

    The caption of a sheet is its name; other tables are only numbered («Таблица 2»), which need not be shown.
    """

    caption: str
    is_named: bool
    header: tuple[ShownCell, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    note: str = ""
    what: Literal["table"] = "table"


ShownBlock = ShownHeading | ShownParagraph | ShownList | ShownTable


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """What a page shows of a paper. Of a PDF there are no blocks: its pages come as `PagePicture`.

    `pictured_count` is how many pages of a PDF are drawn, `page_count` how many there are.
    """

    kind: PaperKind
    blocks: tuple[ShownBlock, ...] = ()
    page_count: int | None = None
    pictured_count: int = 0
    is_cut: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it may be kept; the templates of `ui/paper/` take it and the dataclasses alike."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a PDF: a picture in WebP with its size in pixels, and its words.

    `webp` is empty when the page could not be drawn; its words may be there all the same.
    """

    number: int
    webp: bytes
    width: int
    height: int
    text: str
