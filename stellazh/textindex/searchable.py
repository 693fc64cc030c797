"""What can be found by the search of everything: each app registers its kinds in `AppConfig.ready()`.

An app says which texts there are (`entries`), who may find them (`visible_to`), what a found thing looks like (`shown`)
and which tables its texts are made of (`sources`). Marks of change are written by triggers of the database on those
tables, in the transaction that changes them, so nothing that is written by any way is ever forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The text of one thing. Whoever may find the thing may read every word of it: what only some may read is another
    kind with the same `group`.

    `place` is the path of the association it belongs to («/1/5/»), `territory_id` its territory, `year` the first year
    of its school year, `on` its day: by them results are narrowed and ordered.
    """

    key: int
    title: str
    text: str = ""
    on: date | None = None
    year: int | None = None
    place: str = ""
    territory_id: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a found thing looks like in the list of results; `when` are words instead of its day, if any."""

    url: str
    title: str
    note: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose changes make an entry stale. `key` is SQL over the changed row, written with `{row}`:
    «{row}.id», «{row}.event_id», «(SELECT event_id FROM events_slot WHERE id = {row}.slot_id)».

    Without brackets around it a SELECT of one column may give several keys, or none: «SELECT id FROM workplans_item
    WHERE plan_id = {row}.id». NULL is no key.
    """

    table: str
    key: str = "{row}.id"
    # Of an update, only a change of these columns counts; none means any.
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchableKind:
    """A kind of things that can be found.

    `entries(keys)` gives the texts of those that exist and may be found by anybody at all; what it leaves out leaves
    the index. `every_key()` are all keys, as a queryset of `pk`s. `visible_to(actor)` is a queryset whose `pk`s are the
    keys that the actor may find; it becomes a part of the one statement that searches. `address(key)` is where a found
    thing stands; a kind whose keys do not tell it has `shown(keys, actor)` instead: looks of those of the keys that the
    actor may see, for one query more.
    """

    code: str
    label: str
    plural: str
    entries: Callable[[Sequence[int]], Iterable[SearchEntry]]
    every_key: Callable[[], QuerySet[Any, Any]]
    visible_to: Callable[[Actor], QuerySet[Any, Any]]
    shown: Callable[[Sequence[int], Actor], Mapping[int, Shown]] | None = None
    address: Callable[[int], str] | None = None
    sources: tuple[Source, ...] = field(default=())
    order: int = 100
    # Kinds of one group are one filter and one row of results: an event found by its words or by its speakers.
    group: str = ""
    # A little more or less than others of as many words: 1.0 is usual.
    weight: float = 1.0


searchables: Registry[SearchableKind] = Registry("searchable kind", key=lambda entry: entry.code)
