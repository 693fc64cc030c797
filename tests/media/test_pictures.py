"""Pictures: upright, small enough, with nothing beside what is seen."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from stellazh.media import pictures
from stellazh.media.pictures import PictureNotAccepted, clean_picture
from tests.media.making import picture

GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x010F
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>'


def photograph(form: str = "JPEG", orientation: int = 1, size: tuple[int, int] = (300, 200)) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[CAMERA] = "SECRET-CAMERA"
    exif.get_ifd(GPS)[2] = (59.0, 57.0, 1.0)
    exif.get_ifd(GPS)[1] = "N"
    options = {"comment": b"SECRET-COMMENT"} if form == "JPEG" else {}
    return picture(form, size, exif=exif, xmp=XMP, **options)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_place_camera_and_words_are_gone(form: str) -> None:
    dirty = photograph(form)
    assert b"SECRET-CAMERA" in dirty
    assert b"SECRET-XMP" in dirty

    clean = clean_picture(dirty)

    for content in (clean.content, clean.preview):
        assert b"SECRET" not in content
        assert dict(opened(content).getexif()) == {}
        assert not {"exif", "xmp", "comment", "photoshop", "icc_profile"} & set(opened(content).info)


def test_words_of_png_are_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "SECRET-AUTHOR")
    told.add_itxt("XML:com.adobe.xmp", "SECRET-XMP")

    clean = clean_picture(picture("PNG", mode="RGBA", pnginfo=told))

    assert b"SECRET" not in clean.content
    assert (opened(clean.content).format, opened(clean.content).mode, clean.suffix) == ("PNG", "RGBA", "png")


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_photograph_is_turned_upright(orientation: int) -> None:
    clean = clean_picture(photograph(orientation=orientation))

    seen = opened(clean.content).convert("RGB")
    is_turned = orientation in {6, 8}
    assert seen.size == ((200, 300) if is_turned else (300, 200)) == (clean.width, clean.height)
    first = seen.getpixel((10, 10))
    # Red stood on the left: it comes to the right, to the top, to the bottom.
    assert (first[0] > first[2]) == (orientation == 6)


def test_large_photograph_is_shrunk() -> None:
    clean = clean_picture(picture(size=(5200, 1300)))

    assert (clean.width, clean.height) == (2560, 640)
    assert opened(clean.preview).format == "WEBP"
    assert opened(clean.preview).size == (800, 200)


def test_small_picture_keeps_its_size() -> None:
    clean = clean_picture(picture(size=(120, 80)))

    assert (clean.width, clean.height, clean.suffix) == (120, 80, "jpg")
    assert opened(clean.preview).size == (120, 80)


def test_few_colours_stay_sharp() -> None:
    sheet = Image.new("P", (60, 40), 3)
    file = io.BytesIO()
    sheet.save(file, "GIF")

    assert opened(clean_picture(file.getvalue()).content).format == "PNG"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bomb(8000, 8000), "слишком много точек: 8000 × 8000"),
        (bomb(40_000, 10), "слишком много точек"),
        (bomb(100_000, 100_000), "не удалось прочитать"),
        (bomb(100, 100), "не удалось прочитать"),
        (photograph()[:500], "не удалось прочитать"),
        (picture("TIFF"), "не удалось прочитать"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "не удалось прочитать"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "не удалось прочитать"),
        (b"%PDF-1.7", "не удалось прочитать"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "Сохраните снимок как JPEG"),
        (b"", "Файл пуст"),
        (bytes(pictures.MOST_BYTES + 1), "не больше 25 МБ"),
    ],
)
def test_hostile_pictures_get_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(PictureNotAccepted, match=words):
        clean_picture(content)


@given(st.integers(0, 3000), st.integers(0, 255), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]))
def test_broken_pictures_are_read_or_refused(at: int, sign: int, form: str) -> None:
    broken = bytearray(picture(form, (40, 30)))
    broken[at % len(broken)] = sign

    try:
        clean = clean_picture(bytes(broken))
    except PictureNotAccepted:
        return
    assert max(clean.width, clean.height) <= 2560
