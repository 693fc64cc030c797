"""Pictures fitted for a sheet: small, clean, without their paper and without what was written beside them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from stellazh.certificates.papers import PictureUnfit, Purpose, fit_picture
from tests.certificates.papers.sheets import emblem_drawing, forest_photo, seal_scan, signature_photo

MOST = {"signature": 12_000, "seal": 14_000, "emblem": 14_000, "background": 60_000}
SOURCES = {
    "signature": signature_photo, "seal": seal_scan, "emblem": emblem_drawing, "background": forest_photo,
}  # fmt: skip


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("purpose", list(Purpose))
def test_fit_picture_is_small_and_the_same_every_time(purpose: Purpose) -> None:
    source = SOURCES[purpose]()

    fitted = fit_picture(source, purpose=purpose)

    assert len(fitted) <= MOST[purpose]
    assert fit_picture(source, purpose=purpose) == fitted
    assert opened(fitted).format == ("JPEG" if purpose == Purpose.BACKGROUND else "PNG")


def test_signature_loses_its_paper_and_keeps_its_ink() -> None:
    fitted = opened(fit_picture(signature_photo(), purpose="signature")).convert("RGBA")

    alpha = fitted.getchannel("A")
    counts = alpha.histogram()
    assert counts[0] > fitted.width * fitted.height * 0.6
    assert counts[255] > 500
    inked = [fitted.getpixel((x, y)) for x in range(fitted.width) for y in range(fitted.height)]
    red, green, blue, _ = next(pixel for pixel in inked if pixel[3] == 255)
    assert blue > green > red
    # The margins of the sheet are cut off.
    assert fitted.width > fitted.height * 2


def test_signature_keeps_its_paper_when_asked() -> None:
    fitted = opened(fit_picture(signature_photo(), purpose="signature", is_paper_cleared=False)).convert("RGBA")

    assert fitted.getchannel("A").getextrema() == (255, 255)


def test_signature_on_glass_stays_as_it_is() -> None:
    drawing = Image.new("RGBA", (600, 300))
    drawing.paste((20, 20, 20, 255), (100, 100, 400, 200))
    file = io.BytesIO()
    drawing.save(file, "PNG")

    fitted = opened(fit_picture(file.getvalue(), purpose="signature")).convert("RGBA")

    assert fitted.getpixel((fitted.width // 2, fitted.height // 2))[3] == 255


def test_background_covers_its_sheet_and_tells_nothing_of_the_camera() -> None:
    photo = Image.open(io.BytesIO(forest_photo()))
    exif = photo.getexif()
    exif[0x010F] = "Камера"
    file = io.BytesIO()
    photo.save(file, "JPEG", exif=exif)

    fitted = opened(fit_picture(file.getvalue(), purpose="background"))

    assert dict(fitted.getexif()) == {}
    assert fitted.mode == "RGB"
    assert max(fitted.size) <= 1754


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Файл пуст"),
        (b"%PDF-1.7", "не удалось прочитать"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "не удалось прочитать"),
        (seal_scan()[:300], "не удалось прочитать"),
        (b"\x89PNG" + b"\x00" * 100, "не удалось прочитать"),
        (b"0" * (20 * 1024 * 1024 + 1), "слишком велика"),
    ],
    ids=["empty", "pdf", "svg", "cut", "zeros", "large"],
)
def test_fit_picture_refuses_what_is_no_picture(content: bytes, told: str) -> None:
    with pytest.raises(PictureUnfit, match=told):
        fit_picture(content, purpose="seal")


def test_fit_picture_refuses_a_picture_of_too_many_dots() -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")

    with pytest.raises(PictureUnfit, match="слишком много точек: 9000 × 9000"):
        fit_picture(file.getvalue(), purpose="background")


@pytest.mark.parametrize("purpose", ["signature", "seal"])
def test_fit_picture_refuses_an_empty_sheet(purpose: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), (250, 250, 248)).save(file, "PNG")

    with pytest.raises(PictureUnfit, match="ничего не видно"):
        fit_picture(file.getvalue(), purpose=purpose)
