"""What cells say, and what they say too doubtfully to be taken."""

# ruff: noqa: E501
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.members.rosters import values
from stellazh.members.rosters.records import CourseReading, read_awards, read_courses
from stellazh.members.rosters.rows import read_person, read_school
from stellazh.members.rosters.values import Reader

TODAY = date(2024, 9, 10)

UNDERSTOOD: tuple[tuple[Reader, str, Any], ...] = (
    (values.read_day, "07.03.2019", date(2019, 3, 7)),
    (values.read_day, "7/3/19", date(2019, 3, 7)),
    (values.read_day, "07.03.72", date(1972, 3, 7)),
    (values.read_day, "2019-03-07", date(2019, 3, 7)),
    (values.read_day, "7 марта 2019 г.", date(2019, 3, 7)),
    (values.read_day, "07.03.2019г", date(2019, 3, 7)),
    (values.read_day, "43531", date(2019, 3, 7)),
    (values.read_years, "12", 12),
    (values.read_years, "12 лет", 12),
    (values.read_years, "12л 3м", 12),
    (values.read_years, "12 лет 3 мес.", 12),
    (values.read_years, "1 год и 2 месяца", 1),
    (values.read_years, "12,5", 12),
    (values.read_years, "5 мес.", 0),
    (values.read_rate, "1 ставка", Decimal("1.00")),
    (values.read_rate, "0,5", Decimal("0.50")),
    (values.read_rate, "0.25 ст.", Decimal("0.25")),
    (values.read_rate, "полставки", Decimal("0.50")),
    (values.read_rate, "½", Decimal("0.50")),
    (values.read_rate, "50%", Decimal("0.50")),
    (values.read_rate, "1,5", Decimal("1.50")),
    (values.read_category, "1 кв.кат.", "first"),
    (values.read_category, "первая", "first"),
    (values.read_category, "I", "first"),
    (values.read_category, "I категория", "first"),
    (values.read_category, "1", "first"),
    (values.read_category, "высш.", "highest"),
    (values.read_category, "Высшая кв. кат.", "highest"),
    (values.read_category, "ВКК", "highest"),
    (values.read_category, "СЗД", "fitness"),
    (values.read_category, "соответствие", "fitness"),
    (values.read_category, "соотв. зан. должности", "fitness"),
    (values.read_category, "нет", "none"),
    (values.read_category, "без категории", "none"),
    (values.read_category, "б/к", "none"),
    (values.read_category, "первая, 20.12.2021", "first"),
    (values.read_education, "высшее библиотечное", "higher_library"),
    (values.read_education, "Высшее (библ.)", "higher_library"),
    (values.read_education, "высшее педагогическое", "higher_other"),
    (values.read_education, "высшее, небиблиотечное", "higher_other"),
    (values.read_education, "ср. спец. библиотечное", "secondary_library"),
    (values.read_education, "среднее профессиональное (небибл.)", "secondary_other"),
    (values.read_education, "СПО, педагогическое", "secondary_other"),
    (values.read_education, "неоконченное высшее", "higher_unfinished"),
    (values.read_education, "незаконч. высшее", "higher_unfinished"),
    (values.read_education, "среднее общее", "general"),
    (values.read_phone, "8 (921) 000-11-22", "+7 921 000-11-22"),
    (values.read_phone, "89210001122", "+7 921 000-11-22"),
    (values.read_phone, "2-11-22", "2-11-22"),
    (values.read_email, " Olkhova@Example.ORG ", "olkhova@example.org"),
    (values.read_email, "mailto:olkhova@example.org", "olkhova@example.org"),
    (values.read_inn, "0012345673", "0012345673"),
    (values.read_inn, "00 1234 5673", "0012345673"),
    (values.read_count, "612", 612),
    (values.read_count, "1 250 чел.", 1250),
    (values.read_area, "84,5 кв. м", Decimal("84.5")),
    (values.read_year, "1994 г.", 1994),
    (values.read_yes, "имеется", True),
    (values.read_yes, "+", True),
    (values.read_yes, "нет", False),
    (values.read_settlement, "городская", "town"),
    (values.read_settlement, "село", "village"),
    (values.read_library_kind, "ШИБЦ", "shibc"),
    (values.read_library_kind, "ШБ", "sb"),
    (values.read_room, "отдельное", "separate"),
    (values.read_room, "в кабинете", "shared"),
)
DOUBTFUL: tuple[tuple[Reader, str, str], ...] = (
    (values.read_day, "2019", "только год"),
    (values.read_day, "31.02.2019", "не понята"),
    (values.read_day, "07.03.1619", "год не похож"),
    (values.read_day, "весной", "не понята"),
    (values.read_years, "с 2005 года", "год начала"),
    (values.read_years, "много", "стаж не понят"),
    (values.read_rate, "18 ч", "ставка не понята"),
    (values.read_rate, "5", "ставка не понята"),
    (values.read_category, "была", "категория не понята"),
    (values.read_category, "первая/высшая", "категория не понята"),
    (values.read_education, "высшее", "не сказано, библиотечное ли"),
    (values.read_education, "библиотечное", "образование не понято"),
    (values.read_phone, "8,92E+10", "цифры потеряны"),
    (values.read_phone, "нет телефона", "не похоже на телефон"),
    (values.read_email, "olkhova@example,org", "не адрес почты"),
    (values.read_inn, "7,70E+09", "цифры потеряны"),
    (values.read_inn, "701234562", "потерял ноль"),
    (values.read_inn, "001234567890", "ИНН человека"),
    (values.read_count, "около 400", "число без слов"),
    (values.read_area, "большая", "квадратных метров"),
    (values.read_year, "1994, 2001", "один год"),
    (values.read_yes, "иногда", "«да» или «нет»"),
    (values.read_settlement, "рядом", "«город» или «село»"),
    (values.read_library_kind, "хороший", "статус не понят"),
    (values.read_room, "светлое", "помещение не понято"),
)


