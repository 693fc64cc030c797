"""Pictures written anew: only what is seen stays of them, not where and when and with what they were taken."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO, Final

from PIL import Image, ImageCms, ImageOps

from stellazh.common.errors import DomainError
from stellazh.office.pictures import UNREADABLE, on_new_sheet, saved_picture

LONGEST_SIDE = 2560
PREVIEW_SIDE = 800
MOST_BYTES = 25 * 1024 * 1024
# JPEG is shrunk while it is read, so that a large one costs little memory; the others are read whole.
MOST_JPEG_PIXELS = 130_000_000
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 30_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 85
PREVIEW_QUALITY = 80


class PictureNotAccepted(DomainError):
    """It is no picture that we take, is broken or too large; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture of ours: its bytes, its preview in WebP, its size in pixels."""

    content: bytes
    suffix: str
    preview: bytes
    width: int
    height: int


def clean_picture(content: BinaryIO | bytes) -> CleanPicture:
    """The picture turned upright, at most 2560 pixels wide and high, without anything that was written beside it.

    JPEG and WebP become JPEG; what has transparent parts or few colours becomes PNG. Of a moving picture the first
    one stays.

    Raises:
        PictureNotAccepted: too many bytes or pixels, broken, or of another kind.
    """
    data = content if isinstance(content, bytes) else content.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PictureNotAccepted(f"Картинка слишком велика: принимают не больше {MOST_BYTES // 1024**2} МБ.")
    if not data:
        raise PictureNotAccepted("Файл пуст. Выберите картинку ещё раз.")
    if data[4:8] == b"ftyp":
        raise PictureNotAccepted(
            "Такие снимки (HEIC, AVIF) сайт не читает. Сохраните снимок как JPEG: на iPhone это «Настройки – Камера – "
            "Форматы – Наиболее совместимые»."
        )
    try:
        with warnings.catch_warnings():
            # The numbers of pixels are asked below, by kind.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _written_anew(data)
    except UNREADABLE as error:
        raise PictureNotAccepted(
            "Картинку не удалось прочитать: файл повреждён или это не JPEG, PNG, WebP и не GIF. Откройте её у себя и "
            "сохраните заново."
        ) from error


def _written_anew(data: bytes) -> CleanPicture:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        is_jpeg = opened.format == "JPEG"
        most = MOST_JPEG_PIXELS if is_jpeg else MOST_PIXELS
        if opened.width * opened.height > most or max(opened.size) > LONGEST_EDGE:
            raise PictureNotAccepted(
                f"В картинке слишком много точек: {opened.width} × {opened.height}. Уменьшите её до 5000 по длинной "
                "стороне."
            )
        if is_jpeg:
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        is_drawn = opened.format in {"PNG", "GIF"} and (opened.mode in {"1", "P"} or opened.has_transparency_data)
        has_alpha = opened.has_transparency_data
        upright = ImageOps.exif_transpose(opened)
        seen = _in_ordinary_colours(upright, "RGBA" if has_alpha else "RGB")
    seen.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    sheet = on_new_sheet(seen)
    small = sheet.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    preview = saved_picture(small, "WEBP", quality=PREVIEW_QUALITY)
    if is_drawn or has_alpha:
        return CleanPicture(saved_picture(sheet, "PNG", optimize=True), "png", preview, *sheet.size)
    whole = saved_picture(sheet, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return CleanPicture(whole, "jpg", preview, *sheet.size)


def _in_ordinary_colours(picture: Image.Image, mode: str) -> Image.Image:
    """In sRGB, which a picture without a profile is taken for."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            turned = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            # A broken profile changes shades; the picture is still the picture.
            turned = None
        if turned is not None:
            return turned
    return picture if picture.mode == mode else picture.convert(mode)
