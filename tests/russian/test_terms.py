import datetime as dt
import json
import time
from datetime import date
from pathlib import Path

import pytest

from stellazh.russian.terms import (
    DEFAULT_CALENDAR,
    MAX_LENGTH,
    Stretch,
    StudyCalendar,
    Term,
    TermKind,
    parse_term,
)

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "inputs" / "term_phrases.json"
# Our own phrases, a second set that was written before the parser saw it, and the shared ones where they are.
FILES = [path for path in (HERE / "data" / "terms.json", HERE / "data" / "terms_unseen.json", SHARED) if path.exists()]
PHRASES = [(path.stem, row) for path in FILES for row in json.loads(path.read_text("utf-8"))]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    "row", [row for _, row in PHRASES], ids=[f"{stem}-{row['raw']}-{row['school_year_start']}" for stem, row in PHRASES]
)
def test_parse_term_reads_phrase(row: dict[str, str | int | None]) -> None:
    term = parse_term(str(row["raw"]), int(row["school_year_start"] or 0))

    assert (term.kind, term.start, term.end) == (row["kind"], day(row["start"]), day(row["end"]))  # type: ignore[arg-type]
    assert term.raw == row["raw"]


@pytest.mark.parametrize(
    ("text", "remark", "place", "at", "form"),
    [
        ("08.10.2023 МБОУ СОШ №17", "", "МБОУ СОШ №17", None, ""),
        ("МБОУ СОШ №17, 08.10.2023", "", "МБОУ СОШ №17", None, ""),
        ("08.10.2023 на базе лицея № 4", "", "лицея № 4", None, ""),
        ("24.05.2024 МБОУ «СОШ № 12», каб. 305", "", "МБОУ «СОШ № 12», каб. 305", None, ""),
        ("08.10.2023 г. Озёрск", "Озёрск", "", None, ""),
        ("08.10.2023, г. Озёрск", "", "г. Озёрск", None, ""),
        ("Конкурс «Живая книга», март", "Конкурс «Живая книга»", "", None, ""),
        ("12.10.2023, центральная библиотека", "центральная", "библиотека", None, ""),
        ("В течение учебного года по плану МБУ ДО ДДТ", "по плану МБУ ДО ДДТ", "", None, ""),
        ("март (дата уточняется)", "дата уточняется", "", None, ""),
        ("март, по согласованию с РИБЦ", "по согласованию с РИБЦ", "", None, ""),
        ("по плану РИБЦ", "по плану РИБЦ", "", None, ""),
        ("2 раза в год (сентябрь, май)", "2 раза в год", "", None, ""),
        ("27 мая (День библиотек)", "День библиотек", "", None, ""),
        ("октябрь (5-9 классы)", "5-9 классы", "", None, ""),
        ("Заседание № 1, 12.09.2023", "Заседание № 1", "", None, ""),
        ("данные на 24.06.2024", "данные", "", None, ""),
        ("14-00 (онлайн)", "", "", dt.time(14), "online"),
        ("5 марта в 14.30", "", "", dt.time(14, 30), ""),
        ("5 марта 2024 г., 9⁰⁰", "", "", dt.time(9), ""),
        ("в среду, 15 ноября 2023 г. в 14 ч. 30 мин.", "", "", dt.time(14, 30), ""),
        ("5 марта, 10.00-12.00", "10.00-12.00", "", dt.time(10), ""),
        ("5 марта с 10:00 до 12:00", "с 10:00 до 12:00", "", dt.time(10), ""),
        ("24.05.2024, очно", "", "", None, "onsite"),
        ("24.05.2024 в смешанном формате", "", "", None, "mixed"),
        ("24.05.2024 (очно-дистанционно)", "", "", None, "mixed"),
        ("24.05.2024, дистанционно, 15:00", "", "", dt.time(15), "online"),
        ("октябрь, МБОУ СОШ № 3, 14-00, очно", "", "МБОУ СОШ № 3", dt.time(14), "onsite"),
        ("Круглый стол", "Круглый стол", "", None, ""),
    ],
)
def test_parse_term_parts_what_is_not_the_term(
    text: str, remark: str, place: str, at: dt.time | None, form: str
) -> None:
    term = parse_term(text, 2023)

    assert (term.remark, term.place, term.time, term.format) == (remark, place, at, form)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("15.03.2024", []),
        ("22.09.2024 г.", ["outside_year"]),
        ("31.07.2023", ["outside_year"]),
        ("01.08.2023", []),
        ("31.08.2024", []),
        ("01.09.2024", ["outside_year"]),
        ("до 31 августа 2026 г.", ["outside_year"]),
        ("с 15 марта до декабря текущего года", ["outside_year"]),
        ("2024-2025 уч. год", ["outside_year"]),
        ("III квартал 2023 г.", []),
        ("IV квартал 2024 г.", ["outside_year"]),
        ("31 сентября", ["impossible_day"]),
        ("29.02.2023", ["impossible_day"]),
        ("с 27 по 20 ноября", ["backwards"]),
        ("четверг, 15 ноября", ["weekday_mismatch"]),
        ("15.11.2023 (чт)", ["weekday_mismatch"]),
        ("среда, 15 ноября", []),
        ("15.03.24", ["two_digit_year"]),
        ("01.09-30.09.23", ["two_digit_year"]),
        ("12.09, 14.11, 16.01.2024", ["separate_days"]),
        ("12 и 13 октября", []),
        ("с 1 октября", ["open_range"]),
        ("28 мая (день библиотек)", ["holiday_mismatch"]),
        ("« » марта 2024 г.", ["blank_day"]),
        ("«__» ____ 2024 г.", ["blank_day"]),
        ("сентебрь", ["misspelt"]),
        ("через неделю после 1 сентября", ["unread"]),
        ("октябрь, 5 ноября", ["ambiguous"]),
        ("до 25 числа", ["ambiguous"]),
    ],
)
def test_parse_term_warns(text: str, codes: list[str]) -> None:
    term = parse_term(text, 2023)

    assert [warning.code for warning in term.warnings] == codes


