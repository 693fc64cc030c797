"""Guesses beyond neighbours: two words written as one, and slips in words that only synonyms know."""

from __future__ import annotations

import pytest

from stellazh.textindex.entries import find, put_entries
from stellazh.textindex.entries.synonyms import Synonyms
from stellazh.textindex.models import IndexedText
from stellazh.textindex.searchable import SearchableKind, SearchEntry, searchables
from tests.textindex.entries.scene import within
from tests.textindex.entries.things import searchable

KNOWN = Synonyms.of(["запись = видеозапись"])


@pytest.fixture(autouse=True)
def things(db: None, registered: dict[str, SearchableKind]) -> None:
    searchables.add(searchable("event"))
    IndexedText.objects.bulk_create(IndexedText(pk=n, kind="event", key=n, words="") for n in (1, 2))
    put_entries("event", [SearchEntry(1, "Веб-форум «Полка»"), SearchEntry(2, "Запись горячей линии")])
    put_entries("event", [SearchEntry(901, "Мастер-класс для своих")])


def answer(query: str) -> tuple[list[int], str]:
    found = find(query, within("event"), synonyms=KNOWN)
    return [hit.key for hit in found.hits], found.meant


@pytest.mark.parametrize(
    ("query", "keys", "meant"),
    [
        ("вебфорум", [1], "веб форум"),
        ("вебфоруме", [1], "веб форуме"),
        ("Вебфорум полка", [1], "Веб форум полка"),
        ("видиозапись", [2], "видеозапись"),
        ("видиозаписью линии", [2], "видеозапись линии"),
        # Known words are not taken apart, and what she may not find is not told of.
        ("полкаформа", [], ""),
        ("мастеркласс", [], ""),
    ],
)
def test_guess(query: str, keys: list[int], meant: str) -> None:
    assert answer(query) == (keys, meant)
