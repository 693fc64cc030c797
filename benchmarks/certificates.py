"""Certificates as PDF: `python -m benchmarks.certificates`. Two or three minutes, no database.

500 single files, and one file of 500 sheets: ours beside WeasyPrint, which the badges of Indico are printed by. Both
draw the same ornament, code, signatures and seal with the same fonts and declare PDF/UA-1 (ours PDF/A-2a too).
ReportLab, which prints the tickets there, is none of our parts: its figure is one that was measured before.
"""

from __future__ import annotations

import base64
import html
import io
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PIL import Image, ImageDraw

from benchmarks.measuring import once_ms, table
from stellazh.certificates.designs import SHIPPED
from stellazh.certificates.layout import Block, BlockKind
from stellazh.certificates.papers import CertificatePage, Signer, certificate_pdf, certificate_preview, certificates_pdf
from stellazh.certificates.papers.rendering import drawn_backdrop, qr_svg
from stellazh.certificates.wording import NAME, fill, sample_values
from stellazh.office.typeset import FONTS

SIZES = (1, 10, 100, 500)
MADE_AT = datetime(2026, 11, 30, tzinfo=UTC)
TEMPLATE = SHIPPED[0]
SURNAMES = ("Ольхова", "Сосновская", "Липина", "Рябинина", "Кленова", "Берестова", "Озерова", "Лесникова", "Тополева")
FACES = (
    ("PTF55F.ttf", "PT Serif", 400, "normal"), ("PTF56F.ttf", "PT Serif", 400, "italic"),
    ("PTF75F.ttf", "PT Serif", 700, "normal"), ("PTS55F.ttf", "PT Sans", 400, "normal"),
    ("PTS75F.ttf", "PT Sans", 700, "normal"),
)  # fmt: skip


def main() -> int:
    from stellazh.certificates.papers import fit_picture

    signature = fit_picture(_ink((900, 380)), purpose="signature")
    seal = fit_picture(_ink((640, 640)), purpose="seal")
    pages = [_page(number, signature, seal) for number in range(SIZES[-1])]
    # Warm, but by a sheet of its own: the compiler remembers what it has laid out.
    other = _page(SIZES[-1], signature, seal)
    certificate_pdf(other, MADE_AT)
    weasy = _WeasyPrint(signature, seal)
    weasy.single(other)

    rows = []
    for size in SIZES:
        some = pages[:size]
        rows.append((f"{size} single files", *_singles(lambda page: certificate_pdf(page, MADE_AT), some),
                     *_singles(weasy.single, some)))  # fmt: skip
        rows.append((f"one file of {size}", *_whole(lambda some: certificates_pdf(some, MADE_AT), some),
                     *_whole(weasy.whole, some)))  # fmt: skip
    heads = ("sheets", "CPU ms each", "waited ms each", "KB each")
    table("Certificates: ours, then WeasyPrint", (*heads, *(f"{head} (WP)" for head in heads[1:])), rows)

    previews = [replace(page, is_sample=True) for page in pages[:50]]
    spent, waited, size_kb = _singles(certificate_preview, previews)
    table("Preview, 900 points wide", heads, [("50 pictures", spent, waited, size_kb)])
    print("\nReportLab is not installed: no figure of this run. Measured before: 2.0 s for 300 tickets, 6.7 ms each.")
    return 0


def _page(number: int, signature: bytes, seal: bytes) -> CertificatePage:
    surname = SURNAMES[number % len(SURNAMES)]
    code = f"{number:04}{number * 7919 % 10**8:08}"
    return CertificatePage(
        TEMPLATE.layout, sample_values() | {NAME: f"{surname} Мария Сергеевна {number}"}, f"№ {number + 1}/2026-Ф",
        code, f"https://stellazh.example/c/{code}", "МО школьных библиотекарей Озёрского округа", TEMPLATE.name,
        signers=(Signer("Руководитель методического объединения", "В. И. Ольхова", signature),
                 Signer("Директор информационно-методического центра", "А. С. Тополева", signature)),
        seal=seal,
    )  # fmt: skip


def _singles(make: Callable[[CertificatePage], bytes], pages: Sequence[CertificatePage]) -> tuple[str, str, str]:
    made: list[int] = []
    return _spent(lambda: made.extend(len(make(page)) for page in pages), made, len(pages))


def _whole(
    make: Callable[[Sequence[CertificatePage]], bytes], pages: Sequence[CertificatePage]
) -> tuple[str, str, str]:
    made: list[int] = []
    return _spent(lambda: made.append(len(make(pages))), made, len(pages))


