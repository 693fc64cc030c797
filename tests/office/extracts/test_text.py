"""The words of papers of every kind, and what is refused."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from stellazh.common.errors import UnreadablePaper
from stellazh.office import apart
from stellazh.office.documents import package
from stellazh.office.extracts import ExtractedText, PaperKind, limits, text_of
from stellazh.office.extracts.model import NO_WORDS
from tests.office.extracts import papers
from tests.office.packages import body, container, word_package

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(data: bytes, filename: str = "бумага") -> str:
    with pytest.raises(UnreadablePaper) as refused:
        text_of(data, filename)
    return str(refused.value)


def test_text_of_word_has_lists_tables_and_headers_without_page_numbers() -> None:
    found = text_of(papers.order_docx(), "приказ.docx")

    assert found == ExtractedText(
        "Приказ о смотре школьных библиотек\n"
        "В целях развития фондов приказываю:\n"
        "1. провести смотр\n"
        "2. подвести итоги\n"
        "Состав комиссии\n"
        "Фамилия | Должность\n"
        "Ольхова В. И. | методист\n"
        "Отдел образования",
        is_cut=False,
        page_count=None,
        kind=PaperKind.WORD,
    )


def test_text_of_word_has_footnotes() -> None:
    notes = body("").replace("w:document", "w:footnotes").replace("w:body", "w:footnote")
    notes = notes.replace(
        "<w:footnote></w:footnote>", "<w:footnote><w:p><w:r><w:t>Сноска о сроках</w:t></w:r></w:p></w:footnote>"
    )
    related = (
        f'<Relationships xmlns="{papers.RELATIONSHIPS}">'
        f'<Relationship Id="r1" Target="footnotes.xml" Type="{papers.OFFICE}/footnotes"/></Relationships>'
    )
    data = word_package(
        body("<w:p><w:r><w:t>Текст</w:t></w:r></w:p>"),
        word__footnotes_dot_xml=notes,
        word___rels__document_dot_xml_dot_rels=related,
    )

    assert text_of(data, "письмо.docx").text == "Текст\nСноска о сроках"


def test_text_of_a_workbook_names_sheets_and_says_merged_cells_once() -> None:
    data = papers.workbook(("Школы", [["Школа", "Фонд"], ["№ 7", "12 400"]]), merged_title="Сведения о фондах")

    found = text_of(data, "фонды.xlsx")

    assert (found.kind, found.text) == (PaperKind.EXCEL, "Школы\nСведения о фондах\nШкола | Фонд\n№ 7 | 12 400")


def test_text_of_slides_follows_the_show() -> None:
    found = text_of(papers.slides(("План", "Первые слова"), ("Итоги", "Вторые слова")), "доклад.pptx")

    assert found == ExtractedText(
        "Слайд 1. План\nПервые слова\nСлайд 2. Итоги\nВторые слова", False, 2, PaperKind.SLIDES
    )


def test_text_of_open_documents() -> None:
    heading = '<text:h text:outline-level="1">Положение</text:h>'
    text = f"{heading}<text:p>О<text:s/>конкурсе <text:span>чтецов</text:span></text:p>"
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell>{}</table:table-row>"
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    sheet = f'<table:table table:name="Лист1">{row.format("Школа", blank)}{row.format("№ 7", "")}{rows}</table:table>'

    assert text_of(papers.open_document(text), "a.odt").text == "Положение\nО конкурсе чтецов"
    assert text_of(papers.open_document(sheet, is_sheet=True), "a.ods").text == "Лист1\nШкола\n№ 7"


@pytest.mark.parametrize(
    ("data", "filename", "kind", "text"),
    [
        ("Письмо\r\nо фондах".encode("cp1251"), "письмо.txt", PaperKind.TEXT, "Письмо\nо фондах"),
        ("\ufeffШкола;Фонд\n№ 7;12".encode(), "фонд.csv", PaperKind.SEPARATED, "Школа | Фонд\n№ 7 | 12"),
        (
            "<!doctype html><head><title>х</title></head><body><script>зло()</script><h1>Указ</h1><p>Текст".encode(),
            "указ.html",
            PaperKind.PAGE,
            "Указ\nТекст",
        ),
        (b"\x00\x00\n", "", None, limits.EMPTY),
    ],
    ids=["text", "csv", "page", "empty"],
)
def test_text_of_plain_files(data: bytes, filename: str, kind: PaperKind | None, text: str) -> None:
    if kind is None:
        assert refusal(data, filename) == text
        return

    found = text_of(data, filename)

    assert (found.kind, found.text) == (kind, text)


def test_text_of_pdf_joins_pages_and_broken_words(tmp_path: Path) -> None:
    source = (
        "#set par(justify: true)\n#set text(hyphenate: true)\n= Порядок\n"
        + "Муниципальными образовательными организациями. " * 12
    )
    data = papers.typed_pdf(tmp_path, source + "\n#pagebreak()\nКто-то встретился онлайн-\\\nвстречей.")

    found = text_of(data, "порядок.pdf")

    words = " ".join(found.text.split())
    assert (found.kind, found.page_count, found.is_cut, found.note) == (PaperKind.PDF, 2, False, "")
    assert (
        words
        == "Порядок " + "Муниципальными образовательными организациями. " * 12 + "Кто-то встретился онлайн-встречей."
    )


def test_text_of_pdf_in_two_columns_reads_one_after_the_other(tmp_path: Path) -> None:
    left, right = "Левая колонка говорит о фондах. " * 20, "Правая колонка говорит о чтении. " * 20
    data = papers.typed_pdf(tmp_path, f"#columns(2)[\n{left}\n#colbreak()\n{right}]")

    words = " ".join(text_of(data, "две.pdf").text.split())

    assert words == " ".join((left + right).split())


@pytest.mark.parametrize(("stamp", "text"), [("", ""), ("N 7", "N 7")], ids=["bare", "stamped"])
def test_text_of_a_scan_says_that_it_has_no_words(stamp: str, text: str) -> None:
    found = text_of(papers.scanned_pdf(pages=1, stamp=stamp), "скан.pdf")

    assert (found.text, found.needs_recognition, found.note) == (text, True, NO_WORDS)


def test_text_of_is_cut_at_a_blank() -> None:
    found = text_of(("слово " * 60_000).encode(), "длинный.txt")

    assert found.is_cut
    assert len(found.text) == limits.TEXT_SIGNS - limits.TEXT_SIGNS % 6 - 1
    assert found.text.endswith("слово")


def test_text_of_has_no_signs_that_a_database_refuses() -> None:
    document = docx.Document()
    document.add_paragraph("Приказ\u200e \u202eобратно")

    assert text_of(papers.saved(document), "приказ.docx").text == "Приказ обратно"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (COMPOUND + "WordDocument".encode("utf-16-le"), limits.OLD_WORD),
        (COMPOUND + "Workbook".encode("utf-16-le"), limits.OLD_EXCEL),
        (COMPOUND + "PowerPoint Document".encode("utf-16-le"), limits.OLD_SLIDES),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), package.LOCKED),
        (COMPOUND, limits.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), limits.PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(40), limits.PICTURE),
        (b"Rar!\x1a\x07" + bytes(40), limits.ARCHIVE),
        (rb"{\rtf1 \ansi text}", limits.RICH_TEXT),
        (bytes(range(256)) * 8, limits.UNKNOWN),
        (container({"a.txt": "text"}), limits.ARCHIVE),
        (word_package(body("")), limits.NOTHING_INSIDE),
        (word_package('<!DOCTYPE a [<!ENTITY b "c">]>' + body("")), package.SUSPICIOUS),
        (papers.order_docx()[:9_000], package.BROKEN),
        (papers.open_document("", META_INF__manifest_dot_xml="<a/>"), limits.NOTHING_INSIDE),
    ],
)
def test_text_of_refuses_with_one_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_text_of_refuses_a_zip_bomb() -> None:
    data = word_package(b"<w:document>" + b" " * 120_000_000)

    assert refusal(data) == package.BOMB


def test_text_of_refuses_more_than_may_be_sent() -> None:
    assert refusal(bytes(limits.UPLOAD_BYTES + 1)) == limits.TOO_LARGE


def test_text_of_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "AT_ONCE", 1)
    for _ in range(2):
        assert apart._turns.acquire(timeout=5)
    try:
        with pytest.raises(apart.NoTurnYet, match="много файлов"):
            text_of("Слова".encode(), "a.txt", seconds=1)
    finally:
        for _ in range(2):
            apart._turns.release()
