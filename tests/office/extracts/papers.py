"""Papers for the extracts, made by code: good ones, and ones made to harm."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pikepdf
import typst
import xlsxwriter
from docx.document import Document
from pikepdf import Array, Dictionary, Name
from PIL import Image

from stellazh.office.typeset import FONTS
from tests.office.packages import container

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SLIDE_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/ppt/presentation.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>'
)
OPEN_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def order_docx() -> bytes:
    """An order with all that a paper has: headings, a list, a table, a header and a footer."""
    document: Document = docx.Document()
    document.add_heading("Приказ о смотре школьных библиотек", level=2)
    document.add_paragraph("В целях развития фондов приказываю:")
    for text in ("провести смотр", "подвести итоги"):
        document.add_paragraph(text, style="List Number")
    document.add_heading("Состав комиссии", level=4)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Фамилия", "Должность", "Ольхова В. И.", "методист"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "Отдел образования"
    document.sections[0].footer.paragraphs[0].text = "7"
    return saved(document)


def workbook(*sheets: tuple[str, Sequence[Sequence[str]]], merged_title: str = "") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            start = 0
            if merged_title:
                sheet.merge_range(0, 0, 0, len(rows[0]) - 1, merged_title)
                start = 1
            for place, row in enumerate(rows, start=start):
                sheet.write_row(place, 0, row)
    return buffer.getvalue()


def slides(*texts: tuple[str, str]) -> bytes:
    """A show; its parts lie in an order other than that of the show."""
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    listed = "".join(f'<p:sldId id="{256 + at}" r:id="s{at}"/>' for at in range(len(texts)))
    related = "".join(
        f'<Relationship Id="s{at}" Type="{OFFICE}/slide" Target="slides/slide{len(texts) - at}.xml"/>'
        for at in range(len(texts))
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": SLIDE_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" Target="ppt/presentation.xml" '
        f'Type="{OFFICE}/officeDocument"/></Relationships>',
        "ppt/presentation.xml": f'<p:presentation {p} xmlns:r="{OFFICE}"><p:sldIdLst>{listed}</p:sldIdLst>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{related}</Relationships>',
    }
    for at, (title, text) in enumerate(texts):
        members[f"ppt/slides/slide{len(texts) - at}.xml"] = (
            f"<p:sld {p} {a}><p:cSld><p:spTree>"
            f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{title}</a:t>'
            f"</a:r></a:p></p:txBody></p:sp><p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t>"
            "</a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
        )
    return container(members)


def open_document(body: str, *, is_sheet: bool = False, **others: str) -> bytes:
    kind = "spreadsheet" if is_sheet else "text"
    content = (
        f"<office:document-content {OPEN_NAMES}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    members = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content}
    return container(members | {name.replace("__", "/").replace("_dot_", "."): text for name, text in others.items()})


def typed_pdf(folder: Path, source: str) -> bytes:
    """A PDF with a layer of words."""
    path = folder / "paper.typ"
    head = '#set document(title: "Проба")\n#set text(lang: "ru", font: "PT Serif")\n#set page("a5")\n'
    path.write_text(head + source, encoding="utf-8")
    return bytes(typst.compile(str(path), font_paths=[str(FONTS)]))  # type: ignore[arg-type]


def scanned_pdf(pages: int = 2, stamp: str = "") -> bytes:
    """Pages that are pictures, with a few letters on them at most."""
    pdf = pikepdf.new()
    picture = io.BytesIO()
    Image.new("L", (200, 280), 200).save(picture, "JPEG")
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(200, 280))
        image = pdf.make_stream(picture.getvalue())
        image.stream_dict.update(_picture_keys(200, 280))
        image.write(picture.getvalue(), filter=Name.DCTDecode)
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image), Font=Dictionary(F1=font))
        words = f" BT /F1 10 Tf 5 5 Td ({stamp}) Tj ET" if stamp else ""
        page.obj.Contents = pdf.make_stream(f"q 200 0 0 280 0 0 cm /Im0 Do Q{words}".encode())
    return saved(pdf)


def _picture_keys(width: int, height: int) -> Dictionary:
    return Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )


def locked_pdf() -> bytes:
    pdf, buffer = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(buffer, encryption=pikepdf.Encryption(user="книга", owner="полка", R=6))
    return buffer.getvalue()


def endless_pdf(pages: int) -> bytes:
    """One page that its tree names very many times."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    pdf.Root.Pages.Kids = Array([page.obj] * pages)
    pdf.Root.Pages.Count = pages
    return _as_it_is(pdf)


def huge_page_pdf(width: float, height: float) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.MediaBox = Array([0, 0, width, height])
    return saved(pdf)


def deep_pdf(depth: int) -> bytes:
    """A page at the end of a branch of so many folders."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    kid: Any = page.obj
    for _ in range(depth):
        folder = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([kid]), Count=1))
        kid.Parent = folder
        kid = folder
    pdf.Root.Pages = kid
    return _as_it_is(pdf)


def circular_pdf() -> bytes:
    """A tree of pages that leads into itself."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    root = pdf.Root.Pages
    root.Kids = Array([root, root])
    root.Count = 2
    return _as_it_is(pdf)


def bomb_pdf(megabytes: int) -> bytes:
    """A page whose drawing unpacks to so many megabytes of blanks."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    stream = pdf.make_stream(b"")
    stream.write(packed, filter=Name.FlateDecode)
    page.obj.Contents = stream
    return saved(pdf)


def vast_picture_pdf(side: int) -> bytes:
    """A page with a picture that says it is so many pixels wide and high."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 280))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(side)) for _ in range(side)) + packer.flush()
    image = pdf.make_stream(b"")
    image.stream_dict.update(_picture_keys(side, side))
    image.write(packed, filter=Name.FlateDecode)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
    page.obj.Contents = pdf.make_stream(b"q 200 0 0 280 0 0 cm /Im0 Do Q")
    return saved(pdf)


def slow_pdf(strokes: int) -> bytes:
    """A page of very many crossing curves: hours of drawing in a small file."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    curves = b"".join(
        b"%d %d m %d %d %d %d %d %d c S " % (at % 600, at % 7, at % 11, 800, 600, at % 13, at % 17, at % 800)
        for at in range(strokes)
    )
    form = pdf.make_stream(b"2 w [1 1] 0 d " + curves)
    form.stream_dict.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 612, 792])))
    page.obj.Resources = Dictionary(XObject=Dictionary(Fm0=form))
    page.obj.Contents = pdf.make_stream(b"/Fm0 Do " * 200)
    return saved(pdf)


def joined_pdf(*papers: bytes) -> bytes:
    pdf = pikepdf.new()
    for paper in papers:
        with pikepdf.open(io.BytesIO(paper)) as other:
            pdf.pages.extend(other.pages)
    return saved(pdf)


def _as_it_is(pdf: pikepdf.Pdf) -> bytes:
    """Saved without a look at the tree of pages, which would be mended."""
    buffer = io.BytesIO()
    pdf.save(buffer, fix_metadata_version=False)
    return buffer.getvalue()
