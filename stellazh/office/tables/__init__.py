"""Tables that people bring: a workbook of Excel or a text with separators, as rows of texts."""

from __future__ import annotations

from stellazh.common.errors import UnreadablePaper
from stellazh.office.tables.door import open_table, refuse_at_the_door
from stellazh.office.tables.model import TableFile, TableSheet

__all__ = ["TableFile", "TableSheet", "UnreadablePaper", "open_table", "refuse_at_the_door"]
