"""Typed registries: how a higher shelf adds to a lower one, from `AppConfig.ready()` only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries in the order of registration. A name is taken once.

    Raises on `add`:
        ValueError: the name is taken by another entry.
    """

    def __init__(self, what: str, *, key: Callable[[T], str]) -> None:
        self._what = what
        self._key = key
        self._entries: dict[str, T] = {}

    def add(self, entry: T) -> T:
        """Register `entry`. The same entry twice is no error, so that `ready()` may run again in tests."""
        name = self._key(entry)
        if self._entries.get(name, entry) != entry:
            raise ValueError(f"{self._what}: «{name}» is registered twice")
        self._entries[name] = entry
        return entry

    def get(self, name: str) -> T | None:
        """The entry of that name, or None."""
        return self._entries.get(name)

    def __getitem__(self, name: str) -> T:
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)
