"""The readers see what is wrong: papers with one fault each."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
import typst
import xlsxwriter
from pikepdf import Name

from stellazh.office.typeset import FONTS
from tests.accessible.reading_excel import faults_of_excel
from tests.accessible.reading_pdf import faults_of_pdf
from tests.accessible.reading_word import faults_of_word
from tests.office.extracts.papers import saved, scanned_pdf

HEAD = '#set document(title: "Проба")\n#set text(lang: "ru", font: "PT Serif")\n'
GOOD = HEAD + "= Проба\n== Раздел\n#table(columns: 2, table.header[Школа][Фонд], [№ 7], [12])\n"


def typed(folder: Path, source: str, **options: Any) -> bytes:
    path = folder / "paper.typ"
    path.write_text(source, encoding="utf-8")
    standards = options.pop("standards", ["ua-1", "a-2a"])
    return bytes(typst.compile(str(path), font_paths=[str(FONTS)], pdf_standards=standards))  # type: ignore[arg-type]


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf)


def test_good_pdf_has_no_faults(tmp_path: Path) -> None:
    assert faults_of_pdf(typed(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (GOOD.replace('lang: "ru"', 'lang: "en"'), "the language is «en»"),
        (HEAD + "Только слова.", "no heading"),
        (HEAD + "== Раздел\nСлова.", "the first heading is of level 2"),
        (HEAD + "= Проба\n=== Раздел", "a heading of level 3 follows one of level 1"),
        (GOOD.replace("table.header[Школа][Фонд]", "[Школа], [Фонд]"), "a table without cells of headings"),
    ],
)
def test_fault_in_the_text_of_a_pdf_is_seen(tmp_path: Path, source: str, fault: str) -> None:
    # Typst itself refuses some of these as PDF/UA; the reader must see them without its help.
    data = typed(tmp_path, source, standards=["a-2a"])

    assert [one for one in faults_of_pdf(data) if "pdfuaid" not in one and "title is not" not in one] == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False), "not marked as tagged"),
        (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "no tree of tags"),
        (lambda pdf: pdf.Root.__delitem__("/Metadata"), "no metadata"),
        (lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "the title is not shown"),
        (
            lambda pdf: pdf.pages[0].contents_add(b"0 0 9 9 re f"),
            "page 1: ['f'] neither tagged nor marked as ornament",
        ),
    ],
)
def test_fault_in_the_file_of_a_pdf_is_seen(tmp_path: Path, change: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    assert faults_of_pdf(changed(typed(tmp_path, GOOD), change)) == [fault]


def test_scan_has_nothing_to_be_read_aloud() -> None:
    assert "page 1: nothing to be read aloud" in faults_of_pdf(scanned_pdf(pages=1))


def test_picture_without_words_is_seen(tmp_path: Path) -> None:
    source = GOOD + '#figure(rect(), alt: "Рамка", caption: [Рамка])\n'

    def silence(pdf: pikepdf.Pdf) -> None:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == Name.Figure:
                del one["/Alt"]

    assert faults_of_pdf(typed(tmp_path, source)) == []
    assert faults_of_pdf(changed(typed(tmp_path, source), silence)) == ["a /Figure without words"]


def test_word_of_another_program_shows_every_fault() -> None:
    document = docx.Document()
    document.core_properties.title = ""
    document.add_heading("Раздел", level=2)
    document.add_heading("", level=4)
    table = document.add_table(rows=2, cols=1, style="Table Grid")
    table.cell(0, 0).text = "Школа"

    assert faults_of_word(saved(document)) == [
        "the language of the styles is ['en-US']",
        "no title",
        "an empty heading",
        "the first heading is of level 2",
        "a heading of level 4 follows one of level 2",
        "a table whose first row heads nothing: «Школа»",
    ]


def test_excel_of_another_program_shows_every_fault() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Лист1")
        sheet.merge_range(0, 0, 0, 1, "Школы")

    assert faults_of_excel(buffer.getvalue()) == [
        "no title",
        "a sheet called «Лист1»",
        "«Лист1»: the row of headings does not stay",
        "«Лист1»: merged cells",
    ]
