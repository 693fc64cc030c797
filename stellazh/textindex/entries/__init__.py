"""The search of everything: entries with titles, texts and places of words, kept by themselves and found by anybody.

`keeping` writes them, `marks` notices changes, `finding` answers questions, `suggesting` offers titles.
"""

from stellazh.textindex.entries.asking import Asked, parse
from stellazh.textindex.entries.candidates import CAP
from stellazh.textindex.entries.finding import find
from stellazh.textindex.entries.keeping import drop_entries, put_entries, rebuild, refresh
from stellazh.textindex.entries.marks import catch_up, has_stale
from stellazh.textindex.entries.reader import Reader
from stellazh.textindex.entries.results import Difference, Filters, Found, Hit, Marked, Suggestion
from stellazh.textindex.entries.suggesting import suggest
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.entries.triggers import install_triggers, mark_anew
from stellazh.textindex.entries.verifying import verify

__all__ = [
    "CAP",
    "Asked",
    "Difference",
    "Filters",
    "Found",
    "Hit",
    "Marked",
    "Reader",
    "Suggestion",
    "Synonyms",
    "catch_up",
    "drop_entries",
    "find",
    "has_stale",
    "install_triggers",
    "mark_anew",
    "parse",
    "put_entries",
    "rebuild",
    "refresh",
    "suggest",
    "verify",
]