@pytest.mark.parametrize(("reader", "text", "expected"), UNDERSTOOD)
def test_a_clear_cell_gives_its_value(reader: Reader, text: str, expected: Any) -> None:
    reading = reader(text, TODAY)

    assert (reading.value, reading.problem) == (expected, "")


@pytest.mark.parametrize(("reader", "text", "words"), DOUBTFUL)
def test_a_doubtful_cell_gives_a_sentence_and_no_value(reader: Reader, text: str, words: str) -> None:
    reading = reader(text, TODAY)

    assert reading.value is None or isinstance(reading.value, tuple)
    assert words in reading.problem
    assert text in reading.problem


@pytest.mark.parametrize(("reader", "text", "value"), [
    (values.read_email, "a@example.org, b@example.org", "a@example.org"),
    (values.read_inn, "0012345678", "0012345678"),
])  # fmt: skip
def test_a_value_taken_with_a_doubt_is_told(reader: Reader, text: str, value: str) -> None:
    reading = reader(text, TODAY)

    assert reading.value == value
    assert reading.problem != ""


@pytest.mark.parametrize("text", ["", " ", "-", "—", "н/д", "не указано", "нет данных"])
def test_a_dash_says_nothing(text: str) -> None:
    row = read_person({"full_name": "Ольхова Вера", "phone": text, "category": text}, today=TODAY)

    assert (row.card, row.problems) == ({}, [])


READERS = [reader for name, reader in vars(values).items() if name.startswith("read_") and name != "read_text"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(READERS), st.text(max_size=30) | st.from_regex(r"[0-9.,/ -]{1,12}", fullmatch=True))
def test_no_cell_breaks_a_reader(reader: Any, text: str) -> None:
    reading = reader(text, TODAY)

    assert reading.value is not None or reading.problem != ""


