"""What a person is asked to look at; nothing is corrected silently."""

from __future__ import annotations

import pytest

from stellazh.common.errors import UnreadablePaper
from stellazh.office.intake import open_paper, open_pasted
from stellazh.workplans.reading import PlanReading, Warning, read_plan
from stellazh.workplans.reading.broken_words import BrokenWord, find_broken_words
from stellazh.workplans.reading.reader import NO_PLAN
from tests.fixtures.plans.papers import Grid, excel, tabs, word

HEAD = ["№", "Мероприятие", "Срок", "Ответственный"]


def _read(*rows: list[str], year: int | None = 2024) -> PlanReading:
    grid: Grid = [HEAD, *rows]
    return read_plan(open_pasted(text=tabs(grid)), year)


def _codes(reading: PlanReading, item: int = 0) -> list[str]:
    return [warning.code for warning in reading.items[item].warnings]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (["1", "Семинар", "май", "Ольхова В.И."], []),
        (["1", "Семинар", "22.09.2025 г.", "Ольхова В.И."], ["outside_year"]),
        (["1", "Семинар", "31.04.2025", "Ольхова В.И."], ["impossible_day"]),
        (["1", "Семинар", "", "Ольхова В.И."], ["no_term"]),
        (["1", "Семинар", "май", ""], ["no_owner"]),
        (["1", "Семинар", "04.11.2024", "Ольхова В.И."], ["free_day"]),
        (["1", "Семинар", "17.11.2024", "Ольхова В.И."], ["free_day"]),
        (["1", "Семинар", "18.11.2024", "Ольхова В.И."], []),
    ],
)
def test_activity_is_warned_about(row: list[str], codes: list[str]) -> None:
    reading = _read(row, ["2", "Обзор", "июнь", "Липина Н.Б."])

    assert _codes(reading) == codes


def test_date_outside_the_year_is_kept_as_written() -> None:
    item = _read(["1", "Семинар", "22.09.2025 г.", "Ольхова В.И."], ["2", "Обзор", "май", "ШБ"]).items[0]

    assert item.term.start is not None
    assert (item.term.raw, item.term.start.isoformat()) == ("22.09.2025 г.", "2025-09-22")


def test_broken_word_is_offered_joined_and_kept_as_written() -> None:
    item = _read(["1", "Анализ профессиональ ных затруднений", "май", "ШБ"], ["2", "Обзор", "май", "ШБ"]).items[0]

    assert item.title == "Анализ профессиональ ных затруднений"
    assert [(warning.field, warning.replaces, warning.suggestion) for warning in item.warnings] == [
        ("title", "профессиональ ных", "профессиональных")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("по профессиональ ным дефицитам", (BrokenWord("профессиональ ным", "профессиональным"),)),
        ("Формирование муниципально о заказа", (BrokenWord("муниципально о", "муниципального"),)),
        ("работа библио- текаря", (BrokenWord("библио- текаря", "библиотекаря"),)),
        ("Информация о заказе и о фонде", ()),
        ("Заседание методического объединения в школе", ()),
        ("Сферум и Вконтакте, АИС «Книгозаказ»", ()),
        ("семинар - практикум", ()),
        ("педагог - библиотекарь, учитель- предметник", ()),
    ],
)
def test_broken_words_are_found_and_whole_ones_left_alone(text: str, found: tuple[BrokenWord, ...]) -> None:
    assert find_broken_words(text) == found


def test_numbers_are_checked_through_the_plan() -> None:
    reading = _read(*[[number, f"Дело {number}", "май", "ШБ"] for number in ("1", "2", "2", "5")])

    assert [(warning.code, warning.text) for warning in reading.warnings] == [
        ("duplicate_number", "Номер 2 стоит у нескольких мероприятий (2)."),
        ("number_gap", "В нумерации пропущено: 3, 4."),
    ]


def test_numbers_that_begin_anew_in_each_section_are_fine() -> None:
    reading = _read(
        ["I. Работа с кадрами"],
        ["1", "Курсы", "май", "ШБ"],
        ["2", "Семинар", "май", "ШБ"],
        ["II. Работа с фондом"],
        ["1", "Сверка", "май", "ШБ"],
        ["2", "Обзор", "май", "ШБ"],
    )

    assert reading.warnings == ()
    assert [item.section for item in reading.items] == ["I. Работа с кадрами"] * 2 + ["II. Работа с фондом"] * 2


def test_two_meetings_on_one_day_are_told() -> None:
    reading = _read(
        ["1", "Заседание №1", "12.11.2024", "ШБ"],
        ["2", "Заседание творческой группы", "12.11.2024", "ШБ"],
        ["3", "Анонс заседания", "12.11.2024", "ШБ"],
    )

    assert [warning.text for warning in reading.warnings] == ["На 12.11.2024 назначено несколько заседаний (2)."]


def test_year_of_the_title_against_the_chosen_one_is_told() -> None:
    paper = open_paper(
        word("План работы на 2024/2025 учебный год", [HEAD, ["1", "Семинар", "май", "Ольхова В.И."]]), "план.docx"
    )

    reading = read_plan(paper, 2025)

    assert reading.school_year == 2025
    assert [(warning.code, warning.text) for warning in reading.warnings] == [
        ("year_conflict", "В плане назван 2024/2025 учебный год, а выбран 2025/2026: проверьте год.")
    ]


@pytest.mark.parametrize(
    ("terms", "year"),
    [
        (["12.09.2024", "май"], 2024),
        (["январь 2025 г.", "май"], 2024),
        (["01.08.2025", "15.09.2025", "20.05.2025"], 2025),
    ],
)
def test_year_is_told_by_the_dates_where_the_title_is_silent(terms: list[str], year: int) -> None:
    rows = [[str(number), "Дело", term, "ШБ"] for number, term in enumerate(terms, 1)]

    assert _read(*rows, year=None).school_year == year


def test_plan_without_any_year_asks_for_it() -> None:
    with pytest.raises(UnreadablePaper, match="В плане не указан учебный год"):
        _read(["1", "Семинар", "май", "ШБ"], ["2", "Обзор", "июнь", "ШБ"], year=None)


@pytest.mark.parametrize("year", [0, 1999, 2100, 20245])
def test_year_out_of_range_is_refused(year: int) -> None:
    with pytest.raises(UnreadablePaper, match="указан неверно"):
        _read(["1", "Семинар", "май", "ШБ"], year=year)


@pytest.mark.parametrize(
    "parts",
    [
        ["Сказка о царе Салтане", "Жил-был царь."],
        ["Список", [["Фамилия", "Школа"], ["Берестова", "№ 3"], ["Кленова", "№ 4"]]],
        ["Цель: учить.", "Задачи:", "1. Помогать.", "2. Обобщать."],
        ["План работы", [HEAD]],
    ],
)
def test_paper_without_a_plan_is_refused(parts: list[object]) -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        read_plan(open_paper(word(*parts), "план.docx"), 2024)  # type: ignore[arg-type]

    assert str(refusal.value) == NO_PLAN


def test_other_sheets_with_plans_are_named() -> None:
    rows = [HEAD, [1, "Семинар", "май", "ШБ"], [2, "Обзор", "июнь", "ШБ"]]

    reading = read_plan(
        open_paper(excel(("Новый", [*rows, [3, "Урок", "май", "ШБ"]]), ("Старый", rows)), "план.xlsx"), 2024
    )

    assert [warning for warning in reading.warnings if warning.code == "several_sheets"] == [
        Warning("several_sheets", "План есть и на других листах («Старый»); прочитан лист «Новый».")
    ]
    assert len(reading.items) == 3
