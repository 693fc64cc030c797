"""Pictures made fit for a sheet: decoded and written anew, as small as A4 allows."""

from __future__ import annotations

import io
import warnings
from enum import StrEnum
from typing import Final, NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps, ImageStat

from stellazh.common.errors import DomainError
from stellazh.office.pictures import UNREADABLE, on_new_sheet, saved_picture

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


class Purpose(StrEnum):
    """What the picture is for."""

    EMBLEM = "emblem"
    SIGNATURE = "signature"
    SEAL = "seal"
    BACKGROUND = "background"


class _Measure(NamedTuple):
    width: int
    height: int
    most_bytes: int
    colours: tuple[int, ...]


# Pixels at about 150 a inch of what stands on A4, or 300 for small things; bytes; palettes to try.
_MEASURES: Final = {
    Purpose.EMBLEM: _Measure(360, 360, 14_000, (128, 64, 32, 16)),
    Purpose.SIGNATURE: _Measure(440, 200, 12_000, (16, 8)),
    Purpose.SEAL: _Measure(360, 360, 14_000, (32, 16, 8)),
    Purpose.BACKGROUND: _Measure(1754, 1754, 60_000, ()),
}
# The quality that is tried first, and the least that is still bearable.
_QUALITIES: Final = (82, 74, 66, 58, 50, 42)
_SMALLER: Final = 0.8
# Tones: paper is lighter than the first; ink differs from it by the second at least; alpha that counts as seen.
_WHITE: Final = 232
_LEAST_CONTRAST: Final = 40
_FAINT: Final = 24
_OPAQUE: Final = 250


class PictureUnfit(DomainError):
    """It is no picture that can stand on a sheet; the sentence says what to do."""


def fit_picture(data: bytes, *, purpose: Purpose, is_paper_cleared: bool | None = None) -> bytes:
    """The picture as a small PNG (emblem, signature, seal) or JPEG (background), without anything written beside it.

    White paper around a signature or a seal becomes transparent, unless `is_paper_cleared` is False; with True that of
    an emblem too. The same picture gives the same bytes.

    Raises:
        PictureUnfit: no picture, of another kind, broken, too large or empty.
    """
    purpose = Purpose(purpose)
    if not data:
        raise PictureUnfit("Файл пуст. Выберите картинку ещё раз.")
    if len(data) > MOST_BYTES:
        raise PictureUnfit(f"Картинка слишком велика: принимают не больше {MOST_BYTES // 1024**2} МБ.")
    measure = _MEASURES[purpose]
    try:
        with warnings.catch_warnings():
            # The number of pixels is asked by `_opened`.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            seen = _opened(data, measure)
            if purpose == Purpose.BACKGROUND:
                return _as_photograph(seen, measure)
            is_cleared = purpose != Purpose.EMBLEM if is_paper_cleared is None else is_paper_cleared
            if purpose == Purpose.EMBLEM:
                return _as_drawing(_without_white(seen) if is_cleared else seen, measure)
            return _as_ink(seen, measure) if is_cleared and not _has_holes(seen) else _as_drawing(_cut(seen), measure)
    except UNREADABLE as error:
        raise PictureUnfit(
            "Картинку не удалось прочитать: файл повреждён или это не JPEG, PNG, WebP, GIF, BMP и не TIFF. Откройте её "
            "у себя и сохраните заново."
        ) from error


def _opened(data: bytes, measure: _Measure) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PictureUnfit(
                f"В картинке слишком много точек: {opened.width} × {opened.height}. Уменьшите её до 4000 по длинной "
                "стороне."
            )
        if opened.format == "JPEG":
            opened.draft("RGB", (measure.width * 2, measure.height * 2))
        upright = ImageOps.exif_transpose(opened)
        seen = upright.convert("RGBA")
    # Twice as large as it ends, so that paper can be told from ink before the last shrinking.
    seen.thumbnail((measure.width * 2, measure.width * 2), Image.Resampling.LANCZOS)
    return on_new_sheet(seen)


def _has_holes(picture: Image.Image) -> bool:
    return any(picture.getchannel("A").histogram()[:_OPAQUE])


def _cut(picture: Image.Image) -> Image.Image:
    """Without the empty margins."""
    seen = picture.getchannel("A").point(lambda alpha: 255 if alpha > _FAINT else 0).getbbox()
    if seen is None:
        raise PictureUnfit("На картинке ничего не видно. Возьмите более чёткий снимок или рисунок.")
    return picture.crop(seen)


def _on_white(picture: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def _as_ink(picture: Image.Image, measure: _Measure) -> bytes:
    """One colour of ink on nothing. The light of a photograph may be uneven: paper is what is lightest around."""
    plain = _on_white(picture)
    grey = plain.convert("L")
    small = grey.resize((max(1, grey.width // 12), max(1, grey.height // 12)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3)).resize(grey.size)
    even = ImageMath.lambda_eval(
        lambda given: given["convert"](given["min"](given["grey"] * 255 / given["max"](given["paper"], 1), 255), "L"),
        grey=grey, paper=paper,
    )  # fmt: skip
    darkest = next(tone for tone, count in enumerate(even.histogram()) if count)
    if darkest > _WHITE - _LEAST_CONTRAST:
        raise PictureUnfit("На картинке ничего не видно. Возьмите более чёткий снимок или рисунок.")
    reach = max(_LEAST_CONTRAST, (_WHITE - darkest) * 0.75)
    alpha = even.point([min(255, max(0, round((_WHITE - tone) / reach * 255))) for tone in range(256)])
    ink = tuple(round(tone) for tone in ImageStat.Stat(plain, alpha.point(lambda tone: 255 if tone > 200 else 0)).mean)
    cut = _cut(Image.merge("RGBA", (*Image.new("RGB", alpha.size, ink).split(), alpha)))
    cut.thumbnail((measure.width, measure.height), Image.Resampling.LANCZOS)
    # Sixteen steps of one ink: a few kilobytes, and the eye sees no difference.
    steps = cut.getchannel("A").point(lambda tone: tone // 17)
    stamp = steps.convert("L")
    stamp = Image.frombytes("P", stamp.size, stamp.tobytes())
    stamp.putpalette([tone for _ in range(16) for tone in ink])
    return saved_picture(stamp, "PNG", optimize=True, transparency=bytes(step * 17 for step in range(16)))


def _without_white(picture: Image.Image) -> Image.Image:
    grey = _on_white(picture).convert("L")
    alpha = grey.point([255 if tone < 225 else max(0, (250 - tone) * 10) for tone in range(256)])
    cleared = picture.copy()
    cleared.putalpha(ImageChops.darker(alpha, picture.getchannel("A")))
    return cleared


def _as_drawing(picture: Image.Image, measure: _Measure) -> bytes:
    side_x, side_y = measure.width, measure.height
    while True:
        small = picture.copy()
        small.thumbnail((side_x, side_y), Image.Resampling.LANCZOS)
        for count in measure.colours:
            drawn = small.quantize(count, method=Image.Quantize.FASTOCTREE)
            content = saved_picture(drawn, "PNG", optimize=True)
            if len(content) <= measure.most_bytes:
                return content
        side_x, side_y = round(side_x * _SMALLER), round(side_y * _SMALLER)


def _as_photograph(picture: Image.Image, measure: _Measure) -> bytes:
    plain = _on_white(picture)
    side = measure.width
    while True:
        small = plain.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            content = saved_picture(small, "JPEG", quality=quality, optimize=True)
            if len(content) <= measure.most_bytes:
                return content
        side = round(side * _SMALLER)
