"""The `Range` header, RFC 9110 §14, for one range of bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes[ \t]*=[ \t]*([0-9]{0,18})[ \t]*-[ \t]*([0-9]{0,18})[ \t]*", re.IGNORECASE)


class RangeNotSatisfiable(Exception):
    """The range lies wholly outside the content."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes from `first` to `last`, both counted in, from zero."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def parse_range(header: str, size: int) -> ByteRange | None:
    """The part of `size` bytes that is asked for, or None when the whole is to be sent.

    None also for what we may ignore: another unit, several ranges, a malformed header.

    Raises:
        RangeNotSatisfiable: the range is well-formed and begins after the end, or asks for the last zero bytes.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None:
        return None
    first, last = match.groups()
    if not first:
        if not last:
            return None
        wanted = min(int(last), size)
        if wanted == 0:
            raise RangeNotSatisfiable
        return ByteRange(size - wanted, size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise RangeNotSatisfiable
    return ByteRange(int(first), min(int(last), size - 1) if last else size - 1)