def test_a_person_is_understood_whole() -> None:
    row = read_person(
        {
            "full_name": "ОЛЬХОВА ВЕРА ИЛЬИНИЧНА", "school": "МБОУ СОШ № 5", "post": "педагог-библиотекарь", "rate": "0,5",
            "email": "OLKHOVA@example.org", "education_level": "высшее", "speciality": "библиотековедение",
            "category": "первая, 20.12.2021", "courses": "Школьный ИБЦ, 72 ч., 14.04.2023, удост. № 12-34\nЧтение сегодня",
            "awards": "Грамота, 2019; нет",
        },
        today=TODAY,
    )  # fmt: skip

    assert (str(row.name), row.email, row.refusal, row.problems) == (
        "Ольхова Вера Ильинична",
        "olkhova@example.org",
        "",
        [],
    )
    assert row.card == {
        "education_level": "higher_library",
        "speciality": "библиотековедение",
        "category": "first",
        "category_on": date(2021, 12, 20),
    }
    assert row.courses == (
        CourseReading("Школьный ИБЦ, 72 ч., 14.04.2023, удост. № 12-34", 72, date(2023, 4, 14), "12-34"),
        CourseReading("Чтение сегодня"),
    )
    assert row.awards == (("Грамота, 2019", 2019),)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "Нет имени"),
        ({"full_name": "-"}, "Нет имени"),
        ({"full_name": "Итого: 25"}, "строку итогов"),
        ({"full_name": "МБОУ СОШ № 5"}, "не похоже на имя"),
        ({"full_name": "вакансия и ещё много слов"}, "не похоже на имя"),
        ({"full_name": "olkhova@example.org"}, "не похоже на имя"),
        ({"full_name": "МБОУ"}, "не похоже на имя"),
        ({"full_name": '=HYPERLINK("http://x")'}, "не похоже на имя"),
        ({"family_name": "=Липина", "given_name": "Вера"}, "не похоже на имя"),
        ({"full_name": "вакансия"}, "не похоже на имя"),
        ({"full_name": "Лужский район"}, "не похоже на имя"),
    ],
)
def test_a_row_about_nobody_is_refused(cells: dict[str, str], words: str) -> None:
    row = read_person(cells, today=TODAY)

    assert row.name is None
    assert words in row.refusal


def test_latin_letters_of_a_name_are_replaced_and_told() -> None:
    row = read_person({"family_name": "Oльхoва", "given_name": "Вера"}, today=TODAY)

    assert str(row.name) == "Ольхова Вера"
    assert row.problems == ["ФИО: среди русских букв были латинские, они заменены на русские."]


def test_education_without_a_profile_is_left_out_and_told() -> None:
    row = read_person({"full_name": "Ольхова Вера", "education_level": "высшее"}, today=TODAY)

    assert row.card == {}
    assert [problem.split(":")[0] for problem in row.problems] == ["Образование"]


def test_courses_and_awards_are_parted_by_lines_and_semicolons() -> None:
    assert [course.title for course in read_courses("Первый; Второй\n- Третий\n-", TODAY)] == [
        "Первый",
        "Второй",
        "Третий",
    ]
    assert read_awards("Грамота 2010 и 2015", TODAY) == (("Грамота 2010 и 2015", None),)


def test_a_school_is_understood_whole() -> None:
    row = read_school(
        {
            "name": "МБОУ СОШ № 5",
            "inn": "0012345673",
            "pupil_count": "612",
            "library_kind": "ШИБЦ",
            "has_internet": "да",
        },
        today=TODAY,
    )

    assert (row.name, row.short_name, row.inn) == ("МБОУ СОШ № 5", "МБОУ СОШ № 5", "0012345673")
    assert row.card == {"pupil_count": 612, "library_kind": "shibc", "has_internet": True}
    assert (row.problems, row.refusal) == ([], "")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({}, "Нет названия"),
        ({"name": "25"}, "Нет названия"),
        ({"name": "Всего"}, "итогов"),
        ({"name": "Школа" * 30}, "120"),
    ],
)
def test_a_row_about_no_school_is_refused(cells: dict[str, str], words: str) -> None:
    assert words in read_school(cells, today=TODAY).refusal
