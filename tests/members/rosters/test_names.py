"""Names of people and of schools: taken apart, and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellazh.members.rosters.names import Alike, Name, alike, name_of, shortenings, split_name
from stellazh.members.rosters.school_names import is_variant, place_key, school_name


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ольхова Вера Ильинична", Name("Ольхова", "Вера", "Ильинична")),
        ("ОЛЬХОВА ВЕРА ИЛЬИНИЧНА", Name("Ольхова", "Вера", "Ильинична")),
        ("Ольхова В.И.", Name("Ольхова", "В", "И")),
        ("Ольхова В. И", Name("Ольхова", "В", "И")),
        ("Ольхова ВИ", Name("Ольхова", "В", "И")),
        ("В.И. Ольхова", Name("Ольхова", "В", "И")),
        ("Вера Ильинична Ольхова", Name("Ольхова", "Вера", "Ильинична")),
        ("ольхова-липина анна", Name("Ольхова-Липина", "Анна")),
        ("Ольхова", Name("Ольхова")),
        ("Гасанов Али Гусейн оглы", Name("Гасанов", "Али", "Гусейн оглы")),
        ("Ольхова\nВера", Name("Ольхова", "Вера")),
    ],
)
def test_a_written_name_is_taken_apart(written: str, expected: Name) -> None:
    assert split_name(written) == expected


@pytest.mark.parametrize("written", ["", "5", "СОШ № 5", "а", "один два три четыре пять", "имя@почта"])
def test_what_is_no_name_gives_none(written: str) -> None:
    assert split_name(written) is None


def test_parts_in_columns_are_put_together() -> None:
    assert name_of("ОЛЬХОВА", "Вера", "") == Name("Ольхова", "Вера")
    assert name_of("Ольхова Вера Ильинична") == Name("Ольхова", "Вера", "Ильинична")
    assert name_of("Ольхова", "В.И.") == Name("Ольхова", "В", "И")
    assert name_of("", "Вера") is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_splitting(text: str) -> None:
    name = split_name(text)

    assert name is None or len(name.family) > 1


FULL = Name("Ольхова", "Вера", "Ильинична")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Name("ольхова", "вера", "ильинична"), Alike.SAME),
        (Name("Ольхова", "В", "И"), Alike.SHORTENED),
        (Name("Ольхова", "Вера"), Alike.SHORTENED),
        (Name("Ольхова"), Alike.SHORTENED),
        (Name("Олхова", "Вера", "Ильинична"), Alike.LETTER),
        (Name("Ольохва", "Вера", "Ильинична"), Alike.LETTER),
        (Name("Олхова", "В", "И"), Alike.LETTER),
        (Name("Ольхова", "Вера", "Ильинишна"), Alike.LETTER),
        (Name("Ольхова", "Анна", "Ильинична"), Alike.DIFFERENT),
        (Name("Ольхова", "А", "И"), Alike.DIFFERENT),
        (Name("Липина", "Вера", "Ильинична"), Alike.DIFFERENT),
        (Name("Олхова"), Alike.DIFFERENT),
    ],
)
def test_likeness_of_names(other: Name, expected: Alike) -> None:
    assert alike(FULL, other) == alike(other, FULL) == expected


def test_yo_and_ye_are_one_letter() -> None:
    assert alike(Name("Королёва", "Алёна"), Name("Королева", "Алена")) == Alike.SAME


@pytest.mark.parametrize(("one", "other"), [("ольхова", "олхова"), ("ольхова", "ольохва"), ("ольхова", "ольгова")])
def test_names_one_slip_apart_share_a_shortening(one: str, other: str) -> None:
    assert shortenings(one) & shortenings(other)


FIVE = ("МБОУ СОШ № 5", "МБОУ «СОШ №5»", 'МБОУ "СОШ № 05"', "школа №5", "СОШ 5", "МОУ СОШ5", "средняя школа № 5",
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 5»")  # fmt: skip


@pytest.mark.parametrize("one", FIVE)
@pytest.mark.parametrize("other", FIVE)
def test_variants_of_one_school(one: str, other: str) -> None:
    assert school_name(one) == school_name(other)
    assert is_variant(school_name(one), school_name(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("СОШ № 5", "СОШ № 15", False),
        ("СОШ № 5", "Гимназия № 5", False),
        ("СОШ № 5 г. Луга", "МБОУ СОШ № 5", True),
        ("МКОУ Заречная СОШ", "МБОУ «Заречная средняя школа»", True),
        ("Заречная СОШ", "Береговая СОШ", False),
        ("Школа", "Школа № 5", False),
        ("МБОУ", "МБОУ СОШ № 5", False),
        ("Лицей", "МАОУ «Лицей»", True),
        ("Гимназия № 1 им. А. С. Пушкина", "Гимназия № 1", True),
        ("Гимназия № 1 им. Пушкина", "Гимназия № 1 им. Лермонтова", False),
    ],
)
def test_whether_two_names_can_be_one_school(one: str, other: str, expected: bool) -> None:
    assert is_variant(school_name(one), school_name(other)) is expected


def test_municipalities_are_known_by_their_telling_word() -> None:
    names = ("Лужский округ", "Лужский р-н", "Лужский муниципальный район", "лужский", "МО «Лужский район»")

    assert {place_key(name) for name in names} == {"лужск"}
    assert place_key("Береговой округ") != "лужск"
