"""Rows of the index with their words, written alike on both databases; read by nobody but through `conditions`."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from stellazh.russian.collation import INVISIBLE
from stellazh.textindex.entries.conditions import PLACE_SIGN, SQLITE_INDEX
from stellazh.textindex.entries.words import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_TITLE_WORDS,
    NOTHING_HERE,
    Words,
    words_to_keep,
)
from stellazh.textindex.models import IndexedEntry
from stellazh.textindex.searchable import SearchEntry

TABLE: Final = "textindex_indexedentry"
_COLUMNS: Final = ("kind", "key", "on", "year", "place", "territory_id", "checksum", "title", "title_words", "text")
# A change of how words are made of texts: with another number every entry is made anew by the next `rebuild`.
WAY_OF_WORDS: Final = 2
# Between the places of a title and those of the text, so that no phrase begins in one and ends in the other.
_TEXT_BEGINS: Final = MOST_TITLE_WORDS + 10
_LOCK: Final = 0x53544C58
# Signs that neither database keeps, and marks without width, which would keep words of the text from being found in it.
_NOT_KEPT: Final = INVISIBLE | dict.fromkeys([0, *range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry as it is to be kept; its words are made when they are needed."""

    entry: SearchEntry
    checksum: str

    @classmethod
    def of(cls, kind: str, entry: SearchEntry) -> Prepared:
        """Cut, without invisible signs, with the sum by which a change is noticed."""
        clean = SearchEntry(
            key=entry.key,
            title=_clean(entry.title, LONGEST_TITLE),
            text=_clean(entry.text, LONGEST_TEXT),
            on=entry.on,
            year=entry.year,
            place=entry.place[:255],
            territory_id=entry.territory_id,
        )
        facts = (WAY_OF_WORDS, kind, clean.title, clean.text, clean.on, clean.year, clean.place, clean.territory_id)
        return cls(clean, hashlib.blake2b(repr(facts).encode(), digest_size=20).hexdigest())

    def words(self) -> Words:
        """The words of its title and text."""
        return words_to_keep(self.entry.title, self.entry.text)


def _clean(text: str, longest: int) -> str:
    # Half of a surrogate pair is a sign that no database takes.
    whole = text[:longest].encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", whole).translate(_NOT_KEPT).strip()


def lock_entries() -> None:
    """Until the end of the transaction nobody else reads things anew in order to write their entries.

    Otherwise the slower of two could write what it read first. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def try_to_lock_entries() -> bool:
    """`lock_entries` unless somebody has it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def write_entries(kind: str, entries: Sequence[tuple[Prepared, Words]]) -> None:
    """Write rows with their words; those that were there are replaced."""
    if connection.vendor == "sqlite":
        _write_sqlite(kind, entries)
    else:
        _write_postgresql(kind, entries)


def delete_entries(kind: str, keys: Iterable[int]) -> int:
    """Delete rows; their words go with them."""
    deleted, _ = IndexedEntry.objects.filter(kind=kind, key__in=list(keys)).delete()
    return deleted


def _row(kind: str, prepared: Prepared, words: Words) -> tuple[Any, ...]:
    entry = prepared.entry
    facts = (kind, entry.key, entry.on, entry.year, entry.place, entry.territory_id)
    return (*facts, prepared.checksum, entry.title, words.title_forms, entry.text)


def _upsert(columns: Sequence[str], marks: str) -> str:
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in ("kind", "key"))
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {TABLE} ({names}) VALUES ({marks}) ON CONFLICT (kind, key) DO UPDATE SET {changed}"  # noqa: S608


def _write_sqlite(kind: str, entries: Sequence[tuple[Prepared, Words]]) -> None:
    with connection.cursor() as cursor:
        statement = _upsert(_COLUMNS, ", ".join(["%s"] * len(_COLUMNS)))
        cursor.executemany(statement, [_adapted(_row(kind, prepared, words)) for prepared, words in entries])
        keys = [prepared.entry.key for prepared, _ in entries]
        numbers = dict(IndexedEntry.objects.filter(kind=kind, key__in=keys).values_list("key", "pk"))
        forget = f"DELETE FROM {SQLITE_INDEX} WHERE rowid = %s"  # noqa: S608
        cursor.executemany(forget, [(number,) for number in numbers.values()])
        cursor.executemany(
            f"INSERT INTO {SQLITE_INDEX} (rowid, title, text, title_places, text_places)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s)",
            [(numbers[prepared.entry.key], *_columns(words)) for prepared, words in entries],
        )


def _adapted(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in row)


def _columns(words: Words) -> tuple[str, str, str, str]:
    return " ".join(words.title), " ".join(words.text), " ".join(words.title_places), " ".join(words.text_places)


def _write_postgresql(kind: str, entries: Sequence[tuple[Prepared, Words]]) -> None:
    marks = ", ".join(["%s"] * len(_COLUMNS)) + ", %s::tsvector"
    statement = _upsert((*_COLUMNS, "words"), marks)
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [(*_row(kind, prepared, words), as_tsvector(words)) for prepared, words in entries]
        )


def as_tsvector(words: Words) -> str:
    """The literal of a tsvector: forms without places of their own, and forms of places behind a sign of their own.

    Everything of a title has the weight A, by which it is told from the text.
    """
    found: dict[str, list[str]] = {}
    for form in words.title:
        found.setdefault(form, []).append("1A")
    for form in words.text:
        found.setdefault(form, []).append("2")
    for place, form in enumerate(words.title_places, start=1):
        found.setdefault(PLACE_SIGN + form, []).append(f"{place}A")
    for place, form in enumerate(words.text_places, start=_TEXT_BEGINS):
        found.setdefault(PLACE_SIGN + form, []).append(str(place))
    found.pop(PLACE_SIGN + NOTHING_HERE, None)
    return " ".join(f"'{form}':{','.join(places)}" for form, places in found.items())
