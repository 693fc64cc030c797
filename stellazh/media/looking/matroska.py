"""WebM (a part of Matroska, RFC 9559): elements by number and length, read up to the first picture."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

# What describes the film stands before its pictures; more than this nobody writes there.
HEAD_BYTES = 4 * 1024 * 1024
MOST_ELEMENTS = 10_000

_EBML, _DOC_TYPE = 0x1A45DFA3, 0x4282
_SEGMENT, _INFO, _TRACKS, _TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_CLUSTER = 0x1F43B675
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_CODING, _VIDEO, _WIDTH, _HEIGHT = 0x86, 0xE0, 0xB0, 0xBA
_OPENED = frozenset({_EBML, _SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO})
DEFAULT_SCALE = 1_000_000


@dataclass(frozen=True, slots=True)
class MatroskaFilm:
    """What the film says of itself; `codings` are such as «V_VP9», «A_OPUS»."""

    doc_type: str
    codings: tuple[str, ...]
    width: int
    height: int
    duration_seconds: int | None


@dataclass(frozen=True, slots=True)
class _Element:
    number: int
    start: int
    end: int


def read_matroska(content: BinaryIO) -> MatroskaFilm:
    """The film's description; what is missing stays empty."""
    content.seek(0)
    data = content.read(HEAD_BYTES)
    codings: list[str] = []
    doc_type, width, height = "", 0, 0
    scale, duration = DEFAULT_SCALE, 0.0
    for element in _walk(data):
        if element.number == _DOC_TYPE:
            doc_type = _text(data, element)
        elif element.number == _CODING:
            codings.append(_text(data, element))
        elif element.number == _WIDTH:
            width = width or _whole(data, element)
        elif element.number == _HEIGHT:
            height = height or _whole(data, element)
        elif element.number == _SCALE:
            scale = _whole(data, element) or DEFAULT_SCALE
        elif element.number == _DURATION:
            duration = _real(data, element)
    seconds = duration * scale / 1e9
    told = round(seconds) if 0 < seconds < 10**7 else None
    return MatroskaFilm(doc_type, tuple(codings), width, height, told)


def _walk(data: bytes) -> Iterator[_Element]:
    """Elements before the first cluster; those that hold others are gone into."""
    at = 0
    for _ in range(MOST_ELEMENTS):
        number, at = _number(data, at, keeps_mark=True)
        length, at = _number(data, at, keeps_mark=False)
        if number is None or number == _CLUSTER:
            return
        if number in _OPENED:
            continue
        # Of unknown length are only those gone into, and clusters.
        if length is None or at + length > len(data):
            return
        yield _Element(number, at, at + length)
        at += length


def _number(data: bytes, at: int, *, keeps_mark: bool) -> tuple[int | None, int]:
    """A number of one to eight bytes, whose first bit set says how many; None for none and for «unknown»."""
    if at >= len(data) or not data[at]:
        return None, at + 1
    width = 9 - data[at].bit_length()
    raw = int.from_bytes(data[at : at + width], "big")
    if keeps_mark:
        return raw, at + width
    value = raw & ((1 << (7 * width)) - 1)
    return (None if value == (1 << (7 * width)) - 1 else value), at + width


def _text(data: bytes, element: _Element) -> str:
    return data[element.start : min(element.end, element.start + 64)].rstrip(b"\0").decode("latin-1")


def _whole(data: bytes, element: _Element) -> int:
    return int.from_bytes(data[element.start : min(element.end, element.start + 8)], "big")


def _real(data: bytes, element: _Element) -> float:
    form = {4: ">f", 8: ">d"}.get(element.end - element.start)
    return float(struct.unpack_from(form, data, element.start)[0]) if form else 0.0
