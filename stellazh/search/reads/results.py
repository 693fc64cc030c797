"""Results as the page shows them: only of what the reader may see, each with its address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stellazh.common.actor import Actor
from stellazh.search.reads.readers import reader_for
from stellazh.textindex.entries import Found, Hit, Marked, find, suggest
from stellazh.textindex.searchable import SearchableKind, searchables


@dataclass(frozen=True, slots=True)
class Result:
    """One found thing as a row of the page."""

    kind_label: str
    url: str
    title: Marked
    fragment: Marked
    note: str
    on: date | None


@dataclass(frozen=True, slots=True)
class KindCount:
    """A kind of things with how many were found: one of the filters."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results."""

    rows: tuple[Result, ...]
    count: int
    is_more: bool
    kinds: tuple[KindCount, ...]
    meant: str
    is_relaxed: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the reader has narrowed the results by."""

    group: str = ""
    place: str = ""
    territory_ids: tuple[int, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A title offered while somebody types."""

    text: str
    marked: Marked
    url: str
    kind_label: str


def results(query: str, narrowing: Narrowing, actor: Actor, *, page: int, limit: int = 20) -> Results:
    """A page of what the actor finds."""
    chosen = {kind.code for kind in searchables if _group(kind) == narrowing.group} if narrowing.group else None
    found = find(
        query,
        reader_for(actor),
        kinds=chosen,
        place=narrowing.place or None,
        territory_ids=narrowing.territory_ids or None,
        years=[narrowing.year] if narrowing.year is not None else None,
        page=page,
        limit=limit,
    )
    return Results(
        tuple(_rows(found.hits, actor)),
        found.count,
        found.is_more,
        tuple(_kinds(found, narrowing.group)),
        found.meant,
        found.relaxed,
    )


def offers(beginning: str, actor: Actor, *, limit: int = 8) -> list[Offer]:
    """Titles that begin so, of what the actor may find."""
    offered = suggest(beginning, reader_for(actor), limit=limit)
    shown = _looks(((one.kind, one.key) for one in offered), actor)
    return [
        Offer(one.text, one.marked or ((one.text, False),), shown[one.kind, one.key][0], searchables[one.kind].label)
        for one in offered
        if (one.kind, one.key) in shown
    ]


def _group(kind: SearchableKind) -> str:
    return kind.group or kind.code


def _kinds(found: Found, chosen: str) -> list[KindCount]:
    labels: dict[str, tuple[int, str]] = {}
    for kind in searchables:
        labels.setdefault(_group(kind), (kind.order, kind.plural))
    return [
        KindCount(code, label, found.by_group.get(code, 0), code == chosen)
        for code, (_, label) in sorted(labels.items(), key=lambda item: item[1])
        if found.by_group.get(code) or code == chosen
    ]


def _rows(hits: Iterable[Hit], actor: Actor) -> list[Result]:
    rows = list(hits)
    shown = _looks(((hit.kind, hit.key) for hit in rows), actor)
    return [
        Result(
            searchables[hit.kind].label,
            shown[hit.kind, hit.key][0],
            hit.title_marked,
            hit.fragment,
            shown[hit.kind, hit.key][1],
            hit.on,
        )
        for hit in rows
        if (hit.kind, hit.key) in shown
    ]


def _looks(found: Iterable[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], tuple[str, str]]:
    """Address and note of each thing: told by its key, or asked of its kind, one query for all of a kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for code, key in found:
        by_kind[code].append(key)
    looks: dict[tuple[str, int], tuple[str, str]] = {}
    for code, keys in by_kind.items():
        kind = searchables[code]
        if kind.address is not None:
            looks |= {(code, key): (kind.address(key), "") for key in keys}
        elif kind.shown is not None:
            looks |= {(code, key): (look.url, look.note) for key, look in kind.shown(keys, actor).items()}
    return looks
