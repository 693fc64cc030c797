"""Moments named in an address: whatever is typed there is a moment or nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stellazh.common import clock


def test_moment_of_any_zone_is_read() -> None:
    assert clock.moment_from("2025-03-01T10:00:00+03:00") == datetime(2025, 3, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "завтра", "2025-03-01T10:00:00", "9999-99-99T00:00:00Z", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_what_is_no_moment_is_nothing(text: str) -> None:
    assert clock.moment_from(text) is None
