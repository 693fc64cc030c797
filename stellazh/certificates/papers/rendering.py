"""Sheets typeset: one, or many in one file for the printer."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import segno

from stellazh.certificates.layout import COLOURS, SHEETS, Block, BlockKind, Design, Layout, Orientation, check_layout
from stellazh.certificates.papers.page import CertificatePage
from stellazh.certificates.wording import ISSUER, NUMBER, TITLE, fill
from stellazh.office.plain_text import printable_line
from stellazh.office.typeset import typeset, typeset_drawing, typeset_picture

PREVIEW_WIDTH: Final = 900
MOST_SIGNERS: Final = 3

_TEMPLATE: Final = Path(__file__).parent / "typst" / "certificate.typ"
_BACKDROP: Final = _TEMPLATE.with_name("backdrop.typ")
_MM_PER_INCH: Final = 25.4
_POINT_MM: Final = 0.3528
# Between a block that may grow and what stands below it; between it and the edge of the sheet.
_GAP: Final = 1.0
_MARGIN: Final = 9.0
_WITH_TEXT: Final = frozenset({BlockKind.TITLE, BlockKind.TEXT, BlockKind.NAME, BlockKind.NUMBER, BlockKind.QR})
# Words longer than this may be broken anywhere.
_LONG_WORD: Final = re.compile(r"[^\s\u200b-]{26,}")
_PARTS: Final = re.compile(r"(.{1,4})")


def certificate_pdf(page: CertificatePage, made_at: datetime) -> bytes:
    """One sheet as PDF/UA-1 and PDF/A-2a; the same page and moment give the same bytes.

    Raises:
        LayoutUnfit: the layout cannot be printed.
    """
    return certificates_pdf((page,), made_at)


def certificates_pdf(pages: Sequence[CertificatePage], made_at: datetime) -> bytes:
    """All sheets in one file, in their order; a picture used by many of them is kept once.

    Raises:
        LayoutUnfit: a layout cannot be printed.
        ValueError: there is nothing to print.
    """
    if not pages:
        raise ValueError("there is no page to print")
    shelf = _Pictures()
    content = _content(pages, shelf)
    return typeset(_TEMPLATE, content, made_at=made_at, pictures=shelf.files)


def certificate_preview(page: CertificatePage, *, width_px: int = PREVIEW_WIDTH) -> bytes:
    """The sheet as a PNG of that many pixels across.

    Raises:
        LayoutUnfit: the layout cannot be printed.
    """
    shelf = _Pictures()
    content = _content((page,), shelf)
    dots = width_px / (page.layout.width / _MM_PER_INCH)
    return typeset_picture(_TEMPLATE, content, dots_per_inch=dots, pictures=shelf.files)


class _Pictures:
    """The files that go beside the data, each once."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._names: dict[int, str] = {}

    def name(self, content: bytes | None) -> str | None:
        if not content:
            return None
        if id(content) not in self._names:
            suffix = "png" if content.startswith(b"\x89PNG") else "jpg"
            name = f"{sha256(content).hexdigest()[:32]}.{suffix}"
            self.files[name] = content
            self._names[id(content)] = name
        return self._names[id(content)]

    def backdrop(self, design: Design, orientation: Orientation) -> str | None:
        if design == Design.PLAIN:
            return None
        name = f"{design}-{orientation}.svg"
        self.files[name] = drawn_backdrop(design, orientation)
        return name


@lru_cache(maxsize=64)
def _check(layout: Layout) -> None:
    check_layout(layout)


@cache
def drawn_backdrop(design: Design, orientation: Orientation) -> bytes:
    """The ornament of a sheet as an SVG, drawn once for the life of the process."""
    width, height = SHEETS[orientation]
    return typeset_drawing(_BACKDROP, {"design": design, "width": width, "height": height})


def _content(pages: Sequence[CertificatePage], shelf: _Pictures) -> dict[str, Any]:
    for layout in dict.fromkeys(page.layout for page in pages):
        _check(layout)
    title = printable_line(pages[0].title) or "Документ"
    return {
        "title": title if len(pages) == 1 else f"{title}: листов {len(pages)}",
        "pages": [_page(page, shelf) for page in pages],
    }


def _page(page: CertificatePage, shelf: _Pictures) -> dict[str, Any]:
    own = {NUMBER: page.number, ISSUER: page.issuer}
    values = {TITLE: page.title} | dict(page.values) | {name: text for name, text in own.items() if text}
    layout = page.layout
    # Read aloud as it is read with the eyes: from above, then from the left.
    ordered = sorted(layout.blocks, key=lambda block: (round(block.y / 4), block.x))
    return {
        "backdrop": shelf.backdrop(layout.design, layout.orientation),
        "width": layout.width,
        "height": layout.height,
        "background": shelf.name(page.background),
        "sample": page.is_sample,
        "duplicate": page.is_duplicate,
        "blocks": [_block(block, page, values, shelf) for block in ordered],
    }


def _block(block: Block, page: CertificatePage, values: dict[str, str], shelf: _Pictures) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": block.kind,
        "x": block.x,
        "y": block.y,
        "w": block.width,
        "h": block.height or _room(block, page.layout),
        "set": block.height is not None,
        "size": block.size,
        "align": block.align,
        "font": block.font,
        "weight": block.weight,
        "italic": block.italic,
        "fill": COLOURS[block.colour][1],
    }
    issuer = printable_line(values.get(ISSUER, ""))
    if block.kind in _WITH_TEXT:
        found["lines"] = _lines(fill(block.text, values))
    if block.kind == BlockKind.QR:
        address = printable_line(page.check_url)
        found |= {
            "address": address,
            "shown": _breakable((address.partition("://")[2] or address).replace("/", "/\u200b")),
            "code": printable_line(page.code),
            "svg": qr_svg(address),
        }
    elif block.kind == BlockKind.EMBLEM:
        found |= {"picture": shelf.name(page.emblem), "alt": f"Эмблема: {issuer}" if issuer else "Эмблема"}
    elif block.kind == BlockKind.SEAL:
        found |= {"picture": shelf.name(page.seal), "alt": f"Печать: {issuer}" if issuer else "Печать"}
    elif block.kind == BlockKind.SIGNATURES:
        found["signers"] = [
            {
                "post": _breakable(printable_line(signer.post)),
                "name": printable_line(signer.name).replace(" ", "\u00a0"),
                "picture": shelf.name(signer.picture),
                "alt": f"Подпись: {printable_line(signer.name)}",
            }
            for signer in page.signers[:MOST_SIGNERS]
        ]
    return found


def _room(block: Block, layout: Layout) -> float:
    """How far down a block without a height may reach: to whatever begins below it, or nearly to the edge."""
    least = block.size * _POINT_MM * 1.2
    if block.kind == BlockKind.QR:
        least += block.width
    below = [other.y - _GAP for other in _under(block, layout.blocks) if other.y - _GAP >= block.y + least]
    return max(least, min([*below, max(layout.height - _MARGIN, block.y + least)]) - block.y)


def _under(block: Block, others: Iterable[Block]) -> Iterable[Block]:
    for other in others:
        if other.y > block.y and other.x < block.x + block.width and block.x < other.x + other.width:
            yield other


def _lines(text: str) -> list[str]:
    return [_breakable(line) for line in text.split("\n")] if text else []


def _breakable(line: str) -> str:
    """With places to break where a word is longer than any line."""
    return _LONG_WORD.sub(lambda word: _PARTS.sub("\\1\u200b", word[0]), line)


def qr_svg(address: str) -> str:
    """The address as a QR code that survives a fold, without its quiet border."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
