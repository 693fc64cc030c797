"""Names of people in cases: «вручается Ольховой Марии Петровне». Importable without Django; no names are kept here."""

from __future__ import annotations

from stellazh.russian.names.declining import NameParts, decline, find_gender, split_name
from stellazh.russian.names.model import Case, Declined, Gender

__all__ = ["Case", "Declined", "Gender", "NameParts", "decline", "find_gender", "split_name"]
