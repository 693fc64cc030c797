"""Sheets: what is typed stays words, pictures lie once, the code is the right one, nothing leaves its place."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
import segno
from PIL import Image

from stellazh.certificates.layout import Block, BlockKind, Design, Layout, LayoutUnfit, Orientation
from stellazh.certificates.papers import (
    CertificatePage,
    Signer,
    certificate_pdf,
    certificate_preview,
    certificates_pdf,
    fit_picture,
)
from stellazh.certificates.papers.rendering import qr_svg
from stellazh.certificates.wording import longest_sample_values, sample_values
from tests.certificates.papers.sheets import (
    ADDRESS,
    CODE,
    MADE_AT,
    SIMPLE,
    ReadPdf,
    Tag,
    forest_photo,
    seal_scan,
    signature_photo,
    written_page,
)


def with_text(text: str, **changes: float) -> Layout:
    blocks = tuple(replace(one, text=text, **changes) if one.key == "text" else one for one in SIMPLE.blocks)
    return replace(SIMPLE, blocks=blocks)


def dark_box(page: CertificatePage) -> tuple[int, int, int, int]:
    """Where anything is drawn on the preview, in millimetres."""
    drawn = Image.open(io.BytesIO(certificate_preview(page, width_px=297 * 4))).convert("L")
    left, top, right, bottom = drawn.point(lambda tone: 255 if tone < 200 else 0).getbbox() or (0, 0, 0, 0)
    return left // 4, top // 4, -(-right // 4), -(-bottom // 4)


def test_certificate_pdf_gives_the_same_bytes_for_the_same_page_and_moment() -> None:
    first = certificate_pdf(written_page(), MADE_AT)

    assert certificate_pdf(written_page(), MADE_AT) == first


@pytest.mark.parametrize(
    "typed",
    ["#import \"x.typ\"", "$x^2$", "*Ольхова* _Вера_", "#read(\"/etc/passwd\")", "= Глава", "\\u{41}", "@сноска <a>",
     "]] #panic()", "// нет", "{{ номер }}"],
)  # fmt: skip
def test_certificate_pdf_prints_what_was_typed_as_it_was_typed(typed: str) -> None:
    page = written_page(sample_values() | {"фио": typed})

    read = ReadPdf(certificate_pdf(page, MADE_AT))

    assert typed in read.texts[0]
    assert [tag.role for tag in read.tags].count("H1") == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Ли\x00п\x07ина", "Липина"),
        ("Липина 😀👩‍🏫", "Липина"),
        ("Липина \ud800", "Липина"),
        ("Липина العربية", "Липина"),
        ("Липина 中文", "Липина □□"),
        ("Липина\u202e Мария", "Липина Мария"),
    ],
    ids=["controls", "emoji", "half", "arabic", "chinese", "direction"],
)
def test_certificate_pdf_keeps_what_a_font_can_draw(typed: str, told: str) -> None:
    page = written_page(sample_values() | {"фио": typed})

    assert told in ReadPdf(certificate_pdf(page, MADE_AT)).texts[0]
    assert certificate_preview(page).startswith(b"\x89PNG")


def test_certificate_pdf_says_that_it_is_a_duplicate_or_a_sample() -> None:
    page = written_page()

    texts = [
        ReadPdf(certificate_pdf(replace(page, is_duplicate=copy, is_sample=sample), MADE_AT)).texts[0]
        for copy, sample in ((False, False), (True, False), (False, True))
    ]

    assert [("ДУБЛИКАТ" in text, "ОБРАЗЕЦ" in text) for text in texts] == [(False, False), (True, False), (False, True)]


def test_certificate_pdf_takes_number_issuer_and_title_from_the_page() -> None:
    layout = with_text("{{ организация }} / {{ заголовок }}")
    page = written_page(sample_values(), layout=layout, number="№ 99/2026", issuer="ГМО Озёрска")

    text = ReadPdf(certificate_pdf(page, MADE_AT)).texts[0]

    assert "№\u00a099/2026" in text or "№ 99/2026" in text
    assert "ГМО Озёрска / Сертификат участника" in text


def test_certificates_pdf_keeps_one_picture_for_all_pages() -> None:
    seal = fit_picture(seal_scan(), purpose="seal")
    signature = fit_picture(signature_photo(), purpose="signature")
    layout = replace(
        SIMPLE,
        blocks=(
            *SIMPLE.blocks,
            Block("seal", BlockKind.SEAL, "", 200, 100, 30, 30),
            Block("signatures", BlockKind.SIGNATURES, "", 30, 110, 160, 30),
        ),
    )
    # Equal bytes read from the database twice are one picture too.
    pages = [
        written_page(layout=layout, seal=bytes(bytearray(seal)), signers=(Signer("Глава", f"Имя {turn}", signature),))
        for turn in range(12)
    ]

    content = certificates_pdf(pages, MADE_AT)

    read = ReadPdf(content)
    assert len(read.texts) == 12
    assert len(read.images) == 2
    assert ["Имя 11" in text.replace("\u00a0", " ") for text in read.texts] == [False] * 11 + [True]
    assert len(content) < 12 * 25 * 1024


def test_certificates_pdf_puts_lying_and_standing_sheets_together() -> None:
    standing = Layout(
        Orientation.PORTRAIT,
        Design.LETTER,
        (
            Block("name", BlockKind.NAME, "{{ фио }}", 20, 60, 170, 20, 30),
            Block("number", BlockKind.NUMBER, "{{ номер }}", 20, 150, 100, 8, 10),
            Block("code", BlockKind.QR, "", 20, 200, 60, None, 9),
        ),
    )

    read = ReadPdf(certificates_pdf([written_page(), written_page(layout=standing)], MADE_AT))

    sizes = [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in read.pdf.pages]
    assert sizes == [[297, 210], [210, 297]]


def test_certificates_pdf_wants_a_page() -> None:
    with pytest.raises(ValueError, match="no page"):
        certificates_pdf([], MADE_AT)


def test_certificates_pdf_refuses_an_unfit_layout() -> None:
    page = written_page(layout=replace(SIMPLE, blocks=SIMPLE.blocks[:2]))

    with pytest.raises(LayoutUnfit, match="Номер и дата"):
        certificate_pdf(page, MADE_AT)


def test_own_background_and_all_pictures_stay_within_150_kilobytes() -> None:
    signature = fit_picture(signature_photo(), purpose="signature")
    layout = replace(
        SIMPLE,
        design=Design.PLAIN,
        blocks=(
            *SIMPLE.blocks,
            Block("seal", BlockKind.SEAL, "", 200, 100, 30, 30),
            Block("emblem", BlockKind.EMBLEM, "", 20, 20, 30, 30),
            Block("signatures", BlockKind.SIGNATURES, "", 30, 110, 160, 30),
        ),
    )
    page = written_page(
        layout=layout,
        signers=(Signer("Глава", "В. И. Ольхова", signature),),
        seal=fit_picture(seal_scan(), purpose="seal"),
        emblem=fit_picture(seal_scan(), purpose="emblem"),
        background=fit_picture(forest_photo(), purpose="background"),
    )

    content = certificate_pdf(page, MADE_AT)

    assert len(content) <= 150 * 1024
    read = ReadPdf(content)
    assert len(read.images) == 4
    # The background is an ornament: nobody is told of it.
    assert [tag.alt for tag in read.tags if tag.role == "Figure"].count("") == 0
    assert len([tag for tag in read.tags if tag.role == "Figure"]) == 4


def test_qr_svg_draws_the_matrix_of_the_address() -> None:
    matrix = [list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix]

    drawn = qr_svg(ADDRESS)

    side = len(matrix)
    assert f'width="{side}"' in drawn
    path = re.search(r' d="([^"]+)"', drawn)[1]
    seen = [[0] * side for _ in range(side)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            for step in range(int(values[0])):
                seen[int(y)][int(x) + step] = 1
            x += values[0]
        elif command == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    assert seen == matrix


def test_sheet_shows_its_address_and_its_code() -> None:
    read = ReadPdf(certificate_pdf(written_page(), MADE_AT))

    assert "stellazh.example/c/K7QP3XMD9TVA" in read.texts[0].replace(" ", "")
    assert CODE in read.texts[0]
    assert Tag("Figure", f"Код для проверки: адрес {ADDRESS}") in read.tags


@pytest.mark.parametrize("size", [6, 14, 40, 72])
@pytest.mark.parametrize(
    "text",
    ["Слово " * 160, "ш" * 1000, longest_sample_values()["мероприятие"] * 3, "Кратко", "Строка\n" * 60],
    ids=["words", "one-word", "theme", "short", "lines"],
)
def test_long_text_shrinks_and_never_leaves_its_place(text: str, size: int) -> None:
    # Nothing but the text stands on this sheet above the line of the number.
    layout = Layout(
        Orientation.LANDSCAPE,
        Design.PLAIN,
        (
            Block("text", BlockKind.TEXT, text[:1000], 60, 40, 120, 40, size),
            Block("name", BlockKind.NAME, "{{ фио }}", 250, 190, 20, 5, 6),
            Block("number", BlockKind.NUMBER, "{{ номер }}", 250, 196, 20, 5, 6),
            Block("code", BlockKind.QR, "", 272, 185, 18, 20, 6),
        ),
    )
    bare = replace(layout, blocks=(replace(layout.blocks[0], text="."), *layout.blocks[1:]))
    everything, others = written_page(layout=layout), written_page(layout=bare)

    left, top, right, bottom = dark_box(everything)

    assert dark_box(others)[1] >= 39
    assert left >= 59
    assert top >= 39
    shown = Image.open(io.BytesIO(certificate_preview(everything, width_px=297 * 4))).convert("L")
    rest = shown.crop((0, 82 * 4, 297 * 4, 183 * 4)).getextrema()
    beside = shown.crop((182 * 4, 0, 297 * 4, 183 * 4)).getextrema()
    assert (rest[0], beside[0]) == (255, 255)
    assert (right, bottom) <= (297, 210)


def test_block_without_a_height_reaches_down_to_the_next_one() -> None:
    blocks = (
        Block("text", BlockKind.TEXT, "Слово " * 160, 60, 40, 120, None, 20),
        Block("name", BlockKind.NAME, "{{ фио }}", 60, 100, 120, 10, 20),
        Block("number", BlockKind.NUMBER, "{{ номер }}", 60, 130, 120, None, 10),
        Block("code", BlockKind.QR, "", 60, 150, 30, None, 6),
    )
    page = written_page(layout=Layout(Orientation.LANDSCAPE, Design.PLAIN, blocks))

    shown = Image.open(io.BytesIO(certificate_preview(page, width_px=297 * 4))).convert("L")

    # Between the text and the name a strip of paper is left.
    assert shown.crop((0, 4 * 100 - 3, 297 * 4, 4 * 100)).getextrema()[0] == 255
    assert shown.crop((60 * 4, 42 * 4, 180 * 4, 90 * 4)).getextrema()[0] < 100


def test_certificate_preview_has_the_wanted_width() -> None:
    small = Image.open(io.BytesIO(certificate_preview(written_page(), width_px=640)))
    usual = Image.open(io.BytesIO(certificate_preview(written_page())))

    assert (small.width, usual.width) == (640, 900)
    assert abs(usual.height - 900 * 210 / 297) <= 1
