"""MP4 and its relations (ISO/IEC 14496-12): a tree of boxes, of which only the headers and `moov` are read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

# A film of two hours has one of a few megabytes; its fragments and samples are of no interest here.
LARGEST_MOOV = 64 * 1024 * 1024
MOST_BOXES = 10_000
HEADER = 8


@dataclass(frozen=True, slots=True)
class Track:
    """One stream: `vide` or `soun`, the code of its coding («avc1»), its size on the screen."""

    handler: str
    coding: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class IsoFilm:
    """What the film says of itself."""

    brand: str
    tracks: tuple[Track, ...]
    duration_seconds: int | None


class BrokenFilm(Exception):
    """The boxes do not fit into one another, or the one that describes the film is missing."""


@dataclass(frozen=True, slots=True)
class _Box:
    name: str
    start: int
    end: int


def read_iso(content: BinaryIO, size: int) -> IsoFilm:
    """The film's description.

    Raises:
        BrokenFilm: it was cut off, or is none.
    """
    brand, moov = "", b""
    for box in _top_boxes(content, size):
        if box.name == "ftyp":
            content.seek(box.start)
            brand = content.read(4).decode("latin-1")
        elif box.name == "moov":
            if box.end - box.start > LARGEST_MOOV:
                raise BrokenFilm("moov is too large")
            content.seek(box.start)
            # Read on to the end: a film that was cut off is told by a box that does not fit.
            moov = content.read(box.end - box.start)
    if not moov:
        raise BrokenFilm("no moov")
    try:
        return IsoFilm(brand, tuple(_tracks(moov)), _duration(moov))
    except struct.error as error:
        raise BrokenFilm("a box is too short") from error


def _top_boxes(content: BinaryIO, size: int) -> Iterator[_Box]:
    at = 0
    for _ in range(MOST_BOXES):
        if at + HEADER > size:
            return
        content.seek(at)
        head = content.read(16)
        length, name = struct.unpack(">I4s", head[:HEADER])
        start = at + HEADER
        if length == 1 and len(head) == 16:
            length, start = struct.unpack(">Q", head[HEADER:])[0], at + 16
        elif length == 0:
            length = size - at
        end = at + length
        if end < start or end > size:
            raise BrokenFilm("a box does not fit")
        yield _Box(name.decode("latin-1"), start, end)
        at = end


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    at = start
    for _ in range(MOST_BOXES):
        if at + HEADER > end:
            return
        length, name = struct.unpack_from(">I4s", data, at)
        inner = at + HEADER
        if length == 1:
            length, inner = struct.unpack_from(">Q", data, inner)[0], inner + HEADER
        elif length == 0:
            length = end - at
        if at + length < inner or at + length > end:
            raise BrokenFilm("a box does not fit")
        yield _Box(name.decode("latin-1"), inner, at + length)
        at += length


def _find(data: bytes, inside: _Box, *path: str) -> _Box | None:
    for name in path:
        found = next((box for box in _boxes(data, inside.start, inside.end) if box.name == name), None)
        if found is None:
            return None
        inside = found
    return inside


def _tracks(moov: bytes) -> Iterator[Track]:
    for box in _boxes(moov, 0, len(moov)):
        if box.name != "trak":
            continue
        handler = _find(moov, box, "mdia", "hdlr")
        codings = _find(moov, box, "mdia", "minf", "stbl", "stsd")
        header = _find(moov, box, "tkhd")
        if handler is None or codings is None or header is None:
            continue
        # Width and height stand last, in sixteenths of sixteenths of bits: 16.16.
        width, height = struct.unpack_from(">II", moov, header.end - 8)
        yield Track(
            moov[handler.start + 8 : handler.start + 12].decode("latin-1"),
            moov[codings.start + 12 : codings.start + 16].decode("latin-1"),
            width >> 16,
            height >> 16,
        )


def _duration(moov: bytes) -> int | None:
    header = _find(moov, _Box("moov", 0, len(moov)), "mvhd")
    if header is None:
        return None
    is_long = moov[header.start] == 1
    scale, duration = struct.unpack_from(">IQ" if is_long else ">II", moov, header.start + (20 if is_long else 12))
    # All ones mean that nobody knows.
    return round(duration / scale) if scale and 0 < duration < 2**32 - 1 else None
