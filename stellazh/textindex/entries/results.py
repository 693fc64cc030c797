"""What a search gives back: data only, never HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# A text in its parts: what stands there, and whether it is to be marked.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the results are narrowed by; nothing narrows by default.

    `kinds` are codes of kinds; `place` the beginning of an association's path («/1/5/»); `years` first years of school
    years.
    """

    kinds: frozenset[str] | None = None
    place: str = ""
    territory_ids: frozenset[int] | None = None
    years: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One found thing: its title and one or two windows of its text with the words that were met marked."""

    kind: str
    key: int
    title_marked: Marked
    fragment: Marked
    on: date | None
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `count` and `by_group` speak of at most a thousand, the best; `is_more` when there are others.

    `by_group` counts things by the group of their kind (its code where it has no group), not narrowed by
    `Filters.kinds`. `meant` says what was looked for instead when nothing had been found: other words, or, when
    `relaxed`, that not all of them could be met; it is empty otherwise.
    """

    hits: tuple[Hit, ...] = ()
    count: int = 0
    is_more: bool = False
    by_group: Mapping[str, int] = field(default_factory=dict)
    meant: str = ""
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title in which what was typed meets; `marked` is the same with the beginnings marked."""

    text: str
    kind: str
    key: int
    marked: Marked = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What `verify` found: `what` is «missing», «extra», «stale» (of an entry) or «trigger» (of a table: `detail`)."""

    what: str
    kind: str
    key: int | None = None
    detail: str = ""
