"""Word files as their readers see them: merged cells once, numbers drawn, struck-out and hidden text away."""

from __future__ import annotations

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from stellazh.office.documents import Cell, OfficeDocument, Paragraph, Table
from stellazh.office.intake import open_paper
from tests.fixtures.plans.papers import LEFT, UP, add_revision, number_automatically, saved, word, word_document
from tests.office.packages import W, body, paragraph, word_package

NUMBERING = (
    f"<w:numbering {W}>"
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="russianLower"/>'
    '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)
DOCUMENT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="numbering.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>'
)


def _listed(list_id: int, level: int, text: str) -> str:
    numbering = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{numbering}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _opened(inner: str) -> OfficeDocument:
    return open_paper(
        word_package(
            body(inner), word__numbering_dot_xml=NUMBERING, word___rels__document_dot_xml_dot_rels=DOCUMENT_RELATIONS
        ),
        "план.docx",
    )


def _texts(document: OfficeDocument) -> list[str]:
    return [block.visible for block in document.blocks if isinstance(block, Paragraph)]


def _table(document: OfficeDocument) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table))


def test_merged_cell_is_read_once_and_knows_its_reach() -> None:
    table = _table(
        open_paper(word([["Дата", "Направления", LEFT], [UP, "Первое", "Второе"], ["май", "Обзор", ""]]), "план.docx")
    )

    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells] == [
        (0, 0, 2, 1, "Дата"),
        (0, 1, 1, 2, "Направления"),
        (1, 1, 1, 1, "Первое"),
        (1, 2, 1, 1, "Второе"),
        (2, 0, 1, 1, "май"),
        (2, 1, 1, 1, "Обзор"),
        (2, 2, 1, 1, ""),
    ]
    assert table.covering(1, 0) == table.covering(0, 0)
    assert table.covering(5, 5) is None


def test_grid_before_moves_the_cells_of_a_row() -> None:
    rows = (
        "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{paragraph("сдвиг")}</w:tc></w:tr>'
    )

    table = _table(_opened(f"<w:tbl>{rows}</w:tbl>"))

    assert table.texts() == [["", ""], ["", "сдвиг"]]
    assert table.covering(1, 0) is None


def test_merge_downwards_without_a_beginning_is_a_cell_of_its_own() -> None:
    rows = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('сам по себе')}</w:tc></w:tr>"

    table = _table(_opened(f"<w:tbl>{rows}</w:tbl>"))

    assert table.cells == (Cell(0, 0, (Paragraph("сам по себе"),)),)


def test_list_numbers_are_counted_as_word_counts_them() -> None:
    document = _opened(
        _listed(1, 0, "Раздел")
        + _listed(1, 1, "первый")
        + _listed(1, 1, "второй")
        + _listed(1, 0, "Раздел")
        + _listed(1, 1, "снова первый")
        + _listed(2, 0, "пункт")
        + _listed(3, 0, "буква")
        + _listed(4, 0, "заново")
    )

    assert _texts(document) == [
        "I. Раздел",
        "1.1) первый",
        "1.2) второй",
        "II. Раздел",
        "2.1) снова первый",
        "- пункт",
        "в) буква",
        "I. заново",
    ]


def test_number_in_an_empty_cell_is_seen() -> None:
    document = word_document([["", "Семинар"], ["", "Обзор"]])
    for row in (0, 1):
        number_automatically(document.tables[0].cell(row, 0))

    table = _table(open_paper(saved(document), "план.docx"))

    assert table.texts() == [["1.", "Семинар"], ["2.", "Обзор"]]


def test_struck_out_text_is_away_and_inserted_text_is_there() -> None:
    document = word_document([["Было: "]])
    add_revision(document.tables[0].cell(0, 0), deleted="старое", inserted="новое")

    table = _table(open_paper(saved(document), "план.docx"))

    assert table.texts() == [["Было: новое"]]


