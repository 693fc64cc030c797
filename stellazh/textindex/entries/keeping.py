"""Keeping entries: what a kind gives is written, what it leaves out is dropped, what has not changed costs a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction

from stellazh.textindex.entries.storage import Prepared, delete_entries, lock_entries, write_entries
from stellazh.textindex.entries.vocabulary import forget_others, learn, words_to_learn
from stellazh.textindex.entries.words import Words
from stellazh.textindex.models import IndexedEntry
from stellazh.textindex.searchable import SearchableKind, SearchEntry, searchables

AT_ONCE: Final = 200

T = TypeVar("T")


@transaction.atomic
def put_entries(kind: str, entries: Iterable[SearchEntry]) -> int:
    """Let these things be found by these titles and texts and by no others; how many had changed.

    A title is cut at 500 signs, a text at 200,000. What is kept already and has not changed is left alone.
    """
    return sum(_put(kind, [Prepared.of(kind, entry) for entry in some], {}) for some in lots(entries))


@transaction.atomic
def drop_entries(kind: str, keys: Iterable[int]) -> int:
    """Let these things no longer be found; how many there were."""
    return sum(delete_entries(kind, some) for some in lots(keys))


def refresh(kind: str, keys: Iterable[int]) -> int:
    """Ask the kind for these things and keep what it gives; those that it leaves out are dropped. How many changed.

    A kind that nobody registers has no things.
    """
    return sum(_refresh(kind, some) for some in lots(dict.fromkeys(keys)))


def rebuild(kind: str | None = None, *, progress: Callable[[str, int], None] | None = None) -> int:
    """Read everything of a kind, or of all kinds, and keep it; drop what is kept of things that are no more.

    In lots, each a transaction of its own, so that others may write between them. `progress(kind, count)` is told how
    many have been read so far. Rebuilding everything also forgets the words that no entry has any more, and entries
    of kinds that nobody registers. How many changed.
    """
    changed = 0
    for one in _kinds(kind):
        read = 0
        for keys in lots(_every_key(one)):
            changed += _refresh(one.code, keys)
            read += len(keys)
            if progress is not None:
                progress(one.code, read)
        for keys in lots(_absent(one)):
            changed += _refresh(one.code, keys)
    if kind is None:
        known = [one.code for one in searchables]
        changed += IndexedEntry.objects.exclude(kind__in=known).delete()[0]
        _forget_words()
    return changed


def lots(things: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The same in lists of two hundred."""
    source = iter(things)
    while lot := list(islice(source, size)):
        yield lot


def prepare(kind: str, keys: Sequence[int]) -> dict[int, tuple[str, Words]]:
    """Words of what the things are now, by key, with the sums they belong to: made before a transaction, not in it."""
    known = searchables.get(kind)
    if known is None:
        return {}
    kept = dict(IndexedEntry.objects.filter(kind=kind, key__in=keys).values_list("key", "checksum"))
    found = [Prepared.of(kind, entry) for entry in known.entries(keys)]
    return {one.entry.key: (one.checksum, one.words()) for one in found if kept.get(one.entry.key) != one.checksum}


def keep(kind: str, keys: Sequence[int], ready: dict[int, tuple[str, Words]]) -> int:
    """Within a transaction that has locked the entries: read the things, write and drop entries. How many changed."""
    known = searchables.get(kind)
    found = [] if known is None else [Prepared.of(kind, entry) for entry in known.entries(keys)]
    given = {one.entry.key for one in found}
    return _put(kind, found, ready) + delete_entries(kind, [key for key in keys if key not in given])


def _refresh(kind: str, keys: Sequence[int]) -> int:
    ready = prepare(kind, keys)
    with transaction.atomic():
        lock_entries()
        return keep(kind, keys, ready)


def _put(kind: str, entries: Sequence[Prepared], ready: dict[int, tuple[str, Words]]) -> int:
    wanted = {one.entry.key: one for one in entries}
    kept = dict(IndexedEntry.objects.filter(kind=kind, key__in=list(wanted)).values_list("key", "checksum"))
    changed = [one for key, one in wanted.items() if kept.get(key) != one.checksum]
    if changed:
        write_entries(kind, [(one, _words(one, ready)) for one in changed])
        learn((one.entry.title, one.entry.text) for one in changed)
    return len(changed)


def _words(one: Prepared, ready: dict[int, tuple[str, Words]]) -> Words:
    checksum, words = ready.get(one.entry.key, ("", None))
    return words if words is not None and checksum == one.checksum else one.words()


def _kinds(kind: str | None) -> list[SearchableKind]:
    return list(searchables) if kind is None else [searchables[kind]]


def _every_key(kind: SearchableKind) -> Iterable[int]:
    return list(kind.every_key().order_by().values_list("pk", flat=True))


def _absent(kind: SearchableKind) -> list[int]:
    kept = IndexedEntry.objects.filter(kind=kind.code).values_list("key", flat=True)
    return sorted(set(kept) - set(_every_key(kind)))


def _forget_words() -> None:
    used: set[str] = set()
    for title, text in IndexedEntry.objects.values_list("title", "text").iterator(chunk_size=500):
        used.update(words_to_learn(title, text))
    forget_others(used)
