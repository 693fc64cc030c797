from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.russian.calendar_words import (
    MONTHS,
    MONTHS_GENITIVE,
    MONTHS_PREPOSITIONAL,
    MONTHS_SHORT,
    WEEKDAYS,
    WEEKDAYS_ACCUSATIVE,
    WEEKDAYS_SHORT,
    day_and_month,
    long_date,
    month_and_year,
    school_year_label,
    school_year_of,
    short_date,
    span_words,
    weekday_name,
    weekday_short,
)
from stellazh.russian.terms import parse_term


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2023, 9, 11), date(2023, 9, 11), "11 сентября 2023 г."),
        (date(2023, 11, 20), date(2023, 11, 27), "20–27 ноября 2023 г."),
        (date(2024, 3, 15), date(2024, 12, 31), "с 15 марта по 31 декабря 2024 г."),
        (date(2023, 12, 25), date(2024, 1, 10), "с 25 декабря 2023 г. по 10 января 2024 г."),
        (date(2024, 9, 1), date(2024, 9, 30), "сентябрь 2024 г."),
        (date(2024, 2, 1), date(2024, 2, 29), "февраль 2024 г."),
        (date(2023, 2, 1), date(2023, 2, 28), "февраль 2023 г."),
        (date(2024, 2, 1), date(2024, 2, 28), "1–28 февраля 2024 г."),
        (date(2024, 4, 1), date(2024, 5, 31), "апрель – май 2024 г."),
        (date(2023, 11, 1), date(2024, 1, 31), "ноябрь 2023 г. – январь 2024 г."),
        (None, date(2024, 4, 10), "до 10 апреля 2024 г."),
        (date(2023, 10, 1), None, "с 1 октября 2023 г."),
        (None, None, ""),
    ],
)
def test_span_words_says_the_span(start: date | None, end: date | None, words: str) -> None:
    assert span_words(start, end) == words


def test_span_words_refuses_to_run_backwards() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        span_words(date(2024, 2, 2), date(2024, 2, 1))


@given(
    start=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 1, 1)),
    length=st.integers(min_value=0, max_value=400),
)
def test_span_words_are_read_back(start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)

    term = parse_term(span_words(start, end), start.year)

    assert (term.start, term.end) == (start, end)


def test_dates_in_words() -> None:
    day = date(2023, 9, 11)

    said = [
        long_date(day),
        short_date(day),
        day_and_month(day),
        month_and_year(day),
        weekday_name(day),
        weekday_short(day),
    ]

    assert said == ["11 сентября 2023 г.", "11.09.2023", "11 сентября", "сентябрь 2023 г.", "понедельник", "пн"]


def test_name_tables_are_whole() -> None:
    lengths = [len(set(table)) for table in (MONTHS, MONTHS_GENITIVE, MONTHS_PREPOSITIONAL, MONTHS_SHORT)]
    lengths += [len(set(table)) for table in (WEEKDAYS, WEEKDAYS_ACCUSATIVE, WEEKDAYS_SHORT)]

    assert lengths == [12, 12, 12, 12, 7, 7, 7]


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2023, 7, 31), 2022), (date(2023, 8, 1), 2023), (date(2024, 1, 1), 2023), (date(2024, 12, 31), 2024)],
)
def test_school_year_of_opens_in_august(day: date, year: int) -> None:
    assert school_year_of(day) == year


def test_school_year_label_has_both_years() -> None:
    assert school_year_label(2024) == "2024/2025"
