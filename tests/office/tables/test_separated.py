"""Text tables: encodings, separators, quotes, and what is no text at all."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.tables import encodings, open_table
from stellazh.office.tables.separated import ODD_QUOTES

LIST = (
    "Фамилия;Имя;Отчество;Школа\r\n"
    "Ольхова;Вера;Ильинична;МБОУ СОШ № 5\r\n"
    "Липина;Анна;Сергеевна;МБОУ «Заречная средняя школа»\r\n"
)
EXPECTED = [
    ["Фамилия", "Имя", "Отчество", "Школа"],
    ["Ольхова", "Вера", "Ильинична", "МБОУ СОШ № 5"],
    ["Липина", "Анна", "Сергеевна", "МБОУ «Заречная средняя школа»"],
]


def rows_of(data: bytes, name: str = "список.csv") -> list[list[str]]:
    (sheet,) = open_table(data, name).sheets
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_known_encodings_are_read(encoding: str) -> None:
    assert rows_of(LIST.encode(encoding)) == EXPECTED


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "mac-cyrillic"])
def test_another_encoding_is_refused_with_advice(encoding: str) -> None:
    with pytest.raises(UnreadablePaper, match=r"незнакомой кодировке.*CSV UTF-8"):
        open_table((LIST.replace("№ ", "") * 5).replace("«", '"').replace("»", '"').encode(encoding), "список.csv")


def test_letters_encoded_twice_are_refused() -> None:
    twice = LIST.encode().decode("cp1251", "replace").encode()

    with pytest.raises(UnreadablePaper, match="не читаются"):
        open_table(twice, "список.csv")


def test_lost_letters_are_refused() -> None:
    lost = LIST.encode("ascii", "replace")

    with pytest.raises(UnreadablePaper) as refusal:
        open_table(lost, "список.csv")

    assert str(refusal.value) == encodings.LOST.format(name="список.csv")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separators_are_found(separator: str) -> None:
    assert rows_of(LIST.replace(";", separator).encode()) == EXPECTED


def test_the_line_of_excel_names_the_separator_and_is_not_counted() -> None:
    assert rows_of(b"sep=,\r\n" + LIST.replace(";", ",").encode()) == EXPECTED


def test_decimal_commas_do_not_part_cells() -> None:
    text = "ФИО;Ставка\nОльхова В.И.;0,5\nЛипина А.С.;0,25\n"

    assert rows_of(text.encode()) == [["ФИО", "Ставка"], ["Ольхова В.И.", "0,5"], ["Липина А.С.", "0,25"]]


def test_a_title_above_the_table_does_not_spoil_the_separator() -> None:
    text = "Список библиотекарей, 2024 год, округ\n\n" + LIST

    assert rows_of(text.encode()) == [["Список библиотекарей, 2024 год, округ"], [], *EXPECTED]


def test_one_column_is_a_table_too() -> None:
    assert rows_of("ФИО\nОльхова Вера\n".encode()) == [["ФИО"], ["Ольхова Вера"]]


def test_cells_in_quotes_hold_lines_and_separators() -> None:
    text = 'ФИО;Курсы\n"Ольхова; Вера";"Первый курс\nВторой ""лучший"""\n'

    assert rows_of(text.encode()) == [["ФИО", "Курсы"], ["Ольхова; Вера", 'Первый курс\nВторой "лучший"']]


def test_quotes_that_were_only_typed_are_told_of() -> None:
    text = 'ФИО;Школа\nОльхова В.И.;"Заречная" школа № 5\n'

    (sheet,) = open_table(text.encode(), "список.csv").sheets

    assert sheet.rows[1] == ("Ольхова В.И.", "Заречная школа № 5")
    assert sheet.warnings == (ODD_QUOTES,)


def test_a_quote_never_closed_is_named_by_its_row() -> None:
    text = 'ФИО;Школа\nОльхова;"МБОУ СОШ\n' + "Липина;школа\n" * 100

    with pytest.raises(UnreadablePaper, match="В строке 2 открыта кавычка"):
        open_table(text.encode(), "список.csv")


def test_binary_data_is_no_text() -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        open_table(b"name;school\x00\x01\x02" * 50, "список.csv")

    assert str(refusal.value) == encodings.ZEROS


def test_zeros_between_letters_are_no_text() -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        open_table(LIST.encode("utf-16-le"), "список.csv")

    assert str(refusal.value) == encodings.ZEROS


LETTERS = st.text(st.sampled_from('абвёЯ xyz;,\t"\n№«»1.-'), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(LETTERS, min_size=width, max_size=width), min_size=1, max_size=6)
    ),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
)
def test_tables_go_through_csv_unchanged(rows: list[list[str]], separator: str, encoding: str) -> None:
    written = io.StringIO(newline="")
    # Every cell in quotes: then no sign inside a cell can be taken for a separator of the table.
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([["Столбец"] * len(rows[0]), *rows])
    expected = [["Столбец"] * len(rows[0]), *([clean_text(cell) for cell in row] for row in rows)]
    for row in expected:
        while row and not row[-1]:
            row.pop()
    while not expected[-1]:
        expected.pop()

    assert rows_of(written.getvalue().encode(encoding)) == expected