def test_parse_term_warns_in_russian_sentences() -> None:
    term = parse_term("четверг, 15.11.22", 2023)

    assert [warning.text for warning in term.warnings] == [
        "Срок выходит за пределы 2023/2024 учебного года.",
        "Год записан двумя цифрами и прочитан как год этого века.",
        "Указан другой день недели: эта дата — вторник.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.03.2024", True),
        ("5 марта в 14.00", True),
        ("с 20 по 27 ноября", True),
        ("12 и 13 октября", True),
        ("4-й понедельник октября", True),
        ("День знаний", True),
        ("сентябрь", False),
        ("1 неделя сентября", False),
        ("начало сентября", False),
        ("до 10 апреля", False),
        ("с 1 октября", False),
        ("с 15 марта до декабря", False),
        ("ко Дню Победы", False),
        ("Неделя детской книги", False),
        ("данные на 24.06.2024", False),
        ("12.09, 14.11", False),
        ("осенние каникулы", False),
        ("в течение года", False),
        ("14-00", False),
        ("29.02.2023", False),
        ("каждый вторник", False),
    ],
)
def test_term_is_day_only_for_real_days(text: str, expected: bool) -> None:
    term = parse_term(text, 2023)

    assert term.is_day is expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2 раза в год (сентябрь, май)", (date(2023, 9, 1), date(2024, 5, 1))),
        ("сентябрь – октябрь, март", (date(2023, 9, 1), date(2023, 10, 1), date(2024, 3, 1))),
        ("июнь, август", (date(2024, 6, 1), date(2024, 8, 1))),
        ("август, январь", (date(2023, 8, 1), date(2024, 1, 1))),
        ("сентябрь – май", ()),
    ],
)
def test_parse_term_lists_months(text: str, months: tuple[date, ...]) -> None:
    term = parse_term(text, 2023)

    assert term.months == months


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12.09, 14.11, 16.01.2024", (date(2023, 9, 12), date(2023, 11, 14), date(2024, 1, 16))),
        ("10-12, 15 октября", (date(2023, 10, 10), date(2023, 10, 11), date(2023, 10, 12), date(2023, 10, 15))),
        ("1-я и 3-я среда октября", (date(2023, 10, 4), date(2023, 10, 18))),
        ("12 и 13 октября", ()),
    ],
)
def test_parse_term_lists_separate_days(text: str, days: tuple[date, ...]) -> None:
    term = parse_term(text, 2023)

    assert term.days == days


