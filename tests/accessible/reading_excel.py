"""What is wrong with a workbook for somebody who hears it, read from its XML alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
_NAMELESS = re.compile(r"(?:sheet|лист)\s*\d*", re.IGNORECASE)


def faults_of_excel(data: bytes) -> list[str]:
    """Sentences, none when all is well."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        book = etree.fromstring(container.read("xl/workbook.xml"))
        core = etree.fromstring(container.read("docProps/core.xml"))
        names = [one.get("name", "") for one in book.iter(f"{S}sheet")]
        sheets = [
            etree.fromstring(container.read(f"xl/worksheets/sheet{number}.xml")) for number in range(1, len(names) + 1)
        ]
    return list(_faults(core, names, sheets))


def _faults(core: etree._Element, names: list[str], sheets: list[etree._Element]) -> Iterator[str]:
    if not (core.findtext(TITLE) or "").strip():
        yield "no title"
    for name, sheet in zip(names, sheets, strict=True):
        if _NAMELESS.fullmatch(name.strip()):
            yield f"a sheet called «{name}»"
        pane = sheet.find(f"{S}sheetViews/{S}sheetView/{S}pane")
        if pane is None or pane.get("state") != "frozen" or int(pane.get("ySplit", "0")) < 1:
            yield f"«{name}»: the row of headings does not stay"
        if sheet.find(f"{S}mergeCells") is not None:
            yield f"«{name}»: merged cells"
