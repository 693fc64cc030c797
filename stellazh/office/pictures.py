"""Pictures that people bring are opened by Pillow: what it may fail with, and a picture saved without what stood beside
it.
"""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import Image, UnidentifiedImageError

# Decoders meet whatever a broken or hostile file holds; each of these means «this is no picture», none of them a fault
# of ours. Warnings count when they are made into errors.
UNREADABLE: Final[tuple[type[BaseException], ...]] = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    EOFError,
    ZeroDivisionError,
    struct.error,
    MemoryError,
)


def on_new_sheet(picture: Image.Image) -> Image.Image:
    """The same points on a new sheet: whatever was written beside the old one stays with it."""
    sheet = Image.new(picture.mode, picture.size)
    sheet.paste(picture)
    return sheet


def saved_picture(picture: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file of that form."""
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
