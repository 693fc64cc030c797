"""The further columns, the guesses of form and format, where an item stands in the paper."""

from __future__ import annotations

import pytest

from stellazh.office.intake import open_pasted
from stellazh.workplans.reading import read_plan
from stellazh.workplans.reading.guesses import guess_form, guess_format, is_meeting
from tests.fixtures.plans.papers import tabs


def test_further_columns_and_the_place_in_a_term_are_kept() -> None:
    grid = [
        ["№", "Мероприятие", "Дата", "Форма", "Место", "Участники", "Ответственные", "Результат", "Примечание"],
        [
            "1",
            "Комплектование",
            "12.02.2025",
            "семинар, очно",
            "Школа №5",
            "библиотекари",
            "Ольхова В.И.",
            "протокол",
            "да",
        ],
        ["2", "Круглый стол", "13.02.2025 МБОУ СОШ №3", "", "", "", "Липина Н.Б.", "", ""],
    ]

    first, second = read_plan(open_pasted(text=tabs(grid)), 2024).items

    assert (first.form, first.format, first.place, first.audience, first.outcome, first.note) == (
        "семинар",
        "onsite",
        "Школа №5",
        "библиотекари",
        "протокол",
        "да",
    )
    assert (second.form, second.place) == ("круглый стол", "МБОУ СОШ №3")
    assert (second.source.table, second.source.row, second.source.column) == (0, 2, 1)


def test_owner_keeps_post_and_school() -> None:
    grid = [
        ["№", "Мероприятие", "Дата", "Ответственный"],
        ["1", "Семинар", "май", "Липина Н.Б. — зав. библиотекой МБОУ СОШ №5"],
    ]

    owner = read_plan(open_pasted(text=tabs(grid)), 2024).items[0].owners[0]

    assert (owner.name, owner.post, owner.organisation) == ("Липина Н.Б.", "зав. библиотекой", "МБОУ СОШ №5")


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("Заседание №2 Круглый стол «Фонд»", "заседание"),
        ("Круглый стол «Чтение»", "круглый стол"),
        ("Подготовка виртуальной выставки новинок", "виртуальная выставка"),
        ("Семинар-практикум по каталогу", "семинар-практикум"),
        ("Итоговое анкетирование", "анкетирование"),
        ("Августовское совещание", "совещание"),
        ("Неделя детской книги", "неделя"),
        ("Обмен учебниками", ""),
    ],
)
def test_form_is_guessed_by_the_words(title: str, form: str) -> None:
    assert guess_form(title) == form


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("в очном и онлайн форматах", "mixed"),
        ("онлайн", "online"),
        ("дистанционно", "online"),
        ("очно", "onsite"),
        ("заочно", ""),
        ("Семинар", ""),
    ],
)
def test_format_is_guessed_by_the_words(text: str, format_: str) -> None:
    assert guess_format(text) == format_


def test_preparation_of_a_meeting_is_no_meeting() -> None:
    assert [is_meeting(title) for title in ("Заседание №1", "Организация проведения заседания")] == [True, False]
