"""A registry of searchable kinds of each test's own, with triggers that are gone afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from stellazh.textindex.entries import install_triggers
from stellazh.textindex.entries.synonyms import fill_synonyms
from stellazh.textindex.models import StaleEntry
from stellazh.textindex.searchable import SearchableKind, searchables
from tests.textindex.entries.scene import keep_the_list
from tests.textindex.entries.the_list import KINDS
from tests.textindex.entries.things import searchable

Register = Callable[..., None]


@pytest.fixture
def registered() -> Iterator[dict[str, SearchableKind]]:
    """The registry without what apps registered; put back after the test."""
    kept = dict(searchables._entries)
    searchables._entries.clear()
    yield searchables._entries
    searchables._entries.clear()
    searchables._entries.update(kept)


@pytest.fixture
def the_list(db: None, registered: dict[str, SearchableKind]) -> None:
    """The fixed list, and nothing else."""
    fill_synonyms()
    for kind in KINDS:
        searchables.add(searchable(kind, group="event" if kind == "speaker" else ""))
    keep_the_list()


@pytest.fixture
def register(registered: dict[str, SearchableKind], db: None) -> Register:
    """Let these kinds, and no others, be searchable, with their triggers and without marks of before."""

    def run(*kinds: SearchableKind) -> None:
        registered.clear()
        for kind in kinds:
            searchables.add(kind)
        install_triggers()
        StaleEntry.objects.all().delete()

    return run


@pytest.fixture
def register_for_good(registered: dict[str, SearchableKind], transactional_db: None) -> Iterator[Register]:
    """The same where the test commits: other tests find the triggers of the apps' kinds again."""
    kept: dict[str, SearchableKind] = {}

    def run(*kinds: SearchableKind) -> None:
        registered.clear()
        for kind in kinds:
            searchables.add(kind)
        install_triggers()
        StaleEntry.objects.all().delete()

    yield run
    registered.clear()
    registered.update(kept)
    install_triggers()
