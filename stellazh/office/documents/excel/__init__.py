"""Workbooks of Excel (.xlsx): visible sheets, merged cells, dates as they are shown."""

from __future__ import annotations

from stellazh.office.documents.excel.reading import read_excel

__all__ = ["read_excel"]
