"""The card of a shared link: the title on the paper of the house, 1200 × 630."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from stellazh.office.typeset import FONTS

WIDTH, HEIGHT = 1200, 630
_MARGIN: Final = 84
_PAPER, _INK, _SOFT, _LAMP = "#faf7f0", "#1f2430", "#555c6b", "#0b5a4e"
_SPINES: Final = ("#27645a", "#2b5a86", "#8a2f3c", "#8a5a0c", "#624788", "#17697a", "#a1431d", "#5c6a1e")
_SERIF_BOLD, _SANS, _SANS_BOLD = "PTF75F.ttf", "PTS55F.ttf", "PTS75F.ttf"
_SIZES: Final = (68, 60, 52, 46, 40)
_MOST_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The words of a card: a small line above, the title, whose site it is."""

    title: str
    above: str
    below: str


@lru_cache(maxsize=64)
def card_png(card: ShareCard) -> bytes:
    """The card as PNG. A long title is set smaller, and cut where even that is too large."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    # A shelf of books at the foot: the same sign as on the homes.
    for place in range(24):
        left, height = _MARGIN + place * 43, 46 + (place * 37) % 44
        draw.rectangle((left, HEIGHT - 34 - height, left + 34, HEIGHT - 34), fill=_SPINES[place % len(_SPINES)])
    draw.rectangle((_MARGIN - 20, HEIGHT - 34, WIDTH - _MARGIN + 20, HEIGHT - 24), fill="#b98c54")
    top = 72
    if card.above:
        draw.text((_MARGIN, top), card.above, font=_font(_SANS_BOLD, 30), fill=_LAMP)
        top += 56
    font, lines = _fitted(draw, card.title)
    for line in lines:
        draw.text((_MARGIN, top), line, font=font, fill=_INK)
        top += round(font.size * 1.22)
    below = _lines(draw, card.below, _font(_SANS, 30), 2)
    for number, line in enumerate(below):
        draw.text((_MARGIN, HEIGHT - 214 + number * 38), line, font=_font(_SANS, 30), fill=_SOFT)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitted(draw: ImageDraw.ImageDraw, title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    room = 290
    for size in _SIZES:
        font = _font(_SERIF_BOLD, size)
        lines = _lines(draw, title, font, _MOST_LINES + 1)
        if len(lines) * size * 1.22 <= room:
            return font, lines
    font = _font(_SERIF_BOLD, _SIZES[-1])
    return font, _lines(draw, title, font, _MOST_LINES)


def _lines(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """The words in lines that fit; the last one ends with dots where something is left."""
    lines: list[str] = []
    for word in text.split():
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(tried, font=font) <= WIDTH - 2 * _MARGIN:
            lines[-1] = tried
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.:;—')}…"]
    return lines


@lru_cache(maxsize=16)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size)
