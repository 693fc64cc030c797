import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from stellazh.office.sheets import Sheet, SheetColumn, sheet_xlsx

COLUMNS = (SheetColumn("Слова", 30), SheetColumn("День", 12, centred=True))
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet(*rows: tuple[Any, ...], name: str = "План", title: str = "План работы") -> bytes:
    return sheet_xlsx(Sheet(name, title, COLUMNS, rows, author="ММО", made_on=date(2024, 8, 30)))


def values(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(BytesIO(data)).read(name))


@pytest.mark.parametrize("words", ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "http://example.org", "007"])
def test_cell_stays_text_whatever_it_begins_with(words: str) -> None:
    data = sheet((words, None))

    worksheet = part(data, "xl/worksheets/sheet1.xml")
    assert values(data)[2] == [words, ""]
    assert worksheet.xpath("string(//m:c[@r='A3']/@t)", namespaces=MAIN) == "s"
    assert worksheet.xpath("count(//m:f | //m:hyperlink)", namespaces=MAIN) == 0


def test_dates_are_real_dates() -> None:
    data = sheet(("срок", date(2024, 10, 8)))

    formats = part(data, "xl/styles.xml").xpath("//m:numFmt/@formatCode", namespaces=MAIN)
    assert values(data)[2] == ["срок", date(2024, 10, 8)]
    assert formats == ["dd.mm.yyyy"]


def test_sheet_is_ready_to_filter_and_print() -> None:
    data = sheet(("а", None), ("б", None))

    worksheet = part(data, "xl/worksheets/sheet1.xml")
    names = part(data, "xl/workbook.xml").xpath("//m:definedName", namespaces=MAIN)
    setup = worksheet.find("m:pageSetup", MAIN)
    assert values(data)[:2] == [["План работы", ""], ["Слова", "День"]]
    assert worksheet.xpath("string(//m:pane/@topLeftCell)", namespaces=MAIN) == "A3"
    assert worksheet.find("m:autoFilter", MAIN).get("ref") == "A2:B4"
    assert dict(setup.attrib) == {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}
    assert worksheet.find("m:sheetPr/m:pageSetUpPr", MAIN).get("fitToPage") == "1"
    assert {name.get("name"): name.text for name in names} == {
        "_xlnm._FilterDatabase": "План!$A$2:$B$4",
        "_xlnm.Print_Area": "План!$A$1:$B$4",
        "_xlnm.Print_Titles": "План!$2:$2",
    }
    assert [round(float(column.get("width"))) for column in worksheet.findall("m:cols/m:col", MAIN)] == [31, 13]


def test_text_longer_than_a_cell_ends_with_an_ellipsis() -> None:
    value = values(sheet(("я" * 40000, None)))[2][0]

    assert (len(value), value[-2:]) == (32767, "я…")


@pytest.mark.parametrize(
    ("name", "shown"), [("План: [2024/25]?", "План 202425"), ("***", "Лист"), ("п" * 50, "п" * 31)]
)
def test_sheet_name_is_made_lawful(name: str, shown: str) -> None:
    assert CalamineWorkbook.from_filelike(BytesIO(sheet(name=name))).sheet_names == [shown]


def test_sheet_without_rows_opens() -> None:
    data = sheet()

    assert values(data) == [["План работы", ""], ["Слова", "День"]]
    assert part(data, "xl/worksheets/sheet1.xml").find("m:autoFilter", MAIN).get("ref") == "A2:B2"


def test_same_sheet_gives_the_same_bytes() -> None:
    assert sheet(("=1+1", date(2024, 9, 1))) == sheet(("=1+1", date(2024, 9, 1)))
