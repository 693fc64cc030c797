"""Sheets to try: invented people, drawn signatures, a reader of finished PDFs."""

from __future__ import annotations

import io
import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from stellazh.certificates.designs import ShippedTemplate
from stellazh.certificates.layout import Block, BlockKind, Design, Layout, Orientation
from stellazh.certificates.papers import CertificatePage, Signer, fit_picture
from stellazh.certificates.wording import sample_values

MADE_AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
CODE = "K7QP-3XMD-9TVA"
ADDRESS = "https://stellazh.example/c/K7QP3XMD9TVA"

SIMPLE = Layout(
    Orientation.LANDSCAPE,
    Design.FRAME,
    (
        Block("title", BlockKind.TITLE, "Сертификат", 30, 30, 237, 20, 40),
        Block("name", BlockKind.NAME, "{{ фио }}", 30, 60, 237, 20, 30),
        Block("text", BlockKind.TEXT, "{{ принял|приняла }} участие в форуме", 30, 90, 237, 20, 14),
        Block("number", BlockKind.NUMBER, "{{ номер }}", 30, 150, 100, 8, 10),
        Block("code", BlockKind.QR, "Проверить:", 200, 140, 60, 26, 9),
    ),
)


def written_page(values: Mapping[str, str] | None = None, **changes: Any) -> CertificatePage:
    """A sheet of one person, on the simple layout unless told otherwise."""
    page = CertificatePage(
        SIMPLE,
        sample_values() if values is None else values,
        "№ 7/2026-Ф",
        CODE,
        ADDRESS,
        "РМО",
        "Сертификат участника",
    )
    return replace(page, **changes)


def page_of(template: ShippedTemplate, values: Mapping[str, str], **changes: Any) -> CertificatePage:
    """A sheet of a ready template with everything a sheet can have."""
    signature, seal = fit_picture(signature_photo(), purpose="signature"), fit_picture(seal_scan(), purpose="seal")
    signers = (
        Signer("Руководитель методического объединения", "В. И. Ольхова", signature),
        Signer("Директор информационно-методического центра", "А. С. Тополева", signature),
    )
    emblem = fit_picture(emblem_drawing(), purpose="emblem")
    page = CertificatePage(
        template.layout, values, values["номер"], CODE, ADDRESS, values["организация"], "Сертификат участника",
        signers=signers, emblem=emblem, seal=seal,
    )  # fmt: skip
    return replace(page, **changes)


def signature_photo(size: tuple[int, int] = (900, 400)) -> bytes:
    """Ink on paper that is darker on one side, as a telephone sees it."""
    width, height = size
    light = Image.linear_gradient("L").rotate(90).resize(size).point(lambda tone: 170 + tone // 4)
    photo = Image.merge("RGB", (light, light, light.point(lambda tone: tone - 8)))
    order = random.Random(3)
    spots = [(60 + step * 13, height // 2 + order.randint(-height // 3, height // 3)) for step in range(width // 16)]
    ImageDraw.Draw(photo).line(spots, fill=(30, 50, 130), width=7, joint="curve")
    return _saved(photo, "JPEG", quality=88)


def seal_scan() -> bytes:
    scan = Image.new("RGB", (700, 700), (247, 246, 242))
    pen = ImageDraw.Draw(scan)
    for reach, width in ((330, 10), (300, 4), (180, 5)):
        pen.ellipse((350 - reach, 350 - reach, 350 + reach, 350 + reach), outline=(40, 60, 160), width=width)
    for turn in range(0, 360, 9):
        angle = math.radians(turn)
        spots = [(350 + far * math.cos(angle), 350 + far * math.sin(angle)) for far in (210, 280)]
        pen.line(spots, fill=(40, 60, 160), width=6)
    return _saved(scan, "PNG")


def emblem_drawing() -> bytes:
    drawing = Image.new("RGBA", (500, 500))
    pen = ImageDraw.Draw(drawing)
    pen.ellipse((10, 10, 490, 490), fill=(11, 90, 78, 255))
    pen.polygon([(250, 170), (110, 130), (110, 330), (250, 370), (390, 330), (390, 130)], fill=(247, 240, 223, 255))
    return _saved(drawing, "PNG")


def forest_photo(size: tuple[int, int] = (2600, 1800)) -> bytes:
    """A photograph with much detail, which is hard to make small."""
    grain = Image.effect_noise(size, 60)
    return _saved(Image.merge("RGB", (grain, grain.rotate(180), grain)), "JPEG", quality=90)


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


@dataclass(frozen=True)
class Tag:
    """One element of the structure: «H1», «Figure», with its text for those who do not see."""

    role: str
    alt: str


class ReadPdf:
    """A finished PDF, opened by qpdf."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))

    @property
    def texts(self) -> list[str]:
        """The words of each page in the order of the file, blanks made one."""
        return [" ".join(_text_of(page).replace("\u200b", "").split()) for page in self.pdf.pages]

    @property
    def tags(self) -> list[Tag]:
        return list(_tags(self.pdf.Root.StructTreeRoot.K))

    @property
    def fonts(self) -> dict[str, bool]:
        """Names of the fonts, and whether they lie in the file."""
        found = [one for one in self.pdf.objects if isinstance(one, pikepdf.Dictionary)]
        return {
            str(one.FontName): any(f"/FontFile{kind}" in one for kind in ("", "2", "3"))
            for one in found
            if one.get("/Type") == "/FontDescriptor"
        }

    @property
    def images(self) -> list[Any]:
        """Pictures, without their masks."""
        streams = [one for one in self.pdf.objects if isinstance(one, pikepdf.Stream)]
        masks = {one.SMask.objgen for one in streams if "/SMask" in one}
        return [one for one in streams if one.get("/Subtype") == "/Image" and one.objgen not in masks]


def _tags(node: Any) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield Tag(str(node.S)[1:], str(node.get("/Alt", "")))
        yield from _tags(node.get("/K"))


def _text_of(page: pikepdf.Page) -> str:
    letters = {str(name): _letters(font) for name, font in page.Resources.Font.items()}
    found: list[str] = []
    font: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            font = letters[str(operands[0])]
        elif name in ("Tj", "TJ"):
            for part in operands[0] if name == "TJ" else operands:
                if isinstance(part, pikepdf.String):
                    code = bytes(part).hex()
                    found += [font.get(code[at : at + 4], "") for at in range(0, len(code), 4)]
        elif name == "BDC":
            found.append(" ")
    return "".join(found)


def _letters(font: Any) -> dict[str, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[str, str] = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            found[code.lower()] = bytes.fromhex(letter).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            start = int.from_bytes(bytes.fromhex(letter), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[f"{int(first, 16) + step:04x}"] = chr(start + step)
    return found