def _spent(call: Callable[[], object], made: list[int], count: int) -> tuple[str, str, str]:
    began = time.perf_counter()
    cpu = once_ms(call)
    waited = (time.perf_counter() - began) * 1000
    return f"{cpu / count:.1f}", f"{waited / count:.1f}", f"{sum(made) / count / 1024:.0f}"


class _WeasyPrint:
    """The same sheet as HTML. Fonts, styles and pictures are read once for all files, as a careful user would do."""

    def __init__(self, signature: bytes, seal: bytes) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.fonts, self.cache = FontConfiguration(), dict[str, Any]()
        self.signature, self.seal = _address(signature, "image/png"), _address(seal, "image/png")
        backdrop = _address(drawn_backdrop(TEMPLATE.layout.design, TEMPLATE.layout.orientation), "image/svg+xml")
        faces = "".join(
            f"@font-face {{ font-family: '{family}'; src: url({(FONTS / name).as_uri()}); font-weight: {weight}; "
            f"font-style: {style} }}"
            for name, family, weight, style in FACES
        )
        self.styles = CSS(
            string=f"{faces} @page {{ size: A4 landscape; margin: 0 }} "
            f"section {{ position: relative; width: 297mm; height: 210mm; break-after: page; overflow: hidden; "
            f"background: url({backdrop}) 0 0 / 297mm 210mm no-repeat }} section * {{ position: absolute; margin: 0 }}",
            font_config=self.fonts,
        )

    def single(self, page: CertificatePage) -> bytes:
        return self.whole([page])

    def whole(self, pages: Sequence[CertificatePage]) -> bytes:
        from weasyprint import HTML

        text = "".join(self._sheet(page) for page in pages)
        document = f'<html lang="ru"><head><title>Сертификат</title></head><body style="margin:0">{text}</body></html>'
        return bytes(
            HTML(string=document).write_pdf(
                stylesheets=[self.styles], font_config=self.fonts, cache=self.cache, pdf_variant="pdf/ua-1"
            )
        )

    def _sheet(self, page: CertificatePage) -> str:
        values = dict(page.values) | {"номер": page.number, "организация": page.issuer}
        return "<section>" + "".join(self._block(block, page, values) for block in page.layout.blocks) + "</section>"

    def _block(self, block: Block, page: CertificatePage, values: dict[str, str]) -> str:
        place = f"left:{block.x}mm;top:{block.y}mm;width:{block.width}mm;height:{block.height}mm"
        if block.kind == BlockKind.QR:
            code = _address(qr_svg(page.check_url).encode(), "image/svg+xml")
            return (
                f'<img style="{place};width:26mm" src="{code}" alt="Код для проверки">'
                f'<p style="{place};left:{block.x + 29}mm;font:9pt PT Sans">{page.check_url}<br>{page.code}</p>'
            )
        if block.kind == BlockKind.SEAL:
            return f'<img style="{place}" src="{self.seal}" alt="Печать">'
        if block.kind == BlockKind.SIGNATURES:
            return "".join(
                f'<p style="left:{block.x}mm;top:{block.y + 14 * turn}mm;width:60mm;font:11pt PT Serif">'
                f"{signer.post}</p>"
                f'<img style="left:{block.x + 75}mm;top:{block.y + 14 * turn}mm;height:12mm" src="{self.signature}" '
                f'alt="Подпись"><p style="left:{block.x + 120}mm;top:{block.y + 14 * turn}mm;font:11pt PT Serif">'
                f"{signer.name}</p>"
                for turn, signer in enumerate(page.signers)
            )
        family = "PT Sans" if block.font == "sans" else "PT Serif"
        style = "italic " if block.italic else ""
        words = "<br>".join(map(html.escape, fill(block.text, values).split("\n")))
        tag = "h1" if block.kind == BlockKind.TITLE else "p"
        look = f"font:{style}{block.weight} {block.size}pt {family};text-align:{block.align}"
        return f'<{tag} style="{place};{look}">{words}</{tag}>'


def _address(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _ink(size: tuple[int, int]) -> bytes:
    scan = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(scan)
    for turn in range(12):
        pen.ellipse((20 + turn * 12, 20 + turn * 6, size[0] - 20 - turn * 14, size[1] - 20 - turn * 9),
                    outline=(40, 60, 160), width=4)  # fmt: skip
    file = io.BytesIO()
    scan.save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
