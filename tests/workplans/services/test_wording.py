"""Moving terms: the author's wording stays, the days move."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.russian.terms import parse_term
from stellazh.workplans.services.wording import (
    same_day,
    same_weekday,
    shift_days,
    shift_school_years,
    shift_years,
)

YEAR = 2024


@pytest.mark.parametrize(
    ("raw", "moved"),
    [
        ("08.10.2024", "07.10.2025"),
        ("8.10.2024г.", "7.10.2025г."),
        ("08.10.24", "07.10.25"),
        ("8 октября 2024 года", "7 октября 2025 года"),
        ("8 октября", "7 октября"),
        ("08.10", "07.10"),
        ("06.10.2024", "06.10.2025"),
        ("Сентябрь 2024", "Сентябрь 2025"),
        ("сентябрь", "сентябрь"),
        ("Апрель - Май, 2025 г.", "Апрель - Май, 2026 г."),
        ("С 20 по 27 ноября 2024 г.", "С 20 по 27 ноября 2025 г."),
        ("27-28.10.2024", "27-28.10.2025"),
        ("до 10.04.2025г.", "до 10.04.2026г."),
        ("2024/2025 учебный год", "2025/2026 учебный год"),
        ("В течение года", "В течение года"),
        ("", ""),
    ],
)
def test_shift_years_keeps_the_wording(raw, moved):
    reworded = shift_years(raw, school_year=YEAR, years=1, keeps_weekday=True)

    assert reworded.text == moved
    assert parse_term(moved, YEAR + 1).kind == parse_term(raw, YEAR).kind


def test_shift_years_keeps_the_number_of_a_day_of_memory():
    reworded = shift_years("28.10.2024", school_year=YEAR, years=1, keeps_weekday=False)

    assert reworded.text == "28.10.2025"


def test_shift_years_asks_to_check_a_named_weekday():
    reworded = shift_years("08.10.2024, вторник", school_year=YEAR, years=1, keeps_weekday=False)

    assert (reworded.text, reworded.note) == (
        "08.10.2025, вторник", "В сроке назван день недели: проверьте его.",
    )  # fmt: skip


def test_shift_years_by_two_years():
    assert shift_years("сентябрь 2024", school_year=YEAR, years=2, keeps_weekday=True).text == "сентябрь 2026"


@given(st.dates(date(2010, 1, 1), date(2040, 12, 31)), st.integers(1, 5))
def test_same_weekday_is_near_the_anniversary_in_its_month(day, years):
    moved = same_weekday(day, years)

    assert moved.weekday() == day.weekday()
    assert (moved.year, moved.month) == (day.year + years, day.month)
    assert abs(moved - same_day(day, years)) <= timedelta(days=6)


def test_same_day_of_a_leap_day():
    assert same_day(date(2024, 2, 29), 1) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("raw", "days", "moved"),
    [
        ("08.10.2024", 7, "15.10.2024"),
        ("30.09.2024", 7, "07.10.2024"),
        ("8 октября", -8, "30 сентября"),
        ("27-28.10.2024", 2, "29-30.10.2024"),
        ("С 20 по 27 ноября 2024 г.", 1, "С 21 по 28 ноября 2024 г."),
        ("30.12.2024", 7, "06.01.2025"),
        ("30 декабря 2024 года", 7, "6 января 2025 года"),
    ],
)
def test_shift_days_moves_exact_days(raw, days, moved):
    assert shift_days(raw, school_year=YEAR, days=days) == moved


@pytest.mark.parametrize(
    "raw", ["сентябрь", "в течение года", "", "27-30.10.2024", "до 10.04.2025", "08.10.2024, вторник"]
)
def test_shift_days_refuses_what_it_would_have_to_guess(raw):
    assert shift_days(raw, school_year=YEAR, days=3) is None


@given(st.dates(date(2024, 9, 1), date(2025, 5, 31)), st.integers(-20, 20))
def test_shift_days_there_and_back_is_the_same(day, days):
    raw = f"{day:%d.%m.%Y}"

    there = shift_days(raw, school_year=YEAR, days=days)

    assert there == f"{day + timedelta(days=days):%d.%m.%Y}"
    assert shift_days(there, school_year=YEAR, days=-days) == raw


def test_shift_school_years_leaves_single_years():
    assert shift_school_years("Итоги 2023-2024 и план на 2024/25, юбилей 2024", 1) == (
        "Итоги 2024-2025 и план на 2025/26, юбилей 2024"
    )