def test_parse_term_follows_the_set_calendar() -> None:
    calendar = StudyCalendar(
        study=Stretch((9, 1), (6, 10)),
        quarters=(
            Stretch((9, 1), (10, 25)),
            Stretch((11, 5), (12, 28)),
            Stretch((1, 11), (3, 20)),
            Stretch((3, 30), (6, 10)),
        ),
        autumn_holidays=Stretch((10, 26), (11, 4)),
    )

    read = {
        text: (term.start, term.end)
        for text in ("I четверть", "осенние каникулы", "в течение года", "IV четверть", "ежемесячно")
        for term in [parse_term(text, 2024, calendar=calendar)]
    }

    assert read == {
        "I четверть": (date(2024, 9, 1), date(2024, 10, 25)),
        "осенние каникулы": (date(2024, 10, 26), date(2024, 11, 4)),
        "в течение года": (date(2024, 9, 1), date(2025, 6, 10)),
        "IV четверть": (date(2025, 3, 30), date(2025, 6, 10)),
        "ежемесячно": (date(2024, 9, 1), date(2025, 6, 10)),
    }


def test_study_calendar_stretches_open_in_august() -> None:
    spans = [
        stretch.in_school_year(2023)
        for stretch in (DEFAULT_CALENDAR.winter_holidays, DEFAULT_CALENDAR.summer_holidays, Stretch((2, 20), (2, 31)))
    ]

    assert spans == [
        (date(2023, 12, 30), date(2024, 1, 8)),
        (date(2024, 6, 1), date(2024, 8, 31)),
        (date(2024, 2, 20), date(2024, 2, 29)),
    ]


@pytest.mark.parametrize("school_year", [0, 1899, 2199, 99999])
def test_parse_term_refuses_a_senseless_school_year(school_year: int) -> None:
    with pytest.raises(ValueError, match="school year"):
        parse_term("сентябрь", school_year)


def test_parse_term_gives_up_on_a_paragraph() -> None:
    text = "сентябрь " * 120_000

    began = time.perf_counter()
    term = parse_term(text, 2023)
    took = time.perf_counter() - began

    assert (term.kind, term.start, term.end, term.raw) == (TermKind.UNKNOWN, None, None, text)
    assert [warning.code for warning in term.warnings] == ["too_long"]
    assert took < 1


@pytest.mark.parametrize(
    "unit", ["1, ", "1-", "с ", "до ", "1 и ", "((", "каждый ", "в ", "май-", "первый ", "1.", "«", "день ", "<", "по "]
)
def test_parse_term_stays_quick_on_the_longest_text(unit: str) -> None:
    text = (unit * MAX_LENGTH)[:MAX_LENGTH]

    began = time.perf_counter()
    term = parse_term(text, 2023)
    took = time.perf_counter() - began

    assert term.raw == text
    assert took < 2


def test_term_defaults_say_nothing() -> None:
    term = Term(raw="", kind=TermKind.NONE)

    assert (term.start, term.end, term.remark, term.place, term.time, term.format) == (None, None, "", "", None, "")
    assert (term.months, term.days, term.warnings, term.is_day) == ((), (), (), False)
