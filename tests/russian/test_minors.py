"""A pupil's name where a parent has not agreed to the whole one."""

import pytest

from stellazh.russian.minors import minor_name


@pytest.mark.parametrize(
    ("given", "family", "school_class", "expected"),
    [
        ("Маша", "Вербина", "5", "Маша В., 5 класс"),
        ("Маша", "Вербина", "5 А", "Маша В., 5 А класс"),
        ("Маша", "Вербина", "5«А»", "Маша В., 5«А» класс"),
        ("Пётр", "ёлкин", "11-б", "Пётр Ё., 11-б класс"),
        ("Маша", "Вербина", "5 «А» класс", "Маша В., 5 «А» класс"),
        ("Маша", "Вербина", "подготовительная группа", "Маша В., подготовительная группа"),
        # What stands in the wrong field must not give the family name away.
        ("Маша Вербина", "Вербина", "5", "Маша В., 5 класс"),
        ("Маша Олеговна", "Вербина-Тополева", "5", "Маша В., 5 класс"),
        ("  Маша ", " -Вербина", " 5 ", "Маша В., 5 класс"),
        ("Маша", "", "", "Маша"),
        ("", "", "", ""),
        ("<script>", "=1+1", "5", "<script>, 5 класс"),
    ],
)
def test_minor_name(given: str, family: str, school_class: str, expected: str) -> None:
    assert minor_name(given, family, school_class) == expected
