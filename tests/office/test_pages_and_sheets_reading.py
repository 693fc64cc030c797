"""Workbooks, web pages, the clipboard and plain text as paragraphs and tables."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from stellazh.office.documents import Paragraph, Table
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.documents.excel.values import shown
from stellazh.office.documents.model import OfficeDocument
from stellazh.office.intake import open_paper, open_pasted
from tests.fixtures.plans.papers import LEFT, UP, excel, page, tabs


def _table(document: OfficeDocument) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table))


def _texts(document: OfficeDocument) -> list[str]:
    return [block.visible for block in document.blocks if isinstance(block, Paragraph)]


def test_workbook_gives_its_visible_sheets_with_values_as_shown() -> None:
    data = excel(
        ("План", [["№", "Срок", "Класс"], [1, date(2024, 9, 5), 7.5], ["Раздел", LEFT, LEFT]]), ("Пусто", [["", ""]])
    )

    document = open_paper(data, "план.xlsx")

    assert [part.name for part in document.parts] == ["План"]
    assert _table(document).texts() == [["№", "Срок", "Класс"], ["1", "05.09.2024", "7.5"], ["Раздел", "", ""]]
    assert [cell.column_span for cell in _table(document).starting_in(2)] == [3]


def test_date_shown_as_a_month_is_not_a_day() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(("mmm yy", "mmmm yyyy;@", "d mmm", "mmmm", "dd.mm.yyyy hh:mm")):
            sheet.write_datetime(row, 0, datetime(2024, 9, 1, 14, 30), book.add_format({"num_format": code}))  # noqa: DTZ001

    table = _table(open_paper(buffer.getvalue(), "план.xlsx"))

    assert [row[0] for row in table.texts()] == [
        "сентябрь 2024",
        "сентябрь 2024",
        "01.09",
        "сентябрь",
        "01.09.2024 14:30",
    ]


def test_hidden_sheet_is_left_out() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("План").write(0, 0, "Семинар")
        secret = book.add_worksheet("Черновик")
        secret.write(0, 0, "Старое")
        secret.hide()

    document = open_paper(buffer.getvalue(), "план.xlsx")

    assert [part.name for part in document.parts] == ["План"]


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (True, "да"), (False, "нет"), (0.5, "0.5"), ("текст", "текст")]
)
def test_value_is_shown_as_excel_shows_it(value: float | str, text: str) -> None:
    assert shown(value) == text


def test_page_keeps_merged_cells() -> None:
    table = _table(
        open_pasted(html=page([["Дата", "Работа", LEFT], [UP, "Первое", "Второе"], ["май", "Обзор", "Урок"]]))
    )

    assert table.texts() == [["Дата", "Работа", ""], ["", "Первое", "Второе"], ["май", "Обзор", "Урок"]]
    assert table.covering(1, 0) == table.covering(0, 0)


def test_clipboard_of_word_gives_its_list_signs() -> None:
    html = (
        "Version:0.9\r\nStartHTML:0000000105\r\n<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        "<style>p{}</style></head><body><!--StartFragment-->"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;&nbsp;</span></span><![endif]>Семинар<o:p></o:p></p>"
        "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Обзор\r\nкниг</p>"
        "<p>Видно<span style='mso-hide:all'>тайна</span><del>старое</del></p><!--EndFragment--></body></html>"
    )

    assert _texts(open_pasted(html=html)) == ["1. Семинар", "- Обзор книг", "Видно"]


def test_lists_of_a_page_are_numbered() -> None:
    html = "<body><ol start=3><li>три<li><p>четыре</p></ol><ul><li>пункт</li></ul><ol type=I><li>раздел</ol></body>"

    assert _texts(open_pasted(html=html)) == ["3. три", "4. четыре", "- пункт", "I. раздел"]


def test_scripts_and_hidden_parts_of_a_page_are_left_out() -> None:
    html = "<body><script>alert(1)</script><div style='display: none'>тайна</div><div hidden>и это</div>План</body>"

    assert _texts(open_pasted(html=html)) == ["План"]


def test_page_with_a_doctype_and_another_encoding_is_read() -> None:
    source = "<!DOCTYPE html><html><head><meta charset=windows-1251></head><body><p>План работы</p></body></html>"

    document = open_paper(source.encode("cp1251"), "план.html")

    assert _texts(document) == ["План работы"]


def test_deeply_nested_page_is_read_without_falling() -> None:
    document = open_pasted(html="<body>" + "<div>" * 5000 + "План" + "</div>" * 5000)

    assert _texts(document) == ["План"]


def test_tabs_keep_line_breaks_of_cells_and_stray_quotes() -> None:
    document = open_pasted(text=tabs([["1", "Семинар\n«Фонд»", '"Живая" классика'], ["2", "Обзор", ""]]))

    assert _table(document).texts() == [["1", "Семинар\n«Фонд»", '"Живая" классика'], ["2", "Обзор", ""]]


def test_text_without_tabs_is_paragraphs() -> None:
    document = open_paper("План работы\n\n**Сентябрь**\n- Семинар".encode(), "план.txt")

    assert _texts(document) == ["План работы", "Сентябрь", "- Семинар"]


def test_semicolons_of_a_table_part_its_cells() -> None:
    document = open_paper("№;Мероприятие;Срок\n1;Семинар;май\n".encode("cp1251"), "план.csv")

    assert _table(document).texts() == [["№", "Мероприятие", "Срок"], ["1", "Семинар", "май"]]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("до\u00adклад  и\u0306", "доклад й"),
        ("&laquo;План&raquo;&nbsp;&#8211;&nbsp;год", "«План» – год"),
        ("<p class='a'>один</p><p>два</p>", "один\nдва"),
        ("a < b > c", "a < b > c"),
        ("[bookmark: _GoBack]План", "План"),
        ("<b>жирно</b><br/>ниже", "жирно\nниже"),
        ("\x0b\x00x\r\ny", "x\ny"),
    ],
)
def test_text_is_cleaned_to_what_is_seen(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
