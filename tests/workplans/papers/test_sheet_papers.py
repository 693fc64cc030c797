from datetime import date
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from stellazh.workplans.papers.sheet import plan_xlsx
from tests.workplans.papers.sample import (
    DIRECTIONS,
    HOSTILE_TITLES,
    ORGANISATION,
    hostile_paper,
    item,
    linear_paper,
    matrix_paper,
)


def values(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_linear_sheet_is_a_flat_table_with_real_dates() -> None:
    rows = values(plan_xlsx(linear_paper(), "sections"))

    assert rows[0][0] == linear_paper().title
    assert rows[1] == ["№ п/п", "Раздел", "Мероприятие", "Сроки проведения", "Начало", "Окончание", "Ответственный"]
    assert rows[3] == [
        "2.", ORGANISATION, "Уточнение банка данных о библиотекарях",
        "Сентябрь 2024", date(2024, 9, 1), date(2024, 9, 30),
        "Ольхова А.Б.\nЛипина В.Г. — библиотекарь МБОУ СОШ № 3",
    ]  # fmt: skip
    assert rows[5][4:6] == ["", date(2025, 2, 10)]
    assert len(rows) == 2 + 11


def test_linear_sheet_shows_what_else_the_plan_knows() -> None:
    told = item(
        "a", "Заседание", place="Музей", audience="библиотекари", outcome_document="протокол", description="Раз\nДва",
        format_label="очно", form_label="Заседание", status="held", status_label="Проведено",
    )  # fmt: skip

    rows = values(plan_xlsx(linear_paper(items=(told,), with_fact=True, draft=True), "sections"))

    assert rows[0][0].startswith("ПРОЕКТ. План работы")
    assert dict(zip(rows[1][7:], rows[2][7:], strict=True)) == {
        "Место проведения": "Музей",
        "Форма проведения": "Заседание",
        "Формат": "очно",
        "Участники": "библиотекари",
        "Итоговый документ": "протокол",
        "Примечание": "Раз\nДва",
        "Отметка о выполнении": "Проведено",
    }


def test_matrix_sheet_has_a_row_for_each_term() -> None:
    rows = values(plan_xlsx(matrix_paper(), "matrix"))

    assert rows[1] == ["Дата", "Начало", "Окончание", *DIRECTIONS]
    assert [row[:3] for row in rows[2:5]] == [
        ["29.08.2024", date(2024, 8, 29), date(2024, 8, 29)],
        ["Сентябрь 2024", date(2024, 9, 1), date(2024, 9, 30)],
        ["08.10.2024 МБОУ СОШ №5", date(2024, 10, 8), date(2024, 10, 8)],
    ]
    assert rows[4][5] == (
        "Мастер-класс «Выставка за один час» – Липина В.Г. — библиотекарь МБОУ СОШ № 3\n"
        "Практикум «Страница библиотеки на сайте школы» – Рябинина Е.Д."
    )


def test_hostile_titles_stay_texts() -> None:
    rows = values(plan_xlsx(hostile_paper(), "sections"))

    titles = [row[2] for row in rows[2:]]
    assert set(HOSTILE_TITLES[:6]) <= set(titles)
    assert "Управляющие знаки и половинки пар" in titles


def test_same_paper_gives_the_same_bytes() -> None:
    assert plan_xlsx(linear_paper(), "matrix") == plan_xlsx(linear_paper(), "matrix")
