"""The `Range` header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.files.ranges import ByteRange, RangeNotSatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", ByteRange(0, 0)),
        ("bytes=0-99", ByteRange(0, 99)),
        ("bytes=0-", ByteRange(0, 99)),
        ("bytes=10-19", ByteRange(10, 19)),
        ("bytes=99-", ByteRange(99, 99)),
        ("bytes=50-1000", ByteRange(50, 99)),
        ("bytes=-1", ByteRange(99, 99)),
        ("bytes=-100", ByteRange(0, 99)),
        ("bytes=-5000", ByteRange(0, 99)),
        ("BYTES = 1-2", ByteRange(1, 2)),
    ],
)
def test_range_of_hundred_bytes_is_read(header: str, expected: ByteRange) -> None:
    assert parse_range(header, 100) == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,5-9",
        "bytes=a-b",
        "bytes=+1-2",
        "bytes=1-2-3",
        "bytes=١-٢",
        "lines=1-2",
        "bytes=0x1-2",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_range_that_is_none_means_the_whole(header: str) -> None:
    assert parse_range(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_range_outside_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable):
        parse_range(header, 100)


@given(st.binary(min_size=1, max_size=50), st.integers(0, 60), st.integers(0, 60))
def test_range_cuts_as_a_slice_does(content: bytes, first: int, extra: int) -> None:
    try:
        part = parse_range(f"bytes={first}-{first + extra}", len(content))
    except RangeNotSatisfiable:
        assert content[first:] == b""
        return

    assert part is not None
    assert content[part.first : part.first + part.length] == content[first : first + extra + 1]


@given(st.text(max_size=40), st.integers(1, 10**12))
def test_range_parser_bears_any_header(header: str, size: int) -> None:
    try:
        part = parse_range(f"bytes={header}", size)
    except RangeNotSatisfiable:
        return

    assert part is None or 0 <= part.first <= part.last < size
