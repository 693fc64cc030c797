from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table

from stellazh.workplans.papers.content import PlanPaper
from stellazh.workplans.papers.word_matrix import matrix_docx
from stellazh.workplans.papers.word_sections import sections_docx
from tests.workplans.papers.sample import (
    APPROVE,
    DIRECTIONS,
    HOSTILE_TITLES,
    INFORMATION,
    METHOD,
    ORGANISATION,
    hostile_paper,
    linear_paper,
    matrix_paper,
)

Printer = Callable[[PlanPaper], bytes]
BOTH = pytest.mark.parametrize("printer", [sections_docx, matrix_docx])


def opened(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def grid(table: Table) -> list[list[str]]:
    """Texts of the real cells, a merged cell once."""
    return [["\n".join(p.text for p in cell.p_lst) for cell in row.tc_lst] for row in table._tbl.tr_lst]


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_sections_form_has_grifs_passport_and_plan() -> None:
    document = opened(sections_docx(linear_paper()))

    grifs, passport, plan = document.tables
    assert grid(grifs) == [
        [
            "РАССМОТРЕНО\nна заседании методического объединения\nпротокол от 27.08.2024 №\u00a01",
            "",
            "СОГЛАСОВАНО\nДиректор методического центра\n____________ Берестова\u00a0А.И.\n«___» ________ 2024 г.",
            "",
            "УТВЕРЖДАЮ\nНачальник управления образования\n____________ Кленова\u00a0Т.П.",
        ]
    ]
    assert grid(passport) == [
        ["Единая тема", "Библиотека как место встречи школы и семьи."],
        ["Методическая тема", "Читательская грамотность: от урока к библиотеке."],
        ["Цель", "Помочь библиотекарям округа работать вместе."],
        ["Задачи", "Собрать банк методических находок.\nПровести четыре заседания.\nОбновить обменный фонд."],
        ["Ожидаемые результаты", "Банк находок открыт для всех школ.\nКаждая школа показала свой опыт."],
    ]
    assert [row for row in grid(plan) if len(row) == 1] == [[ORGANISATION], [INFORMATION], [METHOD]]
    assert grid(plan)[0] == ["№ п/п", "Мероприятие", "Сроки проведения", "Ответственный"]
    assert grid(plan)[-1] == ["11.", "Заседание №4. Анализ года", "20.05.2025", "Ольхова\u00a0А.Б."]
    assert texts(document) == [
        "План работы муниципального методического\nобъединения школьных библиотекарей\nна 2024/2025 учебный год",
        "Руководитель ММО\t_______________ Ольхова А.Б.",
    ]


def test_matrix_form_tells_theme_goal_and_tasks_above_the_table() -> None:
    document = opened(matrix_docx(matrix_paper()))

    _, plan = document.tables
    assert grid(plan)[0] == ["Дата", *DIRECTIONS]
    assert texts(document)[1:-1] == [
        "Единая тема: Библиотека как место встречи школы и семьи.",
        "Методическая тема: Читательская грамотность: от урока к библиотеке.",
        "Цель: Помочь библиотекарям округа работать вместе.",
        "Задачи: ",
        "Собрать банк методических находок.",
        "Провести четыре заседания.",
        "Обновить обменный фонд.",
        "Ожидаемые результаты: ",
        "Банк находок открыт для всех школ.",
        "Каждая школа показала свой опыт.",
    ]


@BOTH
def test_title_and_sections_are_real_headings(printer: Printer) -> None:
    document = opened(printer(linear_paper()))

    styles = {style.style_id: style.name for style in document.styles}
    headings = [
        (styles[paragraph.style], paragraph.text)
        for paragraph in document.element.body.iter(qn("w:p"))
        if paragraph.style and paragraph.style.startswith("Heading")
    ]
    sections = [("Heading 2", title) for title in (ORGANISATION, INFORMATION, METHOD)]
    assert headings == [("Heading 1", document.paragraphs[1].text), *(sections if printer is sections_docx else [])]


@BOTH
def test_header_row_is_repeated_and_no_row_is_torn(printer: Printer) -> None:
    plan = opened(printer(linear_paper())).tables[-1]._tbl

    marks = [[child.tag for child in row.trPr] for row in plan.tr_lst]
    assert marks[0] == [qn("w:cantSplit"), qn("w:tblHeader")]
    assert marks[1:] == [[qn("w:cantSplit")]] * (len(plan.tr_lst) - 1)


@BOTH
def test_last_row_stays_with_the_signature(printer: Printer) -> None:
    plan = opened(printer(linear_paper())).tables[-1]._tbl

    kept = [
        [paragraph.pPr.find(qn("w:keepNext")) is not None for paragraph in row.iter(qn("w:p")) if paragraph.text]
        for row in plan.tr_lst[-2:]
    ]
    assert [set(row) for row in kept] == [{False}, {True}]


@BOTH
def test_tables_have_alternative_texts(printer: Printer) -> None:
    plan = opened(printer(linear_paper())).tables[-1]._tbl.tblPr

    description = plan.find(qn("w:tblDescription")).get(qn("w:val"))
    assert plan.find(qn("w:tblCaption")).get(qn("w:val")) == linear_paper().title
    assert description.startswith("Мероприятия плана по ")
    assert "всего 11." in description


@BOTH
def test_draft_is_marked_on_the_first_page_and_above_the_others(printer: Printer) -> None:
    draft, final = (opened(printer(linear_paper(draft=draft))) for draft in (True, False))

    assert (texts(draft)[0], draft.sections[0].header.paragraphs[0].text.split()) == ("ПРОЕКТ", ["ПРОЕКТ"])
    assert draft.core_properties.content_status == "Проект"
    assert "ПРОЕКТ" not in texts(final)
    assert final.sections[0].header.paragraphs[0].text.split() == []


@BOTH
def test_same_paper_gives_the_same_bytes(printer: Printer) -> None:
    assert printer(linear_paper()) == printer(linear_paper())


@BOTH
def test_empty_plan_still_is_a_paper(printer: Printer) -> None:
    empty = replace(
        linear_paper(), association_name="", title="", unified_theme="", methodical_theme="", goal="", tasks=(),
        expected_results=(), sections=(), grifs=(), items=(), signer_post="", signer_name="",
    )  # fmt: skip

    document = opened(printer(empty))

    assert texts(document) == ["План работы методического объединения"]
    assert len(document.tables) == 1
    assert document.core_properties.title == "План работы методического объединения"


def test_lone_grif_stands_at_the_right() -> None:
    table = opened(sections_docx(linear_paper(grifs=(APPROVE,)))).tables[0]._tbl

    assert table.tblPr.find(qn("w:jc")).get(qn("w:val")) == "right"


@BOTH
def test_hostile_texts_are_printed_as_texts(printer: Printer) -> None:
    document = opened(printer(hostile_paper()))

    printed = [cell.replace("\u00a0", " ") for row in grid(document.tables[-1]) for cell in row]
    assert len(document.tables) == (3 if printer is sections_docx else 2)
    for title in HOSTILE_TITLES[:6] + HOSTILE_TITLES[9:]:
        assert any(cell.startswith(title) for cell in printed), title
    assert any(cell.startswith("Управляющие знаки и половинки пар") for cell in printed)
    assert any(cell.startswith("Обратное письмо и метка") for cell in printed)
    assert any(cell.startswith("Строка вторая третья четвёртая пятая") for cell in printed)
    assert list(document.element.body.iter(qn("w:br"))) == []
    assert list(document.element.body.iter(qn("w:hyperlink"))) == []


def test_file_is_dated_by_the_plan() -> None:
    core = opened(sections_docx(linear_paper())).core_properties

    assert core.created.date() == date(2024, 8, 30)