def test_removed_paragraph_end_joins_two_paragraphs() -> None:
    ending = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    first = f"<w:p>{ending}<w:r><w:t>Проведение </w:t></w:r></w:p>"

    document = _opened(first + paragraph("недели"))

    assert _texts(document) == ["Проведение недели"]


def test_removed_row_is_away() -> None:
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>{paragraph("нет")}</w:tc></w:tr>'

    table = _table(_opened(f"<w:tbl>{gone}<w:tr><w:tc>{paragraph('есть')}</w:tc></w:tr></w:tbl>"))

    assert table.texts() == [["есть"]]


def test_hidden_text_is_away() -> None:
    hidden = "<w:p><w:r><w:t>видно</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>тайна</w:t></w:r></w:p>"
    switched_off = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>и это видно</w:t></w:r></w:p>'

    assert _texts(_opened(hidden + switched_off)) == ["видно", "и это видно"]


def test_line_breaks_stay_lines_and_leftovers_go() -> None:
    text = (
        "<w:p><w:r><w:t>Первая</w:t><w:br/><w:t>[bookmark: _GoBack]вторая\u00a0строка</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>&lt;ul style=&quot;a&quot;&gt;&lt;li&gt;один&lt;/li&gt;"
        "&lt;li&gt;два&lt;/li&gt;&lt;/ul&gt;</w:t></w:r></w:p>"
    )

    assert _texts(_opened(text)) == ["Первая\nвторая строка", "- один\n- два"]


def test_sign_of_the_author_between_words_stays() -> None:
    assert _texts(_opened(paragraph("если фонд &lt; 5 книг &amp; нет заказа"))) == ["если фонд < 5 книг & нет заказа"]


def test_text_box_is_read_once() -> None:
    box = f"<w:txbxContent {W}>{paragraph('УТВЕРЖДАЮ')}</w:txbxContent>"
    drawn = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>План</w:t></w:r></w:p>"
    )

    assert _texts(_opened(drawn)) == ["План", "УТВЕРЖДАЮ"]


def test_table_inside_a_cell_becomes_lines() -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=2).cell(0, 0)
    cell.text = "Практикум"
    inner = cell.add_table(rows=2, cols=2)
    for place, text in enumerate(("описание", "книги", "обзор", "журналов")):
        inner.cell(place // 2, place % 2).text = text

    table = _table(open_paper(saved(document), "план.docx"))

    assert table.texts() == [["Практикум\nописание книги\nобзор журналов", ""]]


def test_frame_around_the_whole_paper_is_opened() -> None:
    document = Document()
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "План работы"
    inner = frame.add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "1"
    inner.cell(0, 1).text = "Семинар"

    opened = open_paper(saved(document), "план.docx")

    assert _texts(opened) == ["План работы"]
    assert _table(opened).texts() == [["1", "Семинар"]]


def test_heading_level_comes_from_the_style() -> None:
    document = open_paper(word("# Раздел первый", "Обычный текст"), "план.docx")

    assert [block.heading_level for block in document.blocks if isinstance(block, Paragraph)] == [1, 0]


def test_content_controls_and_links_are_read() -> None:
    inner = f"<w:sdt><w:sdtContent>{paragraph('в поле')}</w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>ссылка</w:t></w:r></w:hyperlink></w:p>"

    assert _texts(_opened(inner + link)) == ["в поле", "ссылка"]


def test_strict_file_is_read_like_any_other() -> None:
    strict = body(paragraph("План")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert _texts(open_paper(word_package(strict), "план.docx")) == ["План"]


def test_field_codes_are_not_text() -> None:
    document = Document()
    run = document.add_paragraph("стр. ").add_run()
    code = OxmlElement("w:instrText")
    code.text = "PAGE"
    code.set(qn("xml:space"), "preserve")
    run._r.append(code)

    assert _texts(open_paper(saved(document), "план.docx")) == ["стр."]
