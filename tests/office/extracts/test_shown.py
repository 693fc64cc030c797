"""What a page of the site shows of a paper."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from PIL import Image

from stellazh.common.errors import UnreadablePaper
from stellazh.office.extracts import (
    PaperKind,
    ShownCell,
    ShownHeading,
    ShownItem,
    ShownList,
    ShownPaper,
    ShownParagraph,
    ShownTable,
    limits,
    page_pictures,
    shown_pages,
)
from tests.office.extracts import papers
from tests.office.packages import body, word_package


def cells(*texts: str) -> tuple[ShownCell, ...]:
    return tuple(ShownCell((text,) if text else ()) for text in texts)


def test_shown_word_has_headings_in_order_lists_and_tables() -> None:
    shown = shown_pages(papers.order_docx(), "приказ.docx")

    items = (ShownItem("1.", ("провести смотр",)), ShownItem("2.", ("подвести итоги",)))
    table = ShownTable("Таблица 1", False, cells("Фамилия", "Должность"), (cells("Ольхова В. И.", "методист"),))
    assert shown == ShownPaper(
        PaperKind.WORD,
        (
            ShownHeading(1, "Приказ о смотре школьных библиотек"),
            ShownParagraph(("В целях развития фондов приказываю:",)),
            ShownList(items, is_numbered=True),
            ShownHeading(2, "Состав комиссии"),
            table,
        ),
    )


def test_shown_levels_have_no_gaps() -> None:
    document = docx.Document()
    for level in (3, 6, 9, 2, 1, 4):
        document.add_heading(f"Раздел {level}", level=level)

    shown = shown_pages(papers.saved(document), "a.docx")

    assert [block.level for block in shown.blocks if isinstance(block, ShownHeading)] == [1, 2, 3, 1, 1, 2]


def test_shown_merged_cells_keep_their_reach() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Первое полугодие"
    table.cell(1, 0).text = "сентябрь"

    (shown,) = shown_pages(papers.saved(document), "a.docx").blocks

    assert isinstance(shown, ShownTable)
    assert shown.header == ()
    assert shown.rows[0] == (ShownCell(("Первое полугодие",), 1, 3),)


def test_shown_is_text_and_never_markup() -> None:
    document = docx.Document()
    document.add_paragraph("До <script>alert(1)</script> после 3 < 5")

    (paragraph,) = shown_pages(papers.saved(document), "a.docx").blocks

    assert paragraph == ShownParagraph(("До <script>alert(1)</script> после 3 < 5",))


def test_shown_sheet_has_its_title_above_and_is_cut() -> None:
    rows = [
        [f"Столбец {column}" for column in range(40)],
        *([f"{row}-{column}" for column in range(40)] for row in range(300)),
    ]

    shown = shown_pages(papers.workbook(("Фонды", rows), merged_title="Сведения о фондах школ"), "a.xlsx")

    title, table = shown.blocks
    assert title == ShownParagraph(("Сведения о фондах школ",))
    assert isinstance(table, ShownTable)
    assert (table.caption, table.is_named, shown.is_cut) == ("Фонды", True, True)
    assert table.header == cells(*(f"Столбец {column}" for column in range(limits.SHEET_COLUMNS)))
    assert len(table.rows) == limits.SHEET_ROWS - 2
    assert table.note == "Показано строк: 199 из 302, столбцов: 30 из 40. Остальное – в самом файле."


def test_shown_sheets_have_headings_of_their_own() -> None:
    data = papers.workbook(("Школы", [["Школа", "Фонд"], ["№ 7", "12"]]), ("Сады", [["1", "2"], ["3", "4"]]))

    assert shown_pages(data, "a.xlsx").blocks == (
        ShownHeading(1, "Школы"),
        ShownTable("Школы", False, cells("Школа", "Фонд"), (cells("№ 7", "12"),)),
        ShownHeading(1, "Сады"),
        ShownTable("Сады", False, (), (cells("1", "2"), cells("3", "4"))),
    )


def test_shown_text_keeps_its_lines() -> None:
    shown = shown_pages("Уважаемые коллеги!\r\nЖдём вас.\r\n\r\nОльхова".encode(), "a.txt")

    assert shown.blocks == (ShownParagraph(("Уважаемые коллеги!", "Ждём вас.")), ShownParagraph(("Ольхова",)))


def test_shown_is_cut_when_the_page_would_be_too_long() -> None:
    shown = shown_pages(("строка\n\n" * (limits.BLOCKS + 5)).encode(), "a.txt")

    assert (len(shown.blocks), shown.is_cut) == (limits.BLOCKS, True)


def test_shown_paper_is_plain_data() -> None:
    told = shown_pages(papers.order_docx(), "приказ.docx").to_json()

    assert json.loads(json.dumps(told))["blocks"][0] == {
        "level": 1,
        "text": "Приказ о смотре школьных библиотек",
        "what": "heading",
    }


def test_shown_pdf_counts_its_pages() -> None:
    shown = shown_pages(papers.scanned_pdf(pages=limits.PICTURED_PAGES + 2), "скан.pdf")

    assert shown == ShownPaper(PaperKind.PDF, (), 42, 40, is_cut=True)


def test_page_pictures_have_the_words_of_each_page(tmp_path: Path) -> None:
    data = papers.typed_pdf(tmp_path, "\n#pagebreak()\n".join(f"Страница с числом {number}" for number in range(1, 8)))

    pages = list(page_pictures(data))

    assert [(page.number, page.text) for page in pages] == [
        (number, f"Страница с числом {number}") for number in range(1, 8)
    ]
    picture = Image.open(io.BytesIO(pages[0].webp))
    assert (picture.format, picture.size, (pages[0].width, pages[0].height)) == (
        "WEBP",
        (1_100, 1_561),
        (1_100, 1_561),
    )


@pytest.mark.parametrize("data", [papers.order_docx(), papers.slides(("План", "Слова"))], ids=["word", "slides"])
def test_page_pictures_of_other_papers_are_none(data: bytes) -> None:
    assert list(page_pictures(data)) == []


def test_shown_refuses_what_text_of_refuses() -> None:
    with pytest.raises(UnreadablePaper):
        shown_pages(word_package(b"<w:document>" + b" " * 120_000_000), "a.docx")
    with pytest.raises(UnreadablePaper):
        shown_pages(word_package('<!DOCTYPE a [<!ENTITY b "c">]>' + body("")), "a.docx")
