"""Which cells of a workbook hold days: Excel stores a day as a number and tells it from others by its format only."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from stellazh.office.documents.excel.formats import DateShape, date_shapes
from stellazh.office.documents.excel.values import shown
from stellazh.office.documents.xml import local_name

# Formats that every workbook knows by number: days, times, and the days of eastern calendars.
_BUILT_IN: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NO_CODE: Final = re.compile(r"\"[^\"]*\"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.", re.IGNORECASE)
_DAY_LETTERS: Final = re.compile(r"[dmyhsдмгчс]", re.IGNORECASE)
_LAST_SERIAL: Final = 2_958_465
_FEBRUARY_1900: Final = 60


def day_styles(root: etree._Element | None) -> dict[int, DateShape]:
    """Index of a cell style → how much of a day its format shows, for the styles that show days or times."""
    if root is None:
        return {}
    codes: dict[str, str] = {}
    for group in root:
        if local_name(group) == "numFmts":
            codes |= {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in group}
    shortened = date_shapes(root)
    found: dict[int, DateShape] = {}
    for group in root:
        if local_name(group) != "cellXfs":
            continue
        for index, entry in enumerate(group):
            identifier = entry.get("numFmtId", "")
            code = codes.get(identifier)
            is_day = (
                bool(_DAY_LETTERS.search(_NO_CODE.sub("", code.split(";")[0])))
                if code is not None
                else identifier.isdecimal() and int(identifier) in _BUILT_IN
            )
            if is_day and "general" not in (code or "").casefold():
                found[index] = shortened.get(index, DateShape.FULL)
    return found


def number_text(text: str, shape: DateShape | None, *, is_1904: bool = False) -> str:
    """A stored number as it is shown: a day by its format, a whole number with all its digits."""
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if shape is not None and 0 <= value <= _LAST_SERIAL:
        return _day_text(value, shape, is_1904=is_1904)
    digits = text.strip().lstrip("+-")
    if digits.isdecimal():
        # Sixteen digits and more are exact as they are written, never as a float.
        return text.strip().lstrip("+")
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return shown(value).replace(".", ",")


def _day_text(serial: float, shape: DateShape, *, is_1904: bool) -> str:
    if is_1904:
        serial += 1462
    if serial < 1:
        return shown((datetime(1900, 1, 1) + timedelta(days=serial)).time())  # noqa: DTZ001
    # Excel believes that 1900 had a 29 February; days before it stand one off.
    epoch = datetime(1899, 12, 30) if serial >= _FEBRUARY_1900 else datetime(1899, 12, 31)  # noqa: DTZ001
    moment = epoch + timedelta(seconds=round(serial * 86_400))
    return shown(moment, shape)
