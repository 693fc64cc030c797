"""When letters leave, reckoned without any rows."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.notices.moments import after_quiet_hours, next_digest

MOSCOW = ZoneInfo("Europe/Moscow")
ZONES = st.sampled_from(["Europe/Kaliningrad", "Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin"]).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None))


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 9, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("at", "quiet", "leaves"),
    [
        (moscow(10, 12), ("21:00", "08:00"), moscow(10, 12)),
        (moscow(10, 20, 59), ("21:00", "08:00"), moscow(10, 20, 59)),
        (moscow(10, 21), ("21:00", "08:00"), moscow(11, 8)),
        (moscow(10, 23, 59), ("21:00", "08:00"), moscow(11, 8)),
        (moscow(11, 0), ("21:00", "08:00"), moscow(11, 8)),
        (moscow(11, 7, 59), ("21:00", "08:00"), moscow(11, 8)),
        (moscow(11, 8), ("21:00", "08:00"), moscow(11, 8)),
        (moscow(10, 13, 30), ("13:00", "14:00"), moscow(10, 14)),
        (moscow(10, 14), ("13:00", "14:00"), moscow(10, 14)),
        (moscow(10, 3), (None, None), moscow(10, 3)),
    ],
)
def test_letters_leave_after_the_quiet_hours(
    at: datetime, quiet: tuple[str | None, str | None], leaves: datetime
) -> None:
    quiet_from, quiet_to = (time.fromisoformat(text) if text else None for text in quiet)

    assert after_quiet_hours(at, quiet_from, quiet_to, MOSCOW) == leaves


@pytest.mark.parametrize(
    ("at", "days", "hour", "comes"),
    [
        (moscow(10, 8), "daily", 9, moscow(10, 9)),
        (moscow(10, 9), "daily", 9, moscow(11, 9)),
        (moscow(13, 12), "weekdays", 9, moscow(16, 9)),
        (moscow(13, 8), "weekdays", 9, moscow(13, 9)),
        (moscow(14, 8), "weekdays", 0, moscow(16, 0)),
        (moscow(10, 8), "mondays", 9, moscow(16, 9)),
        (moscow(16, 9), "mondays", 9, moscow(23, 9)),
    ],
)
def test_digest_comes_on_the_next_chosen_day(at: datetime, days: str, hour: int, comes: datetime) -> None:
    assert next_digest(at, days, hour, MOSCOW) == comes


@given(at=MOMENTS, quiet_from=CLOCKS, quiet_to=CLOCKS, zone=ZONES)
def test_no_letter_leaves_early_or_much_later(at: datetime, quiet_from: time, quiet_to: time, zone: ZoneInfo) -> None:
    leaves = after_quiet_hours(at, quiet_from, quiet_to, zone)

    # A day, and the hour by which clocks are set back.
    assert 0 <= (leaves - at).total_seconds() <= 25 * 3600
    assert leaves == at or leaves.astimezone(zone).time() == quiet_to or zone.key == "Europe/Berlin"


@given(at=MOMENTS, days=st.sampled_from(["daily", "weekdays", "mondays"]), hour=st.integers(0, 23), zone=ZONES)
def test_digest_comes_within_a_week(at: datetime, days: str, hour: int, zone: ZoneInfo) -> None:
    comes = next_digest(at, days, hour, zone)

    assert 0 < (comes - at).total_seconds() <= 7 * 24 * 3600 + 3600
