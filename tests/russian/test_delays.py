"""Terms counted from the day of a decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.russian.delays import delay_end

START = date(2024, 10, 8)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("в течение недели", date(2024, 10, 15)),
        ("В течении двух недель.", date(2024, 10, 22)),
        ("в течение трёх недель", date(2024, 10, 29)),
        ("в течение 10 дней", date(2024, 10, 18)),
        ("в течение 10 календарных дней", date(2024, 10, 18)),
        ("в течение месяца", date(2024, 11, 8)),
        ("в  течение  двух месяцев со дня заседания", date(2024, 12, 8)),
        ("через месяц", date(2024, 11, 8)),
        ("не позднее чем через неделю", date(2024, 10, 15)),
        ("в недельный срок", date(2024, 10, 15)),
        ("в двухнедельный срок", date(2024, 10, 22)),
        ("в десятидневный срок", date(2024, 10, 18)),
        ("в 5-дневный срок", date(2024, 10, 13)),
        ("в месячный срок", date(2024, 11, 8)),
        ("за три дня", date(2024, 10, 11)),
    ],
)
def test_delay_end_is_counted_from_the_day(words: str, end: date) -> None:
    assert delay_end(words, START) == end


@pytest.mark.parametrize(
    "words",
    [
        "",
        "до 1 декабря",
        "в течение года",
        "в течение 10 рабочих дней",
        "в течение нескольких дней",
        "в течение 0 дней",
        "в течение 999 дней",
        "в течение 13 месяцев",
        "через раз",
        "в срок",
        "в установленный срок",
        "за неделю до конкурса",
    ],
)
def test_delay_end_knows_what_it_cannot_count(words: str) -> None:
    assert delay_end(words, START) is None


def test_delay_end_of_a_month_stays_in_the_month() -> None:
    assert delay_end("в течение месяца", date(2024, 1, 31)) == date(2024, 2, 29)


@given(st.text(max_size=60), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_delay_end_never_fails_and_never_goes_back(words: str, start: date) -> None:
    end = delay_end(words, start)

    assert end is None or start < end <= start + timedelta(days=400)
