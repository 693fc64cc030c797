"""Word files (.docx): text, tables and list numbers as they stand on paper."""

from __future__ import annotations

from stellazh.office.documents.word.beside import read_beside
from stellazh.office.documents.word.reading import read_word

__all__ = ["read_beside", "read_word"]
