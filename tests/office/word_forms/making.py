"""Forms for tests: made by python-docx as a librarian would make them in Word, then spoilt by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import nsdecls

from stellazh.office.word_forms import FormReport, FormVocabulary
from stellazh.office.word_forms.worker import handle

VOCABULARY = FormVocabulary(
    fields={
        "номер": "Номер протокола",
        "дата": "Дата заседания",
        "тема": "Тема",
        "председатель": "Кто вёл заседание",
        "присутствовали": "Кто был",
    },
    rows={
        "решения": {"текст": "Что решили", "срок": "До какого дня"},
        "вопросы": {"название": "О чём", "докладчик": "Кто докладывал"},
    },
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"
MARK = "{{ номер }}"


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def told(
    data: bytes, values: dict[str, str] | None = None, rows: dict[str, list[dict[str, str]]] | None = None
) -> tuple[FormReport, bytes]:
    """What the process of one form answers, asked without a process: tests of it are many."""
    task = {"fields": VOCABULARY.fields, "rows": VOCABULARY.rows, "values": values, "lists": rows or {}}
    return handle(task, data)


@cache
def form(*paragraphs: str) -> bytes:
    """A form of these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def form_with_table(*cells: str, heading: bool = True) -> bytes:
    """A form with a table of one row of these cells under a heading."""
    document = docx.Document()
    document.add_paragraph(f"Протокол № {MARK}")
    table = document.add_table(rows=0, cols=len(cells))
    if heading:
        for cell, text in zip(table.add_row().cells, ("Решили", "Срок", "Ещё"), strict=False):
            cell.text = text
    for cell, text in zip(table.add_row().cells, cells, strict=True):
        cell.text = text
    document.add_paragraph("Конец")
    return saved(document)


def texts(data: bytes) -> list[str]:
    """The paragraphs of the body outside tables."""
    return [paragraph.text for paragraph in opened(data).paragraphs]


def table_texts(data: bytes) -> list[list[str]]:
    """The rows of the first table."""
    return [[cell.text for cell in row.cells] for row in opened(data).tables[0].rows]


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def spoilt(data: bytes, path: str, change: Callable[[str], str]) -> bytes:
    """The form with the text of one member changed; the change has to change something."""
    parts = members(data)
    before = parts[path].decode()
    after = change(before)
    assert after != before
    return packed(parts | {path: after.encode()})


def with_body(inner: str, data: bytes | None = None) -> bytes:
    """The form with this XML as the first thing of its body."""
    return spoilt(data or form(MARK), "word/document.xml", lambda xml: xml.replace("<w:body>", f"<w:body>{inner}", 1))


def with_relation(kind: str, target: str, *, outside: bool = True, data: bytes | None = None) -> bytes:
    """The form with one more relationship of its text."""
    mode = ' TargetMode="External"' if outside else ""
    relation = f'<Relationship Id="rIdEvil" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
    return spoilt(data or form(MARK), RELATIONS, lambda xml: xml.replace("</Relationships>", relation))


def with_part(path: str, content: str, kind: str, content_type: str, data: bytes | None = None) -> bytes:
    """The form with one more part that its text refers to."""
    source = with_relation(kind, f"/{path}", outside=False, data=data)
    override = f'<Override PartName="/{path}" ContentType="{content_type}"/></Types>'
    typed = spoilt(source, "[Content_Types].xml", lambda xml: xml.replace("</Types>", override))
    return packed(members(typed) | {path: content.encode()})


def field(code: str) -> str:
    """A paragraph with a field of Word's own, its code in two pieces."""
    half = len(code) // 2
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(code[:half])}</w:instrText></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(code[half:])}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def add_runs(document: Document, *runs: str, bold: int | None = None) -> Any:
    """A paragraph of these runs, one of them in bold."""
    paragraph = document.add_paragraph()
    for place, text in enumerate(runs):
        paragraph.add_run(text).bold = True if place == bold else None
    return paragraph


NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def with_footnote(text: str) -> bytes:
    """A form with a footnote."""
    note = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{text}'
        "</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    source = with_body('<w:p><w:r><w:t>Сноска</w:t><w:footnoteReference w:id="2"/></w:r></w:p>')
    return with_part("word/footnotes.xml", note, "footnotes", NOTES_TYPE, source)
