"""Workbooks as rows of texts: what a cell shows, merged cells, hidden sheets, formulas, hostile files."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from stellazh.common.errors import UnreadablePaper
from stellazh.office.documents import package
from stellazh.office.documents.cleaning import clean_text
from stellazh.office.tables import open_table
from stellazh.office.tables.limits import TOO_LARGE, TOO_MANY_COLUMNS, TOO_MANY_ROWS, TOO_MUCH, UPLOAD_LIMIT_BYTES
from tests.office.packages import container, word_package
from tests.office.packages import paragraph as word_paragraph
from tests.office.tables.making import RELATIONS, TYPES, by_hand, grid, sheet_xml, workbook


def rows_of(data: bytes, name: str = "список.xlsx") -> list[list[str]]:
    (sheet,) = open_table(data, name).sheets
    return [list(row) for row in sheet.rows]


def test_values_are_read_as_they_are_shown() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        month = book.add_format({"num_format": "mmmm yyyy"})
        sheet.write_row(0, 0, ["ИНН", "Телефон", "Ставка", "Дата", "Месяц", "Да"])
        sheet.write_number(1, 0, 7701234567)
        sheet.write_number(1, 1, 89210001122)
        sheet.write_number(1, 2, 0.5)
        sheet.write_datetime(1, 3, datetime(2019, 3, 7), day)  # noqa: DTZ001
        sheet.write_datetime(1, 4, datetime(2024, 9, 1), month)  # noqa: DTZ001
        sheet.write_boolean(1, 5, True)
        sheet.write_number(2, 0, 770123456789)
        sheet.write_string(2, 1, "8 (921) 000-11-22")
        sheet.write_number(2, 2, 1.0)
        sheet.write_datetime(2, 3, datetime(1900, 2, 28), day)  # noqa: DTZ001

    assert rows_of(workbook(write)) == [
        ["ИНН", "Телефон", "Ставка", "Дата", "Месяц", "Да"],
        ["7701234567", "89210001122", "0,5", "07.03.2019", "сентябрь 2024", "да"],
        ["770123456789", "8 (921) 000-11-22", "1", "28.02.1900"],
    ]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("8.9210001122E10", "89210001122"),
        ("7701234567.0", "7701234567"),
        ("12345678901234567890", "12345678901234567890"),
        ("0.1", "0,1"),
        ("-3", "-3"),
        ("1E400", ""),
        ("слово", "слово"),
    ],
)
def test_numbers_keep_their_digits(stored: str, expected: str) -> None:
    data = by_hand(sheet_xml(f'<row r="1"><c r="A1" t="str"><v>а</v></c><c r="B1"><v>{stored}</v></c></row>'))

    assert rows_of(data) == [["а", expected] if expected else ["а"]]


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "ФИО")
        sheet.merge_range(0, 1, 0, 2, "Стаж")
        sheet.write_row(1, 1, ["общий", "библиотечный"])
        sheet.write_row(2, 0, ["Ольхова В.И.", 12, 3])

    assert rows_of(workbook(write)) == [
        ["ФИО", "Стаж", "Стаж"],
        ["ФИО", "общий", "библиотечный"],
        ["Ольхова В.И.", "12", "3"],
    ]


def test_blank_rows_and_columns_keep_their_places() -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "ФИО")
        sheet.write(4, 3, "Школа")

    assert rows_of(workbook(write)) == [[], [], ["", "ФИО"], [], ["", "", "", "Школа"]]


def test_hidden_sheet_is_left_out_and_told_of() -> None:
    def write(book: Any) -> None:
        book.add_worksheet("Список").write(0, 0, "ФИО")
        hidden = book.add_worksheet("Черновик")
        hidden.write(0, 0, "тайное")
        hidden.hide()

    table = open_table(workbook(write), "список.xlsx")

    assert [sheet.name for sheet in table.sheets] == ["Список"]
    assert table.notes == (
        "Скрытые листы не читаются: «Черновик». Если список там, покажите лист в Excel и загрузите файл снова.",
    )


def test_of_formulas_only_stored_values_count() -> None:
    cells = (
        '<c r="A1" t="str"><f>CONCAT("О","льхова")</f><v>Ольхова</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"><f>HYPERLINK("http://evil.example")</f><v>5</v></c>'
    )

    (sheet,) = open_table(by_hand(sheet_xml(f'<row r="1">{cells}</row>')), "список.xlsx").sheets

    assert sheet.rows == (("Ольхова", "", "", "5"),)
    assert [warning.split(":")[0] for warning in sheet.warnings] == [
        "Формулы без сохранённого значения прочитаны как пустые",
        "В ячейках C1 — ошибка Excel вместо значения, они прочитаны как пустые.",
    ]


def test_escaped_and_rich_texts_are_put_together() -> None:
    shared = "<si><r><t>Оль</t></r><r><t>хова</t></r><rPh><t>чтение</t></rPh></si><si><t>две_x000D_\nстроки</t></si>"
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row>'

    assert rows_of(by_hand(sheet_xml(rows), shared=shared)) == [["Ольхова", "две\nстроки"]]


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(LETTERS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_texts_go_through_a_workbook_unchanged(texts: list[list[str]]) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        for row, cells in enumerate(texts):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)

    expected = [[clean_text(text) for text in cells] for cells in texts]
    for cells in expected:
        while cells and not cells[-1]:
            cells.pop()
    while expected and not expected[-1]:
        expected.pop()

    if expected:
        assert rows_of(workbook(write)) == expected
    else:
        with pytest.raises(UnreadablePaper):
            open_table(workbook(write), "список.xlsx")


FAR_AWAY = sheet_xml('<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>')
FAR_RIGHT = sheet_xml('<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>')
DEEP = sheet_xml("<row>" + "<a>" * 5000 + "</a>" * 5000 + "</row>")
DOCTYPE = f'<!DOCTYPE a [<!ENTITY b "{"x" * 99}">]>' + sheet_xml('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>')
MERGED = sheet_xml(
    '<row r="1"><c r="A1" t="str"><v>x</v></c></row><row r="40000"><c r="CC40000" t="str"><v>x</v></c></row>',
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
)
CUT = grid(["ФИО"], ["Ольхова"])[:-400]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (by_hand(FAR_AWAY), TOO_MANY_ROWS),
        (by_hand(FAR_RIGHT), TOO_MANY_COLUMNS),
        (by_hand(DEEP), package.BROKEN),
        (by_hand(DOCTYPE), package.SUSPICIOUS),
        (by_hand(MERGED), TOO_MUCH),
        (by_hand("это не XML"), package.BROKEN),
        (CUT, package.BROKEN),
        (
            container({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "xl/vbaProject.bin": b"x"}),
            package.MACROS,
        ),
        (b"PK\x03\x04" + b"0" * (UPLOAD_LIMIT_BYTES + 1), TOO_LARGE),
    ],
    ids=["far_away", "far_right", "deep", "doctype", "merged_sheet", "no_xml", "cut_off", "macros", "large"],
)
def test_hostile_workbook_gets_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        open_table(data, "список.xlsx")

    assert str(refusal.value) == sentence


def test_a_gigabyte_of_zeros_is_refused_while_it_unpacks() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        with archive.open("xl/worksheets/s.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(b"0" * 1024 * 1024)
    code = (
        "import sys; from stellazh.office.tables import open_table, UnreadablePaper\n"
        "data = sys.stdin.buffer.read()\n"
        "try: open_table(data, 'b.xlsx')\n"
        "except UnreadablePaper as refusal: print(refusal)\n"
        # Not `ru_maxrss`: that one remembers how large the process was that started this one.
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(int(peak.split()[1]) // 1024)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=buffer.getvalue(),
        capture_output=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (20, 20)),
        env={"PYTHONPATH": ".", "PYTHONUTF8": "1"},
    )

    sentence, megabytes = done.stdout.decode().splitlines()
    assert len(buffer.getvalue()) < 2 * 1024 * 1024
    assert sentence == package.BOMB
    assert int(megabytes) < 400


def test_a_shared_text_named_by_many_cells_is_counted_for_each() -> None:
    one = '<c t="s"><v>0</v></c>'
    data = by_hand(sheet_xml(f"<row>{one * 150}</row>" * 200), shared=f"<si><t>{'я' * 30_000}</t></si>")

    with pytest.raises(UnreadablePaper) as refusal:
        open_table(data, "список.xlsx")

    assert str(refusal.value) == TOO_MUCH


def test_other_office_files_are_told_apart() -> None:
    said = {}
    for name, data in {
        "word": word_package(word_paragraph("список")),
        "archive": container({"список.xlsx": b"x"}),
        "ods": container({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "Workbook".encode("utf-16-le"),
        "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        "pdf": b"%PDF-1.7",
        "scan": b"\xff\xd8\xff\xe0" + bytes(50),
        "rar": b"Rar!" + bytes(20),
        "page": "<html><body><table><tr><td>ФИО</td></tr></table></body></html>".encode(),
        "zeros": bytes(1000),
        "nothing": b"",
    }.items():
        with pytest.raises(UnreadablePaper) as refusal:
            open_table(data, "список.xlsx")
        said[name] = str(refusal.value).split(":")[0].split(",")[0]

    assert said == {
        "word": "Это файл Word",
        "archive": "Это архив",
        "ods": "Это файл LibreOffice (.ods)",
        "xls": "Это файл старого Excel (.xls)",
        "locked": "Файл закрыт паролем",
        "pdf": "Это PDF",
        "scan": "Это картинка или скан",
        "rar": "Это архив",
        "page": "Это страница",
        "zeros": "Файл пуст",
        "nothing": "Файл пуст",
    }


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="нет ни одной заполненной ячейки"):
        open_table(grid([]), "список.xlsx")


def test_a_day_is_a_day_whatever_the_workbook_begins_with() -> None:
    def write(book: Any) -> None:
        day = book.add_format({"num_format": "d mmm yyyy"})
        book.add_worksheet().write_datetime(0, 0, datetime(2020, 5, 9), day)  # noqa: DTZ001

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": True}) as book:
        write(book)

    assert rows_of(buffer.getvalue()) == rows_of(workbook(write)) == [[f"{date(2020, 5, 9):%d.%m.%Y}"]]
