"""Good forms: what is put where, and how it looks there."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from stellazh.office.word_forms import FormUnfit, check_form, fill_form
from tests.office.word_forms.making import (
    MARK,
    VOCABULARY,
    add_runs,
    form,
    form_with_table,
    members,
    opened,
    packed,
    saved,
    spoilt,
    table_texts,
    texts,
    told,
    with_body,
    with_footnote,
    with_relation,
)

VALUES = {"номер": "5", "дата": "10.09.2024", "тема": "Фонды", "председатель": "Ольхова А.Б."}


def filled(data: bytes, values: dict[str, str] | None = None, **rows: list[dict[str, str]]) -> bytes:
    report, paper = told(data, VALUES if values is None else values, rows)
    assert report.is_fit, report
    return paper


def test_fields_of_a_paragraph_are_filled() -> None:
    data = form("Протокол № {{ номер }} от {{дата}}", "Вела {{ председатель }}.", "Без полей { } { номер }")

    assert texts(filled(data)) == [
        "Протокол № 5 от 10.09.2024", "Вела Ольхова А.Б..", "Без полей { } { номер }",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mark", ["{{ НОМЕР }}", "{{\u00a0номер\u00a0}}", "{{номер}}", "{{  Но\u00adмер\u200b }}", "{{\tномер }}"]
)
def test_case_and_blanks_of_a_name_are_forgiven(mark: str) -> None:
    assert texts(filled(form(f"№ {mark}!"))) == ["№ 5!"]


def test_yo_is_forgiven_both_ways() -> None:
    vocabulary = type(VOCABULARY)(fields={"приём": "Приём", "все": "Все"}, rows={})

    data = fill_form(form("{{ прием }} {{ всё }}"), {"приём": "а", "все": "б"}, {}, vocabulary)

    assert texts(data) == ["а б"]


def test_field_split_over_runs_takes_the_looks_of_the_first() -> None:
    document = docx.Document()
    add_runs(document, "№ {", "{ но", "мер ", "}} от {{ да", "та }}", " г.", bold=0)

    runs = opened(filled(saved(document))).paragraphs[0].runs

    assert "".join(run.text for run in runs) == "№ 5 от 10.09.2024 г."
    assert [(run.text, run.bold) for run in runs if run.text] == [
        ("№ 5", True), (" от 10.09.2024", None), (" г.", None),
    ]  # fmt: skip


def test_several_fields_in_one_run_with_lines_keep_their_order() -> None:
    data = form("А {{ номер }} Б {{ тема }} В")

    paper = filled(data, {"номер": "1\n2", "тема": "3\n4"})

    assert texts(paper) == ["А 1\n2 Б 3\n4 В"]


def test_value_of_several_lines_alone_becomes_paragraphs() -> None:
    document = docx.Document()
    document.add_paragraph("Были:")
    add_runs(document, "{{ присут", "ствовали }}", bold=0).style = "List Bullet"

    paper = opened(filled(saved(document), {"присутствовали": "Липина\r\nВербина\n\nОзерова"}))

    assert [(one.text, one.style.name) for one in paper.paragraphs] == [
        ("Были:", "Normal"), ("Липина", "List Bullet"), ("Вербина", "List Bullet"), ("Озерова", "List Bullet"),
    ]  # fmt: skip
    assert all(one.runs[0].bold for one in paper.paragraphs[1:])


def test_value_is_text_only() -> None:
    hostile = "</w:t><w:b/>&amp; {{ номер }} {{ решения.текст }} \x00\x07\u202e\ufffe${x}"

    paper = filled(form("Тема: {{ тема }}", "№ {{ номер }}"), {"тема": hostile, "номер": "5"})

    assert texts(paper) == ["Тема: </w:t><w:b/>&amp; {{ номер }} {{ решения.текст }} ${x}", "№ 5"]


def test_value_of_several_lines_is_not_looked_through_again() -> None:
    paper = filled(form("{{ тема }}"), {"тема": "{{ номер }}\n{{ дата }}", "номер": "5"})

    assert texts(paper) == ["{{ номер }}", "{{ дата }}"]


def test_value_in_a_list_is_not_looked_through_again() -> None:
    data = form_with_table("{{ решения.текст }}", "{{ номер }}")

    paper = filled(data, {"номер": "{{ решения.текст }}"}, решения=[{"текст": "{{ номер }}"}, {"текст": "а"}])

    assert table_texts(paper)[1:] == [["{{ номер }}", "{{ решения.текст }}"], ["а", "{{ решения.текст }}"]]


def test_field_without_a_value_becomes_nothing() -> None:
    assert texts(filled(form("№ {{ номер }}, {{ тема }}."), {"номер": "5"})) == ["№ 5, ."]


def test_fields_in_headers_footers_notes_and_tables_are_filled() -> None:
    document = opened(with_footnote("Тема: {{ тема }}"))
    document.sections[0].header.paragraphs[0].text = "Протокол № {{ номер }}"
    document.sections[0].footer.paragraphs[0].text = "{{ дата }}"
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "{{ председатель }}"

    paper = filled(saved(document))

    again = opened(paper)
    assert again.sections[0].header.paragraphs[0].text == "Протокол № 5"
    assert again.sections[0].footer.paragraphs[0].text == "10.09.2024"
    assert again.tables[0].cell(0, 0).tables[0].cell(0, 0).text == "Ольхова А.Б."
    assert "Тема: Фонды" in members(paper)["word/footnotes.xml"].decode()


def test_field_in_a_bound_content_control_stays_filled() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:id w:val="7"/><w:showingPlcHdr/><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>{{ тема }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )

    xml = members(filled(with_body(control)))["word/document.xml"].decode()

    assert ">Фонды<" in xml
    assert "dataBinding" not in xml
    assert "showingPlcHdr" not in xml


@pytest.mark.parametrize("count", [0, 1, 2, 200])
def test_table_row_is_repeated_for_each_row(count: int) -> None:
    data = form_with_table("{{ решения.текст }}", "до {{ решения.срок }}, протокол {{ номер }}")
    rows = [{"текст": f"Решение {n}", "срок": f"{n}.05"} for n in range(count)]

    paper = filled(data, решения=rows)

    assert table_texts(paper) == [
        ["Решили", "Срок"], *([f"Решение {n}", f"до {n}.05, протокол 5"] for n in range(count)),
    ]  # fmt: skip
    assert texts(paper)[-1] == "Конец"


def test_table_without_rows_left_goes() -> None:
    paper = opened(filled(form_with_table("{{ решения.текст }}", heading=False), решения=[]))

    assert paper.tables == []
    assert [one.text for one in paper.paragraphs] == ["Протокол № 5", "Конец"]


def test_table_within_a_cell_leaves_a_paragraph_there() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.add_table(1, 1).cell(0, 0).text = "{{ решения.текст }}"

    outer = opened(filled(saved(document), решения=[])).tables[0].cell(0, 0)

    assert outer.tables == []
    assert outer._tc[-1].tag == qn("w:p")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_paragraph_is_repeated_for_each_row(count: int) -> None:
    rows = [{"текст": f"Решение {n}", "срок": "май"} for n in range(count)]

    paper = filled(form("Решили:", "— {{ решения.текст }} ({{решения.срок}})", "№ {{ номер }}"), решения=rows)

    assert texts(paper) == ["Решили:", *(f"— Решение {n} (май)" for n in range(count)), "№ 5"]


def test_lines_of_a_repeated_paragraph_stay_in_it() -> None:
    paper = filled(form("{{ решения.текст }}"), решения=[{"текст": "раз\nдва"}, {"текст": "три"}])

    assert texts(paper) == ["раз\nдва", "три"]


def test_lines_in_a_repeated_cell_become_paragraphs() -> None:
    paper = filled(form_with_table("{{ решения.текст }}"), решения=[{"текст": "раз\nдва"}])

    assert [one.text for one in opened(paper).tables[0].cell(1, 0).paragraphs] == ["раз", "два"]


def test_only_paragraph_of_a_header_stays_without_rows() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ решения.текст }}"

    header = opened(filled(saved(document), решения=[])).sections[0].header

    assert [one.text for one in header.paragraphs] == [""]


def test_paragraph_that_keeps_two_tables_apart_stays_without_rows() -> None:
    document = docx.Document()
    document.add_table(1, 1)
    document.add_paragraph("{{ решения.текст }}")
    document.add_table(1, 1)

    paper = opened(filled(saved(document), решения=[]))

    assert (len(paper.tables), [one.text for one in paper.paragraphs]) == (2, [""])


@pytest.mark.parametrize("count", [0, 3])
def test_section_ends_once_after_a_repeated_paragraph(count: int) -> None:
    ends = (
        '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr>'
        "<w:r><w:t>{{ решения.текст }}</w:t></w:r></w:p>"
    )

    paper = filled(with_body(ends), решения=[{"текст": str(n)} for n in range(count)])

    assert len(opened(paper).sections) == 2


def test_two_lists_are_repeated_each_in_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("{{ вопросы.название }}: {{ вопросы.докладчик }}")
    document.add_paragraph("{{ решения.текст }}")

    paper = filled(
        saved(document),
        вопросы=[{"название": "О фонде", "докладчик": "Липина"}, {"название": "Разное", "докладчик": ""}],
        решения=[{"текст": "Обновить фонд"}],
    )

    assert texts(paper) == ["О фонде: Липина", "Разное: ", "Обновить фонд"]


def test_what_stands_in_a_file_once_is_not_repeated() -> None:
    inner = (
        '<w:p w14:paraId="1A2B3C4D" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        '<w:bookmarkStart w:id="9" w:name="здесь"/><w:r><w:t>{{ решения.текст }}</w:t></w:r>'
        '<w:bookmarkEnd w:id="9"/></w:p>'
    )

    xml = members(filled(with_body(inner), решения=[{"текст": "а"}, {"текст": "б"}]))["word/document.xml"].decode()

    assert (xml.count("bookmarkStart"), xml.count("bookmarkEnd"), xml.count("paraId")) == (1, 1, 1)


def test_pictures_in_repeated_rows_have_numbers_of_their_own() -> None:
    drawing = (
        f"<w:p {nsdecls('w', 'wp', 'a')}><w:r><w:t>{{{{ решения.текст }}}}</w:t></w:r><w:r><w:drawing><wp:inline>"
        '<wp:extent cx="1" cy="1"/><wp:docPr id="1" name="Печать"/></wp:inline></w:drawing></w:r></w:p>'
    )
    document = docx.Document()
    document.element.body.insert(0, parse_xml(drawing))

    paper = filled(saved(document), решения=[{"текст": "а"}, {"текст": "б"}, {"текст": "в"}])

    numbers = [one.get("id") for one in opened(paper).element.body.iter(qn("wp:docPr"))]
    assert len(set(numbers)) == 3


def test_links_to_sites_become_text_and_are_told_of() -> None:
    inner = (
        '<w:p xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<w:hyperlink r:id="rIdEvil"><w:r><w:t>сайт {{ тема }}</w:t></w:r></w:hyperlink></w:p>'
    )
    data = with_body(inner, with_relation("hyperlink", "https://school.example/"))

    report = check_form(data, VOCABULARY)
    paper = filled(data)

    assert report.is_fit
    assert "В тексте есть ссылка: в готовой бумаге она останется обычным текстом." in report.warnings
    assert texts(paper)[0] == "сайт Фонды"
    assert all(b"school.example" not in content for content in members(paper).values())


def test_same_form_and_values_give_the_same_bytes() -> None:
    data = form_with_table("{{ решения.текст }}")
    rows = {"решения": [{"текст": "а"}, {"текст": "б"}]}

    papers = [fill_form(data, VALUES, rows, VOCABULARY) for _ in range(2)]

    assert papers[0] == papers[1]
    assert table_texts(papers[0]) == [["Решили"], ["а"], ["б"]]


def test_template_becomes_a_document() -> None:
    data = spoilt(form(MARK), "[Content_Types].xml", lambda xml: xml.replace("document.main+xml", "template.main+xml"))

    paper = filled(data)

    assert texts(paper) == ["5"]
    assert b"template.main" not in members(paper)["[Content_Types].xml"]


def test_members_that_nothing_leads_to_are_left_behind() -> None:
    data = packed(members(form(MARK)) | {"word/evil.bin": b"MZ", "evil.exe": b"MZ"})

    assert {"word/evil.bin", "evil.exe"}.isdisjoint(members(filled(data)))


def test_unfit_form_is_not_filled() -> None:
    with pytest.raises(FormUnfit, match="такого поля нет") as refused:
        fill_form(form("{{ номерр }}"), VALUES, {}, VOCABULARY)

    assert refused.value.report == check_form(form("{{ номерр }}"), VOCABULARY)


def test_too_many_rows_are_refused() -> None:
    rows = {"решения": [{"текст": "а"}] * 5001}

    with pytest.raises(FormUnfit, match="Строк для списка «решения» больше 5000"):
        fill_form(form("{{ решения.текст }}"), {}, rows, VOCABULARY)
