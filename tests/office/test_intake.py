"""The door for papers: what is inside decides, and every refusal is one sentence that helps."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from stellazh.common.errors import UnreadablePaper
from stellazh.office import intake
from stellazh.office.documents import DocumentKind, package
from stellazh.office.documents.limits import TOO_MUCH, UPLOAD_LIMIT_BYTES
from stellazh.office.intake import open_paper, open_pasted
from tests.fixtures.plans.papers import excel, page, word
from tests.office.packages import (
    MACRO_TYPES,
    RELATIONS,
    WORD_TYPES,
    body,
    container,
    paragraph,
    with_false_size,
    word_package,
)

PLAIN = word("План", [["№", "Мероприятие"], ["1", "Семинар"]])
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512


def _compound(stream: str) -> bytes:
    return COMPOUND + stream.encode("utf-16-le") + b"\x00" * 512


def _many_members() -> bytes:
    return container({f"word/{number}.xml": "" for number in range(3_500)})


def _absurd_row() -> str:
    cell = "<w:tc><w:p/></w:tc>"
    return body(f"<w:tbl><w:tr>{cell * 200}</w:tr></w:tbl>")


REFUSED: tuple[tuple[str, str, bytes, str], ...] = (
    ("nothing", "план.docx", b"", intake.EMPTY),
    ("blanks_only", "план.docx", b"  \r\n\x00", intake.EMPTY),
    ("cut_off", "план.docx", PLAIN[: len(PLAIN) // 2], package.BROKEN),
    ("last_bytes_lost", "план.docx", PLAIN[:-10], package.BROKEN),
    ("middle_overwritten", "план.docx", PLAIN[:2000] + b"\xff" * 4000 + PLAIN[6000:], package.BROKEN),
    ("locked", "план.docx", _compound("EncryptedPackage"), package.LOCKED),
    ("old_word", "план.docx", _compound("WordDocument"), intake.OLD_WORD),
    ("old_excel", "план.xlsx", _compound("Workbook"), intake.OLD_EXCEL),
    ("old_presentation", "план.ppt", _compound("PowerPoint Document"), intake.PRESENTATION),
    ("pdf", "план.docx", b"%PDF-1.7\n%\xe2\xe3", intake.PDF),
    ("png", "план.docx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, intake.PICTURE),
    ("jpeg", "план.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 60, intake.PICTURE),
    ("rtf", "план.doc", rb"{\rtf1\ansi plan}", intake.RICH_TEXT),
    ("rar", "план.docx", b"Rar!\x1a\x07\x00" + b"\x00" * 60, intake.ARCHIVE),
    ("plain_zip", "план.docx", container({"план.txt": "План"}), intake.ARCHIVE),
    (
        "odt",
        "план.odt",
        container({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        intake.OPEN_DOCUMENT,
    ),
    (
        "text_named_docx",
        "план.docx",
        "План работы на год".encode(),
        intake.MISNAMED.format(program="Word", suffix=".docx"),
    ),
    (
        "text_named_xls",
        "план.xls",
        "План работы на год".encode("cp1251"),
        intake.MISNAMED.format(program="Excel", suffix=".xlsx"),
    ),
    ("binary", "план.bin", bytes(range(256)) * 4, intake.UNKNOWN),
    (
        "macros_by_type",
        "план.docx",
        container({"[Content_Types].xml": MACRO_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": body("")}),
        package.MACROS,
    ),
    (
        "macros_by_member",
        "план.docx",
        word_package(body(paragraph("План")), word__vbaProject_dot_bin=b"x"),
        package.MACROS,
    ),
    (
        "path_upwards",
        "план.docx",
        container({"[Content_Types].xml": WORD_TYPES, "../../etc/passwd": "x"}),
        package.SUSPICIOUS,
    ),
    (
        "path_from_root",
        "план.docx",
        container({"[Content_Types].xml": WORD_TYPES, "/word/document.xml": "x"}),
        package.SUSPICIOUS,
    ),
    (
        "path_of_windows",
        "план.docx",
        container({"[Content_Types].xml": WORD_TYPES, "C:/план.xml": "x"}),
        package.SUSPICIOUS,
    ),
    (
        "same_name_twice",
        "план.docx",
        container({"word/document.xml": "x", "WORD/document.xml": "y"}),
        package.SUSPICIOUS,
    ),
    (
        "odd_compression",
        "план.docx",
        container({"[Content_Types].xml": WORD_TYPES}, compression=zipfile.ZIP_LZMA),
        package.SUSPICIOUS,
    ),
    ("too_many_members", "план.docx", _many_members(), package.BOMB),
    ("bomb", "план.docx", word_package(body(paragraph("0" * 30_000_000))), package.BOMB),
    (
        "bomb_in_a_picture",
        "план.docx",
        word_package(body(paragraph("План")), word__media__a_dot_png=b"\x00" * 40_000_000),
        package.BOMB,
    ),
    (
        "false_small_size",
        "план.docx",
        with_false_size(word_package(body(paragraph("План" * 1000))), "word/document.xml", 10),
        package.BROKEN,
    ),
    (
        "entities",
        "план.docx",
        word_package('<!DOCTYPE a [<!ENTITY b "c">]>' + body(paragraph("&b;"))[38:]),
        package.SUSPICIOUS,
    ),
    ("foreign_entity", "план.docx", word_package('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), package.SUSPICIOUS),
    (
        "entities_in_other_letters",
        "план.docx",
        word_package('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")),
        package.SUSPICIOUS,
    ),
    ("not_well_formed", "план.docx", word_package(body("<w:p>")), package.BROKEN),
    (
        "nested_absurdly",
        "план.docx",
        word_package(body("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400)),
        package.BROKEN,
    ),
    (
        "no_text",
        "план.docx",
        word_package(body("<w:p/><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")),
        intake.NOTHING_INSIDE,
    ),
    (
        "tables_in_tables",
        "план.docx",
        word_package(body("<w:tbl><w:tr><w:tc>" * 20 + paragraph("План") + "</w:tc></w:tr></w:tbl>" * 20)),
        TOO_MUCH,
    ),
    ("empty_page", "план.html", b"<html><body><table><tr><td></td></tr></table></body></html>", intake.NOTHING_INSIDE),
    ("too_large", "план.docx", b"PK\x03\x04" + b"\x00" * UPLOAD_LIMIT_BYTES, intake.TOO_LARGE),
)


@pytest.mark.parametrize(
    ("filename", "data", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_paper_that_cannot_be_read_is_refused_with_its_sentence(filename: str, data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadablePaper) as refusal:
        open_paper(data, filename)

    assert str(refusal.value) == sentence


def test_table_with_absurdly_many_columns_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="Таблица слишком велика"):
        open_paper(word_package(_absurd_row()), "план.docx")


def test_wide_span_does_not_widen_the_table() -> None:
    row = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="5000"/></w:tcPr><w:p/></w:tc></w:tr>'

    with pytest.raises(UnreadablePaper, match="Таблица слишком велика"):
        open_paper(word_package(body(f"<w:tbl>{row}</w:tbl>")), "план.docx")


@pytest.mark.parametrize("filename", ["план.docx", "план.xlsx", "план", "план.pdf"])
def test_word_file_is_known_by_its_content_whatever_its_name(filename: str) -> None:
    document = open_paper(PLAIN, filename)

    assert (document.kind, document.filename) == (DocumentKind.WORD, filename)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (excel(("План", [["№", "Мероприятие"], [1, "Семинар"]])), DocumentKind.EXCEL),
        (page("План", [["1", "Семинар"], ["2", "Обзор"]]).encode(), DocumentKind.HTML),
        ("1\tСеминар\r\n2\tОбзор".encode("utf-16"), DocumentKind.TEXT),
        ("1\tСеминар\r\n2\tОбзор".encode("cp1251"), DocumentKind.TEXT),
        ("1\tСеминар\r\n2\tОбзор".encode("utf-8-sig"), DocumentKind.TEXT),
    ],
)
def test_kind_is_told_by_the_content(data: bytes, kind: DocumentKind) -> None:
    document = open_paper(data, "план.txt")

    assert document.kind is kind
    assert "Семинар" in [
        cell for block in document.blocks if hasattr(block, "cells") for row in block.texts() for cell in row
    ]


def test_foreign_relations_are_ignored() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" TargetMode="External" '
        'Target="http://127.0.0.1:9/styles.xml"/></Relationships>'
    )

    document = open_paper(
        word_package(body(paragraph("План")), word___rels__document_dot_xml_dot_rels=relations), "план.docx"
    )

    assert [block.visible for block in document.blocks if not hasattr(block, "cells")] == ["План"]


def test_file_is_opened_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(PLAIN)

    document = open_paper(path, path.name)

    assert document.kind is DocumentKind.WORD


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePaper) as missing:
        open_paper(tmp_path / "нет.docx", "нет.docx")
    with pytest.raises(UnreadablePaper) as folder:
        open_paper(tmp_path, "папка")

    assert (str(missing.value), str(folder.value)) == (intake.MISSING, intake.IS_FOLDER)


def test_empty_paste_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="Вставлен пустой текст"):
        open_pasted(html="<p> </p>", text="\t\r\n")


@pytest.mark.parametrize("inner", ["document", "picture"])
def test_bomb_is_refused_in_bounded_memory(inner: str, tmp_path: Path) -> None:
    """Unpacked, the file would be 400 MB; the process that opens it may not grow by more than 150 MB."""
    bomb = tmp_path / "план.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", WORD_TYPES)
        name = "word/document.xml" if inner == "document" else "word/media/image1.png"
        with archive.open(name, "w") as stream:
            for _ in range(400):
                stream.write(b"\x00" * 1_000_000)
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from stellazh.common.errors import UnreadablePaper\n"
        "from stellazh.office.intake import open_paper\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    open_paper(Path(sys.argv[1]), 'план.docx')\n"
        "except UnreadablePaper:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )

    done = subprocess.run([sys.executable, "-c", program, str(bomb)], capture_output=True, text=True, check=True)

    assert int(done.stdout) < 150 * 1024


def test_limits_are_of_this_process() -> None:
    """`ru_maxrss` above is in kilobytes, as on Linux."""
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 10_000


def test_sheet_with_a_cell_at_the_end_of_the_world_is_refused() -> None:
    far = excel(("План", [["№"]]))
    with zipfile.ZipFile(io.BytesIO(far)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )

    with pytest.raises(UnreadablePaper) as refusal:
        open_paper(container(members | {"xl/worksheets/sheet1.xml": sheet}), "план.xlsx")

    assert str(refusal.value) == TOO_MUCH


@pytest.mark.parametrize("sentence", [row[3] for row in REFUSED])
def test_refusal_is_one_sentence_in_russian(sentence: str) -> None:
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert sentence.count("\n") == 0
