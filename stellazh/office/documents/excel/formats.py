"""Which number formats of a workbook show a date without its day or without its year."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from lxml import etree

from stellazh.office.documents.xml import local_name

_QUOTED: Final = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
_MONTH_YEAR_ID: Final = 17
_DAY_MONTH_ID: Final = 16


class DateShape(StrEnum):
    """What a format leaves of a date: typing «сентябрь 2024» into Excel stores 1 September, shown as a month."""

    FULL = "full"
    MONTH_YEAR = "month_year"
    MONTH = "month"
    DAY_MONTH = "day_month"


def date_shapes(root: etree._Element | None) -> dict[int, DateShape]:
    """Index of a cell style → shape, for the styles that show less than a full date."""
    if root is None:
        return {}
    codes: dict[int, str] = {}
    shapes: dict[int, DateShape] = {}
    for group in root:
        if local_name(group) == "numFmts":
            codes |= {_whole(entry.get("numFmtId")): entry.get("formatCode", "") for entry in group}
    for group in root:
        if local_name(group) == "cellXfs":
            for index, entry in enumerate(group):
                shape = _shape(_whole(entry.get("numFmtId")), codes)
                if shape is not DateShape.FULL:
                    shapes[index] = shape
    return shapes


def _shape(identifier: int, codes: dict[int, str]) -> DateShape:
    code = codes.get(identifier)
    if code is None:
        return {_MONTH_YEAR_ID: DateShape.MONTH_YEAR, _DAY_MONTH_ID: DateShape.DAY_MONTH}.get(
            identifier, DateShape.FULL
        )
    letters = set(_QUOTED.sub("", code).casefold().split(";")[0])
    has_day, has_month, has_year = bool(letters & set("dд")), bool(letters & set("mм")), bool(letters & set("yг"))
    if not has_month or letters & set("hsчс"):
        return DateShape.FULL
    if not has_day:
        return DateShape.MONTH_YEAR if has_year else DateShape.MONTH
    return DateShape.FULL if has_year else DateShape.DAY_MONTH


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
