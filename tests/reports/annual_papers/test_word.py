"""Reports as Word files, read back fact by fact."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from stellazh.reports.papers.report_sheet import DRAFT_MARK
from stellazh.reports.papers.widths import column_widths
from stellazh.reports.papers.word import report_docx
from stellazh.reports.reads.annual.content_model import ReportContent
from tests.reports.annual_papers.sample import HARD, bare_content, full_content, hostile_content


def opened(content: ReportContent, mark: str = "") -> Document:
    return docx.Document(BytesIO(report_docx(content, mark=mark)))


def test_report_is_typed_line_by_line() -> None:
    texts = [one.text.replace(HARD, " ") for one in opened(full_content()).paragraphs]

    assert texts == [
        "Отчёт о проделанной работе\nМетодическое объединение школьных библиотекарей\nза 2024/2025 учебный год",
        "(данные на 24.06.2025)",
        "Состав объединения",
        "Специалистов — 9.",
        "страница: https://example.org/a/b?c=1",
        "в чате 93 участника",
        "Мероприятия",
        "Проведено 2.",
        "Таблица 1. Мероприятия года",
        "Участников (людей) за год — 101.",
        "Таблица 2. План и факт",
        "",
        "Приложения",
        "Приложение 1. Снимки чата (файл «chat.pdf»)",
        "Приложение 2. Положение: https://example.org/rules",
        "Числа из других источников",
        "Зарегистрировались в чате — 93 участника: Список чата, https://chat.example.org/list (на 20.06.2025).",
        "Руководитель методического",
        "объединения школьных",
        "библиотекарей\t_____________\tВ. И. Ольхова",
    ]


def test_headings_lists_and_tables_are_real() -> None:
    document = opened(full_content())

    lines = ((one.text.replace(HARD, " ").split("\n")[0], one.style) for one in document.paragraphs)
    styles = {text: style.style_id for text, style in lines if style is not None}
    assert styles["Отчёт о проделанной работе"] == "Heading1"
    assert styles["Мероприятия"] == "ItemHeading"
    assert styles["Специалистов — 9."] == "BodyText"
    item = next(one for one in document.paragraphs if one.text.startswith("страница"))
    assert item._p.pPr.numPr is not None
    events, plan = document.tables
    assert [[cell.text.replace(HARD, " ") for cell in row.cells] for row in events.rows] == [
        ["№", "Дата", "Мероприятие", "Форма", "Участий", "Муниципалитетов"],
        ["1", "08.10.2024", "Семинар «Чтение»", "семинар", "24", "7"],
        ["2", "20.11.2024", "Веб-форум", "форум", "96", "27"],
        ["", "", "Всего мероприятий: 2", "", "120", "27"],
    ]
    assert len(plan.rows[1]._tr.tc_lst) == 1
    assert plan.rows[1].cells[0].text == "Обучение"
    for table in (events, plan):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_file_speaks_russian_in_times_and_holds_no_live_links() -> None:
    data = report_docx(full_content())

    with zipfile.ZipFile(BytesIO(data)) as parts:
        styles, body = parts.read("word/styles.xml").decode(), parts.read("word/document.xml").decode()
        relations = parts.read("word/_rels/document.xml.rels").decode()
    assert 'w:val="ru-RU"' in styles
    assert 'w:ascii="Times New Roman"' in styles
    assert '<w:sz w:val="28"/>' in styles
    assert "w:hyperlink" not in body
    assert "External" not in relations
    properties = docx.Document(BytesIO(data)).core_properties
    assert (properties.title, properties.language) == ("Отчёт о проделанной работе за 2024/2025 учебный год", "ru-RU")


def test_draft_bears_its_mark_on_every_page_and_sealed_one_none() -> None:
    draft, final = opened(full_content(), DRAFT_MARK), opened(full_content())

    assert draft.paragraphs[0].text == DRAFT_MARK
    assert DRAFT_MARK in draft.sections[0].header.paragraphs[0].text
    assert draft.core_properties.content_status == "Черновик"
    assert DRAFT_MARK not in final.sections[0].header.paragraphs[0].text
    assert not [one for one in final.paragraphs if DRAFT_MARK in one.text]


def test_same_content_gives_the_same_bytes() -> None:
    assert report_docx(full_content()) == report_docx(full_content())


@pytest.mark.parametrize("content", [hostile_content(), bare_content()])
def test_whatever_is_typed_the_file_opens(content: ReportContent) -> None:
    document = opened(content)

    assert document.paragraphs[0].style is not None
    assert "\u0001" not in document.paragraphs[0].text


def test_title_without_a_year_keeps_its_words() -> None:
    document = opened(full_content(title="Наш год"))

    assert document.paragraphs[0].text.split("\n") == ["Наш год", "Методическое объединение школьных библиотекарей"]


@pytest.mark.parametrize("rows", [[], [("1", "к" * 400)], [("1" * 400, "2" * 400)], [("", "")]])
def test_widths_fill_the_page_and_none_is_too_thin(rows: list[tuple[str, str]]) -> None:
    widths = column_widths(("№", "Мероприятие"), rows, 16.5)

    assert sum(widths) == pytest.approx(16.5, abs=0.05)
    assert min(widths) > 0.9


def test_days_and_numbers_are_never_broken() -> None:
    rows = [("1", "20.11.2024", "Очень длинное название " * 9, "12 500")]

    widths = column_widths(("№", "Дата", "Мероприятие", "Участий"), rows, 16.5)

    assert widths[1] > 2.2
    assert widths[2] == max(widths)
    assert not re.search(r"-", str(widths))
