"""Pictures saved without what stood beside them, and what a decoder may fail with."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from stellazh.office.pictures import UNREADABLE, on_new_sheet, saved_picture


def test_picture_on_a_new_sheet_keeps_its_points_and_nothing_beside() -> None:
    taken = Image.new("RGB", (3, 2), (10, 20, 30))
    taken.info["comment"] = b"Berezovaya, 5"
    taken.putpixel((1, 1), (200, 100, 0))

    sheet = on_new_sheet(taken)

    assert (sheet.mode, sheet.size, sheet.tobytes()) == ("RGB", (3, 2), taken.tobytes())
    assert sheet.info == {}


def test_picture_is_saved_whole() -> None:
    saved = saved_picture(Image.new("RGB", (3, 2), (10, 20, 30)), "PNG", optimize=True)

    with Image.open(io.BytesIO(saved)) as read:
        assert (read.format, read.size, read.getpixel((0, 0))) == ("PNG", (3, 2), (10, 20, 30))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"text"])
def test_what_is_no_picture_fails_with_what_is_named(content: bytes) -> None:
    with pytest.raises(UNREADABLE):
        Image.open(io.BytesIO(content)).load()
