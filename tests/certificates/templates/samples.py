"""Pictures drawn for tests, hostile ones among them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw


def scanned_signature() -> bytes:
    """Blue ink on white paper, as a scanner gives it."""
    sheet = Image.new("RGB", (600, 260), "white")
    draw = ImageDraw.Draw(sheet)
    draw.line([(60, 180), (160, 60), (240, 200), (330, 70), (520, 160)], fill=(30, 40, 140), width=12)
    return _saved(sheet, "JPEG", quality=90)


def seal() -> bytes:
    """A violet ring on white paper."""
    sheet = Image.new("RGB", (420, 420), "white")
    draw = ImageDraw.Draw(sheet)
    draw.ellipse((30, 30, 390, 390), outline=(90, 60, 150), width=16)
    draw.ellipse((110, 110, 310, 310), outline=(90, 60, 150), width=8)
    return _saved(sheet, "PNG")


def emblem() -> bytes:
    """A green book."""
    sheet = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(sheet).rectangle((40, 60, 160, 140), fill=(11, 90, 78, 255))
    return _saved(sheet, "PNG")


def background() -> bytes:
    """A pale sheet with a frame."""
    sheet = Image.new("RGB", (842, 595), (252, 248, 238))
    ImageDraw.Draw(sheet).rectangle((20, 20, 822, 575), outline=(138, 90, 12), width=6)
    return _saved(sheet, "JPEG", quality=80)


def enormous_png() -> bytes:
    """A few hundred bytes that claim to be 20000 × 20000 points."""
    head = struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(2000))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def packed_zeros() -> bytes:
    """A zip of a few kilobytes that unpacks to 200 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("template.json", bytes(200 * 1024 * 1024))
    return file.getvalue()


def zipped(**contents: bytes) -> bytes:
    """A zip; a name's «__» is its dot."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


def _saved(picture: Image.Image, form: str, **options: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
