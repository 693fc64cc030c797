"""What stands in place of a signature or a seal for whoever may not see it."""

from __future__ import annotations

import io
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from stellazh.office.typeset import FONTS

_GREY: Final = (120, 124, 134, 255)
_FONT: Final = FONTS / "PTS56F.ttf"


@cache
def placeholder(word: str, width: int = 300, height: int = 120) -> bytes:
    """A grey frame with the word in it, as a small PNG."""
    sheet = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((2, 2, width - 3, height - 3), radius=14, fill=(120, 124, 134, 40), outline=_GREY, width=3)
    draw.text(
        (width / 2, height / 2),
        word,
        font=ImageFont.truetype(str(_FONT), min(56, height // 2)),
        fill=_GREY,
        anchor="mm",
    )
    file = io.BytesIO()
    sheet.quantize(16, method=Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


def signature_placeholder() -> bytes:
    """«подпись»."""
    return placeholder("подпись")


def seal_placeholder() -> bytes:
    """«печать»."""
    return placeholder("печать", 240, 240)
