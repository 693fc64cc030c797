"""A paper shown in the page: headings under the page's own, tables with heads, pages with their words."""

from __future__ import annotations

import re

from django.template.loader import render_to_string

from stellazh.office.extracts import (
    PaperKind,
    ShownCell,
    ShownHeading,
    ShownItem,
    ShownList,
    ShownPaper,
    ShownParagraph,
    ShownTable,
)

PAPER = ShownPaper(
    PaperKind.WORD,
    (
        ShownHeading(1, "Приказ <b>"),
        ShownParagraph(("Первая строка", "вторая строка")),
        ShownList((ShownItem("1.", ("провести смотр",)), ShownItem("-", ("подвести итоги",))), is_numbered=True),
        ShownHeading(2, "Состав"),
        ShownTable(
            "Таблица 1",
            False,
            (ShownCell(("Фамилия",)), ShownCell(("Должность",))),
            ((ShownCell(("Комиссия",), 1, 2),), (ShownCell(("Ольхова В. И.",), 2), ShownCell(("методист",)))),
            note="Показано строк: 2 из 9. Остальное – в самом файле.",
        ),
    ),
    is_cut=True,
)


def shown(paper: object, **others: object) -> str:
    return re.sub(r">\s+<", "><", render_to_string("ui/paper/paper.html", {"paper": paper, "under": 2, **others}))


def test_paper_is_shown_alike_from_dataclasses_and_from_what_is_kept() -> None:
    assert shown(PAPER) == shown(PAPER.to_json())


def test_headings_stand_under_those_of_the_page_and_words_are_no_markup() -> None:
    html = shown(PAPER)

    assert re.findall(r"<h(\d)>(.*?)</h\1>", html) == [("3", "Приказ &lt;b&gt;"), ("4", "Состав")]
    assert "<p>Первая строка<br>вторая строка" in html.replace("\n", "")


def test_list_keeps_its_own_numbers() -> None:
    html = shown(PAPER)

    assert re.findall(r'<span class="paper-view__marker">(.*?)</span>', html) == ["1.", "–"]


def test_table_has_heads_and_scrolls_by_itself() -> None:
    html = shown(PAPER)

    assert re.findall(r'<th scope="col">(.*?)\s*</th>', html) == ["Фамилия", "Должность"]
    assert 'role="region" tabindex="0" aria-label="Таблица 1"' in html
    assert '<td colspan="2">Комиссия' in html
    assert '<td rowspan="2">Ольхова В. И.' in html
    assert "Показано строк: 2 из 9" in html
    assert "Показано не всё" in html


def test_page_of_a_pdf_has_its_number_and_its_words() -> None:
    paper = ShownPaper(PaperKind.PDF, (), 12, 3)
    pages = [
        {"number": 1, "address": "/p/1.webp", "width": 1100, "height": 1556, "text": "Приказ\n<b>"},
        {"number": 2, "address": "/p/2.webp", "width": 1100, "height": 1556, "text": ""},
        {"number": 3, "address": "", "width": 0, "height": 0, "text": "Слова"},
    ]

    html = shown(paper, pages=pages)

    assert re.findall(r'<img src="(.*?)" width="1100" height="1556" alt="(.*?)"', html) == [
        ("/p/1.webp", "Страница 1 из 12"),
        ("/p/2.webp", "Страница 2 из 12"),
    ]
    assert '<summary>Текст страницы 1</summary><p class="paper-view__text">Приказ<br>&lt;b&gt;</p>' in html
    assert "Слов на ней нет, только картинка." in html
    assert "Страницу 3 нарисовать не удалось: она есть в самом файле." in html
