"""Small films and sounds of our own making, box by box and element by element."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image


def box(name: str, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return struct.pack(">I4s", len(body) + 8, name.encode("latin-1")) + body


def track(handler: str, coding: str, width: int = 0, height: int = 0) -> bytes:
    header = box("tkhd", bytes(76), struct.pack(">II", width << 16, height << 16))
    spoken = box("hdlr", bytes(8), handler.encode(), bytes(13))
    codings = box("stsd", bytes(4), struct.pack(">I", 1), box(coding, bytes(16)))
    return box("trak", header, box("mdia", spoken, box("minf", box("stbl", codings))))


def mp4(
    *tracks: bytes, brand: str = "isom", seconds: int = 90, body: bytes = bytes(20_000), is_last: bool = False
) -> bytes:
    """A film in MP4; its description stands before the pictures, or after them."""
    described = tracks or (track("vide", "avc1", 1280, 720), track("soun", "mp4a"))
    movie = box("mvhd", bytes(12), struct.pack(">II", 1000, seconds * 1000), bytes(80))
    parts = [box("moov", movie, *described), box("mdat", body)]
    return box("ftyp", brand.encode(), bytes(4), b"isomavc1") + b"".join(reversed(parts) if is_last else parts)


def element(number: int, body: bytes) -> bytes:
    width = (number.bit_length() + 7) // 8
    return number.to_bytes(width, "big") + struct.pack(">Q", len(body) | 1 << 56) + body


def webm(*codings: str, doc_type: str = "webm", seconds: float = 42) -> bytes:
    """A film in WebM, or another Matroska."""
    picture = element(0xE0, element(0xB0, b"\x02\x80") + element(0xBA, b"\x01\x68"))
    tracks = b"".join(
        element(0xAE, element(0x86, coding.encode()) + picture) for coding in codings or ("V_VP9", "A_OPUS")
    )
    info = element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4489, struct.pack(">d", seconds * 1000)))
    head = element(0x1A45DFA3, element(0x4282, doc_type.encode()))
    return head + element(0x18538067, info + element(0x1654AE6B, tracks) + element(0x1F43B675, bytes(5000)))


def picture(form: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: Any) -> bytes:
    """A picture: red on the left, blue on the right."""
    sheet = Image.new(mode, size, (200, 30, 30) if mode == "RGB" else (200, 30, 30, 255))
    sheet.paste((30, 30, 200) if mode == "RGB" else (30, 30, 200, 120), (size[0] // 2, 0, *size))
    file = io.BytesIO()
    sheet.save(file, form, **options)
    return file.getvalue()
