"""Lists typed, pasted and brought in files."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from stellazh.certificates.reading import MOST_ROWS, NO_NAMES, NOBODY, TOO_MANY, read_file, read_names
from stellazh.common.errors import UnreadablePaper


def xlsx(rows: list[list[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Список")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(number, place, value, value=7)
                else:
                    sheet.write(number, place, value)
    return made.getvalue()


def test_names_are_read_line_by_line() -> None:
    read = read_names(
        "1. Ольхова Вера Ильинична\r\n\n"
        "• Липина Мария Сергеевна, педагог-библиотекарь, МБОУ СОШ № 5, LIPINA@example.org\n"
        "Сосновский Пётр Львович; Гимназия; методист; плохой@адрес"
    )

    assert [(one.name, one.post, one.school, one.email) for one in read.recipients] == [
        ("Ольхова Вера Ильинична", "", "", ""),
        ("Липина Мария Сергеевна", "педагог-библиотекарь", "МБОУ СОШ № 5", "lipina@example.org"),
        ("Сосновский Пётр Львович", "методист", "Гимназия", ""),
    ]


def test_a_table_pasted_with_headings_is_read_by_them() -> None:
    read = read_names("Школа\tФИО\tБаллы\nСОШ № 5\tОльхова Вера Ильинична\t87\n")

    (one,) = read.recipients
    assert (one.name, one.school, dict(one.details)) == ("Ольхова Вера Ильинична", "СОШ № 5", {"баллы": "87"})


def test_an_excel_list_is_read_by_its_headings() -> None:
    content = xlsx(
        [
            ["Участники конкурса"],
            ["№ п/п", "Фамилия", "Имя", "Отчество", "Должность", "Место работы", "Эл. почта", "Результат",
             "Название работы", "Номинация", "Цвет"],
            [1, "Ольхова", "Вера", "Ильинична", "учитель", "СОШ № 5", "o@example.org", 95, "Дом у реки", "Проза", "-"],
            [2, "", "", "", "", "", "", "", "", "", ""],
            [3, "Липина", "Анна", "", "", "СОШ № 6", "нет", "=7*1", "", "", ""],
        ]
    )  # fmt: skip

    read = read_file(content, "список.xlsx")

    first, second = read.recipients
    assert (first.name, first.post, first.school, first.email) == (
        "Ольхова Вера Ильинична", "учитель", "СОШ № 5", "o@example.org",
    )  # fmt: skip
    assert dict(first.details) == {"баллы": "95", "работа": "Дом у реки", "номинация": "Проза"}
    assert (second.name, second.email, dict(second.details)) == ("Липина Анна", "", {"баллы": "7"})
    assert any("«Цвет»" in note for note in read.notes)


def test_a_table_in_word_is_read() -> None:
    paper = docx.Document()
    table = paper.add_table(rows=2, cols=2)
    for place, text in enumerate(("ФИО", "Школа", "Ольхова Вера Ильинична", "СОШ № 5")):
        table.cell(place // 2, place % 2).text = text
    made = io.BytesIO()
    paper.save(made)

    (one,) = read_file(made.getvalue(), "список.docx").recipients

    assert (one.name, one.school) == ("Ольхова Вера Ильинична", "СОШ № 5")


def test_csv_of_old_windows_is_read() -> None:
    content = "ФИО;Школа\r\nОльхова Вера Ильинична;СОШ № 5\r\n".encode("cp1251")

    (one,) = read_file(content, "список.csv").recipients

    assert (one.name, one.school) == ("Ольхова Вера Ильинична", "СОШ № 5")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "Файл пуст"),
        (b"%PDF-1.7 x", "a.xlsx", "Это PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "картинка"),
        (xlsx([["Цвет", "Запах"], ["синий", "мята"]]), "a.xlsx", NO_NAMES),
        (xlsx([["ФИО", "Школа"], ["", "СОШ № 5"]]), "a.xlsx", NOBODY),
        (xlsx([["ФИО", "Школа"], ["12345", "СОШ № 5"]]), "a.xlsx", NOBODY),
        (xlsx([["ФИО"], *[[f"Ольхова Вера {n}"] for n in range(MOST_ROWS + 1)]]), "a.xlsx", TOO_MANY),
        (b"PK\x03\x04broken", "a.xlsx", ""),
        (b"PK\x03\x04broken", "a.docx", ""),
        (b"\xff\xfe\x00\xd8" * 40, "a.csv", ""),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadablePaper) as refused:
        read_file(content, name)

    assert words in str(refused.value)


def test_what_looks_like_a_formula_is_no_formula() -> None:
    read = read_names("=СУММ(A1)\n@Ольхова Вера")

    assert [one.name for one in read.recipients] == ["СУММ(A1)", "Ольхова Вера"]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_names(text)
    except UnreadablePaper:
        return
    assert all(one.name and len(one.name) <= 250 for one in read.recipients)


def test_line_of_a_million_parts_is_read_at_once_and_no_formula_is_left() -> None:
    found = read_names("==+@Берестова Анна" + ", слово" * 200_000).recipients

    assert found[0].name == "Берестова Анна"
    assert len(found[0].post) == 250
