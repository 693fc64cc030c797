from dataclasses import replace

import pytest

from stellazh.workplans.papers.forms import ItemRow, SectionRow, fact_text
from stellazh.workplans.papers.sections_form import LANDSCAPE, PORTRAIT, running_numbers, sections_form
from tests.workplans.papers.sample import (
    INFORMATION,
    METHOD,
    OLHOVA,
    ORGANISATION,
    RYABININA,
    item,
    linear_items,
    linear_paper,
)

FOUR = ["№ п/п", "Мероприятие", "Сроки проведения", "Ответственный"]


def headings(form) -> list[str]:
    return [column.heading for column in form.columns]


def test_plain_plan_has_the_four_traditional_columns_upright() -> None:
    form = sections_form(linear_paper())

    assert headings(form) == FOUR
    assert form.page == PORTRAIT
    assert sum(column.width_cm for column in form.columns) == pytest.approx(PORTRAIT.text_width_cm)


def test_rows_stand_under_their_sections_in_the_order_of_the_plan() -> None:
    paper = linear_paper(items=tuple(reversed(linear_items())))

    rows = sections_form(paper).rows

    shown = [row.title if isinstance(row, SectionRow) else row.cells[0][0] for row in rows]
    assert shown == [
        ORGANISATION, "4.", "3.", "2.", "1.", INFORMATION, "7.", "6.", "5.", METHOD, "11.", "10.", "9.", "8.",
    ]  # fmt: skip


def test_activities_without_a_section_come_first_and_unlisted_sections_last() -> None:
    items = (item("a", "Раз", section="Новый раздел"), item("b", "Два", section=METHOD), item("c", "Три"))

    rows = sections_form(linear_paper(items=items)).rows

    shown = [row.title if isinstance(row, SectionRow) else row.cells[1][0] for row in rows]
    assert shown == ["Три", METHOD, "Два", "Новый раздел", "Раз"]


def test_owners_stand_one_below_another() -> None:
    row = sections_form(linear_paper()).rows[2]

    assert row == ItemRow(
        (
            ("2.",),
            ("Уточнение банка данных о библиотекарях",),
            ("Сентябрь 2024",),
            ("Ольхова\u00a0А.Б.,", "Липина\u00a0В.Г. — библиотекарь МБОУ СОШ №\u00a03"),
        ),
        whole=True,
    )


def test_owners_without_posts_need_no_commas() -> None:
    (row,) = sections_form(linear_paper(items=(item("a", "Дело", owners=(OLHOVA, RYABININA)),))).rows

    assert row.cells[3] == ("Ольхова\u00a0А.Б.", "Рябинина\u00a0Е.Д.")


@pytest.mark.parametrize(
    ("numbers", "printed"),
    [
        (["", "", ""], ["1", "2", "3"]),
        (["1", "2", ""], ["1", "2", "3"]),
        (["1.", "", "3."], ["1.", "2", "3."]),
        (["1", "", "2"], ["1", "3", "2"]),
        (["1.1", "а)", ""], ["1.1", "а)", "1"]),
        (["7", "", ""], ["7", "8", "9"]),
    ],
)
def test_running_numbers_never_repeat_a_number(numbers: list[str], printed: list[str]) -> None:
    items = [item(str(place), "Дело", number=number) for place, number in enumerate(numbers)]

    assert running_numbers(items) == printed


def test_place_has_a_column_only_when_it_adds_something() -> None:
    said = item("a", "Заседание онлайн", "08.10.2024 МБОУ СОШ №5", place="МБОУ СОШ №5", format_label="дистанционно")
    other = item("b", "Встреча с автором", place="Центральная библиотека", format_label="очно")

    silent, speaking = (sections_form(linear_paper(items=items)) for items in ((said,), (said, other)))

    assert headings(silent) == FOUR
    assert headings(speaking) == [*FOUR[:2], "Место проведения", *FOUR[2:]]
    assert [row.cells[2] for row in speaking.rows] == [(), ("Центральная библиотека, очно",)]


def test_form_of_work_has_a_column_when_many_titles_do_not_tell_it() -> None:
    told = (
        item("a", "Круглый стол «Книга»", form_label="круглый стол"),
        item("b", "Анкетирование", form_label="анкета, опрос"),
    )
    untold = item("c", "Школа начинающего библиотекаря", form_label="семинар")

    rare, common = (sections_form(linear_paper(items=items)) for items in ((*told, untold), (told[0], untold)))

    assert headings(rare) == FOUR
    assert headings(common) == [*FOUR[:2], "Форма проведения", *FOUR[2:]]
    assert [row.cells[2] for row in common.rows] == [(), ("семинар",)]


def test_description_is_a_note_of_its_own() -> None:
    form = sections_form(linear_paper(items=(item("a", "Заседание", description="Первый вопрос\nВторой вопрос"),)))

    assert headings(form) == [*FOUR[:2], "Примечание", *FOUR[2:]]
    assert form.rows[0].cells[2] == ("Первый вопрос", "Второй вопрос")


def test_page_is_turned_for_six_columns() -> None:
    items = (item("a", "Встреча", place="Музей", description="С экскурсией"),)

    assert sections_form(linear_paper(items=items, with_fact=False)).page == LANDSCAPE
    assert sections_form(linear_paper(with_fact=True)).page == PORTRAIT


def test_fact_column_is_the_last() -> None:
    held = item("a", "Заседание", status="held", status_label="Проведено", fact="Протокол № 2")

    form = sections_form(linear_paper(items=(held, item("b", "Обзор")), with_fact=True))

    assert headings(form) == [*FOUR, "Отметка о выполнении"]
    assert [row.cells[-1] for row in form.rows] == [("Проведено. Протокол № 2",), ("",)]


@pytest.mark.parametrize(
    ("status", "label", "reason", "fact", "text"),
    [
        ("planned", "Запланировано", "", "", ""),
        ("planned", "Запланировано", "", "Протокол № 1", "Протокол № 1"),
        ("cancelled", "отменено", "карантин", "", "Отменено: карантин"),
        ("postponed", "Перенесено", "на март.", "Приказ № 3.", "Перенесено: на март. Приказ № 3."),
    ],
)
def test_fact_text_tells_status_reason_and_proof(status: str, label: str, reason: str, fact: str, text: str) -> None:
    told = item("a", "Дело", status=status, status_label=label, status_reason=reason, fact=fact)

    assert fact_text(told) == text


def test_row_higher_than_a_page_may_be_torn() -> None:
    usual, endless = linear_items()[0], item("z", "очень длинное описание дела " * 400, section=METHOD)

    rows = sections_form(linear_paper(items=(usual, endless))).rows

    assert [row.whole for row in rows if isinstance(row, ItemRow)] == [True, False]


def test_items_may_share_a_uid() -> None:
    twins = (item("a", "Раз", place="Музей"), item("a", "Два"))

    rows = sections_form(linear_paper(items=twins)).rows

    assert [row.cells[1:3] for row in rows] == [(("Раз",), ("Музей",)), (("Два",), ())]


def test_plan_without_activities_is_a_table_without_rows() -> None:
    assert sections_form(replace(linear_paper(), items=())).rows == ()
