from datetime import date

import pytest

from stellazh.workplans.papers.content import PaperOwner
from stellazh.workplans.papers.matrix_form import PAGE, activity_text, matrix_form, term_groups
from stellazh.workplans.papers.measure import longest_word_cm
from tests.workplans.papers.sample import DIRECTIONS, day, item, linear_paper, matrix_paper, month


def terms(form) -> list[str]:
    return [row.cells[0][0] for row in form.rows]


def test_columns_are_the_term_and_the_directions_and_fill_the_page() -> None:
    form = matrix_form(matrix_paper())

    assert [column.heading for column in form.columns] == ["Дата", *DIRECTIONS]
    assert form.page == PAGE
    assert sum(column.width_cm for column in form.columns) == pytest.approx(PAGE.text_width_cm)
    assert all(column.width_cm > longest_word_cm([column.heading], form.heading_size_pt) for column in form.columns)


def test_direction_with_more_text_is_wider() -> None:
    widths = {column.heading: column.width_cm for column in matrix_form(matrix_paper()).columns}

    assert widths["Методическое и практическое направление"] > widths["Другие направления"]


def test_rows_are_grouped_by_the_wording_of_the_term() -> None:
    form = matrix_form(matrix_paper())

    assert terms(form) == ["29.08.2024", "Сентябрь 2024", "08.10.2024 МБОУ СОШ №5", "Ноябрь 2024", "Май 2025"]
    assert form.rows[2].cells[3] == (
        "Мастер-класс «Выставка за один час» – Липина\u00a0В.Г. — библиотекарь МБОУ СОШ №\u00a03",
        "Практикум «Страница библиотеки на сайте школы» – Рябинина\u00a0Е.Д.",
    )
    assert form.rows[2].cells[2] == ()


def test_rows_are_chronological_and_long_or_undated_terms_come_last() -> None:
    items = (
        item("a", "Фонд", "В течение года", kind="school_year", start=date(2024, 9, 1), end=date(2025, 5, 31)),
        item("b", "Обзор", "Сентябрь", **month(2024, 9, 30)),
        item("c", "Запрос", "По запросу", kind="as_needed"),
        item("d", "Линейка", "02.09.2024", **day(date(2024, 9, 2))),
        item("e", "Открытие", "01.09.2024", **day(date(2024, 9, 1))),
        item("f", "Отчёт", "до 05.09.2024", kind="deadline", end=date(2024, 9, 5)),
    )

    form = matrix_form(linear_paper(items=items))

    assert terms(form) == ["01.09.2024", "Сентябрь", "02.09.2024", "до 05.09.2024", "В течение года", "По запросу"]


def test_term_is_printed_exactly_as_typed() -> None:
    items = tuple(item(str(place), "Дело", wording) for place, wording in enumerate(("13.10. 2024г.", "Март,  2025 г")))

    assert [group.term_raw for group in term_groups(items)] == ["13.10. 2024г.", "Март,  2025 г"]


def test_activity_without_a_term_gets_a_dash_so_as_not_to_join_the_row_above() -> None:
    form = matrix_form(linear_paper(items=(item("a", "Раз", "Май 2025", **month(2025, 5, 31)), item("b", "Два"))))

    assert terms(form) == ["Май 2025", "–"]


def test_activity_without_a_direction_stands_under_the_others() -> None:
    form = matrix_form(matrix_paper(items=(item("a", "Раз", "Май 2025"),)))

    assert form.rows[0].cells == (("Май 2025",), (), (), (), (), (), ("Раз",))


def test_plan_without_sections_has_one_column_of_activities() -> None:
    form = matrix_form(linear_paper(sections=(), items=(item("a", "Раз", "Май 2025"),)))

    assert [column.heading for column in form.columns] == ["Дата", "Другие направления"]


@pytest.mark.parametrize(
    ("number", "owners", "text"),
    [
        ("", (), "Обзор новинок"),
        ("3", (), "3. Обзор новинок"),
        ("3.", (PaperOwner("ММО"),), "3. Обзор новинок – ММО"),
        ("", (PaperOwner("Липина", "педагог"), PaperOwner("ММО")), "Обзор новинок – Липина — педагог, ММО"),
    ],
)
def test_activity_is_one_paragraph(number: str, owners: tuple[PaperOwner, ...], text: str) -> None:
    assert activity_text(item("a", "Обзор новинок", number=number, owners=owners)) == text


def test_facts_of_a_row_are_told_apart_by_titles() -> None:
    held = {"status": "held", "status_label": "Проведено"}
    long_title = "Круглый стол о чтении подростков и о том, как вернуть их в школьную библиотеку"
    items = (
        item("a", "Обзор.", "Май", **held),
        item("b", long_title, "Май", **held),
        item("c", "План", "Май"),
        item("d", "Встреча", "Июнь", **held),
    )

    form = matrix_form(linear_paper(items=items, with_fact=True))

    assert [row.cells[-1] for row in form.rows] == [
        ("Обзор: Проведено", "Круглый стол о чтении подростков и о том, как вернуть их в…: Проведено"),
        ("Проведено",),
    ]


def test_row_higher_than_a_page_may_be_torn() -> None:
    items = tuple(item(str(place), "Проведение мероприятий в школьной библиотеке " * 6, "Май") for place in range(30))

    assert [row.whole for row in matrix_form(linear_paper(items=items)).rows] == [False]
