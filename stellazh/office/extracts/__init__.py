"""Papers of any kind read for the search and for the screen, each in a process of its own.

`text_of` gives the words, `shown_pages` what a page of the site shows instead of a download, `page_pictures` the pages
of a PDF as pictures. The results are plain data, ready to be kept as JSON.
"""

from __future__ import annotations

from stellazh.office.extracts.apart import page_pictures, shown_pages, text_of
from stellazh.office.extracts.model import (
    ExtractedText,
    PagePicture,
    PaperKind,
    ShownCell,
    ShownHeading,
    ShownItem,
    ShownList,
    ShownPaper,
    ShownParagraph,
    ShownTable,
)

__all__ = [
    "ExtractedText",
    "PagePicture",
    "PaperKind",
    "ShownCell",
    "ShownHeading",
    "ShownItem",
    "ShownList",
    "ShownPaper",
    "ShownParagraph",
    "ShownTable",
    "page_pictures",
    "shown_pages",
    "text_of",
]
