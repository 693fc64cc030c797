import zipfile
from datetime import date
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn

from stellazh.office.word import blocks, styles
from stellazh.office.word.document import Page, Properties, document_bytes, new_document
from stellazh.office.word.tables import Cell, Row, table

MADE_ON = date(2024, 8, 30)
PROPERTIES = Properties(title="План работы", author="ММО", subject="Проба", made_on=MADE_ON, status="Проект")


def reopened(document: Document) -> Document:
    return docx.Document(BytesIO(document_bytes(document, made_on=MADE_ON)))


def test_document_says_what_it_is() -> None:
    core = reopened(new_document(Page(), PROPERTIES)).core_properties

    assert (core.title, core.author, core.subject, core.content_status) == ("План работы", "ММО", "Проба", "Проект")
    assert (core.language, core.comments, core.revision) == ("ru-RU", "", 1)
    assert (core.created.date(), core.modified.date()) == (MADE_ON, MADE_ON)


def test_document_properties_longer_than_word_allows_are_cut() -> None:
    properties = Properties(title="п" * 400, author="м" * 400, subject="", made_on=MADE_ON)

    core = reopened(new_document(Page(), properties)).core_properties

    assert (len(core.title), len(core.author)) == (255, 255)


def test_document_is_russian_throughout() -> None:
    defaults = reopened(new_document(Page(), PROPERTIES)).styles.element.find(qn("w:docDefaults"))

    assert [language.get(qn("w:val")) for language in defaults.iter(qn("w:lang"))] == ["ru-RU"]
    assert [fonts.get(qn("w:ascii")) for fonts in defaults.iter(qn("w:rFonts"))] == ["Times New Roman"]


def test_document_page_is_a4_with_its_margins() -> None:
    section = reopened(new_document(Page(landscape=True, left_cm=1.5), PROPERTIES)).sections[0]

    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert (round(section.left_margin.cm, 1), round(section.top_margin.cm, 1)) == (1.5, 2.0)


def test_document_carries_nothing_of_the_template() -> None:
    data = document_bytes(new_document(Page(), PROPERTIES), made_on=MADE_ON)

    names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    assert names == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/fontTable.xml", "word/numbering.xml", "word/settings.xml", "word/styles.xml",
        "word/theme/theme1.xml",
    }  # fmt: skip


def test_document_bytes_depend_only_on_the_content() -> None:
    first, second = (document_bytes(new_document(Page(), PROPERTIES), made_on=MADE_ON) for _ in range(2))

    assert first == second


def test_hyphenation_stands_where_the_schema_wants_it() -> None:
    settings = reopened(new_document(Page(), PROPERTIES, hyphenate=True)).settings.element

    tags = [child.tag for child in settings]
    place = tags.index(qn("w:defaultTabStop"))
    assert tags[place : place + 3] == [qn("w:defaultTabStop"), qn("w:autoHyphenation"), qn("w:doNotHyphenateCaps")]


def test_title_is_a_heading_of_the_first_level() -> None:
    document = new_document(Page(), PROPERTIES)
    blocks.append(document, blocks.paragraph("План\nна год", styles.TITLE))

    heading = reopened(document).paragraphs[0]

    assert (heading.style.name, heading.text) == ("Heading 1", "План\nна год")
    assert heading.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"


def test_paragraph_keeps_blanks_markup_and_label() -> None:
    document = new_document(Page(), PROPERTIES)
    blocks.append(document, blocks.paragraph(" два  слова </w:t>&amp;", styles.BODY, label="Цель:"))

    paragraph = reopened(document).paragraphs[0]

    assert paragraph.text == "Цель:  два  слова </w:t>&amp;"
    assert [run.bold for run in paragraph.runs] == [True, None]


def test_lists_are_numbered_each_from_one() -> None:
    document = new_document(Page(), PROPERTIES)
    for texts in (("раз", "два"), ("три",)):
        blocks.append(document, *blocks.list_paragraphs(document, texts))

    again = reopened(document)

    list_ids = [paragraph._p.pPr.numPr.numId.val for paragraph in again.paragraphs]
    numbering = again.part.numbering_part.element
    abstract_of = {
        int(num.get(qn("w:numId"))): num.find(qn("w:abstractNumId")).get(qn("w:val"))
        for num in numbering.findall(qn("w:num"))
    }
    assert list_ids[0] == list_ids[1] != list_ids[2]
    assert abstract_of[list_ids[0]] != abstract_of[list_ids[2]]
    tags = [child.tag for child in numbering]
    assert tags == sorted(tags, key=[qn("w:abstractNum"), qn("w:num")].index)


def test_table_repeats_its_header_and_keeps_rows_whole() -> None:
    document = new_document(Page(), PROPERTIES)
    heading = Row([Cell([blocks.paragraph("А", styles.TABLE_HEADING)]), Cell([])], is_header=True)
    torn = Row([Cell([blocks.paragraph("б", styles.TABLE_TEXT)], span=2)], whole=False)
    blocks.append(document, table([4, 6], [heading, torn], caption="Опись", description="Две строки"))

    made = reopened(document).tables[0]._tbl

    first, second = made.tr_lst
    assert [child.tag for child in first.trPr] == [qn("w:cantSplit"), qn("w:tblHeader")]
    assert second.trPr is None
    assert made.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Опись"
    assert made.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "Две строки"
    assert [round(cell.width.cm, 2) for cell in first.tc_lst] == [4.0, 6.0]
    assert (second.tc_lst[0].grid_span, round(second.tc_lst[0].width.cm, 2)) == (2, 10.0)


def test_pages_are_numbered_from_the_second() -> None:
    document = new_document(Page(), PROPERTIES)
    blocks.number_pages(document, Page(), mark="ПРОЕКТ")

    section = reopened(document).sections[0]

    field = section.header._element.find(f".//{qn('w:fldSimple')}")
    assert section.different_first_page_header_footer is True
    assert [paragraph.text for paragraph in section.first_page_header.paragraphs] == [""]
    assert field.get(qn("w:instr")) == "PAGE"
    assert section.header.paragraphs[0].text.split() == ["ПРОЕКТ"]


def test_signature_puts_the_name_at_the_right_margin() -> None:
    element = blocks.signature_line("Руководитель ММО", "Ольхова А.Б.", Page())

    stop = element.find(f".//{qn('w:tab')}[@{qn('w:pos')}]")
    assert (stop.get(qn("w:val")), stop.get(qn("w:pos"))) == ("right", "9639")
    assert [words.text for words in element.iter(qn("w:t"))] == ["Руководитель ММО", "_______________ Ольхова А.Б."]
