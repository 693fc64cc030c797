"""Results as the page shows them: only of what the reader may see, each with its address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.search.reads.readers import reader_for
from stellazh.textindex.entries import Found, Hit, Marked, Suggestion, find, suggest
from stellazh.textindex.models import IndexedEntry
from stellazh.textindex.searchable import SearchableKind, Shown, searchables

# So many times as many titles are read as are offered: twenty plans plan the same.
_NAMESAKES: Final = 4
_QUOTES: Final = str.maketrans('«»„“”"', "      ")


@dataclass(frozen=True, slots=True)
class Namesake:
    """A thing of the same kind and name as the one it stands under: whose it is, and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """One found thing as a row of the page, with those that are called the same.

    `when` are its words for its day, where a day would say too much («Февраль 2027»).
    """

    kind_label: str
    url: str
    title: Marked
    fragment: Marked
    note: str
    whose: str
    on: date | None
    when: str = ""
    namesakes: tuple[Namesake, ...] = ()


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
        tuple(_together(_rows(found.hits, actor))),
        found.count,
        found.is_more,
        tuple(_kinds(found, narrowing.group)),
        found.meant,
        found.relaxed,
    )


def offers(beginning: str, actor: Actor, *, limit: int = 8) -> list[Offer]:
    """Titles that begin so, of what the actor may find. Of things called the same one is offered, and all are looked
    for."""
    alike: dict[tuple[str, str], list[Suggestion]] = defaultdict(list)
    for one in suggest(beginning, reader_for(actor), limit=limit * _NAMESAKES):
        alike[searchables[one.kind].label, one.text].append(one)
    offered = [some[0] for some in alike.values()][:limit]
    shown = _looks(((one.kind, one.key) for one in offered), actor)
    found = []
    for one in offered:
        if (look := shown.get((one.kind, one.key))) is not None:
            kind = searchables[one.kind]
            is_alone = len(alike[kind.label, one.text]) == 1
            url = look.url if is_alone else _asking(one.text, _group(kind))
            found.append(
                Offer(
                    one.text, one.marked or ((one.text, False),), url, kind.label if is_alone else kind.plural.lower()
                )
            )
    return found


def _asking(title: str, group: str) -> str:
    asked = " ".join(title.translate(_QUOTES).split())
    return f"{reverse('search:find')}?{urlencode({'q': asked, 'kind': group})}"


def is_group(code: str) -> bool:
    """Whether results are told apart by this code of a kind."""
    return any(_group(kind) == code for kind in searchables)


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
    owners = _owners(rows)
    found = []
    for hit in rows:
        if (look := shown.get((hit.kind, hit.key))) is None:
            continue
        whose = owners.get((hit.kind, hit.key)) or ""
        found.append(
            Result(
                searchables[hit.kind].label,
                look.url,
                hit.title_marked,
                hit.fragment,
                look.note,
                "" if whose in f"{look.note} {_plain(hit.title_marked)}" else whose,
                hit.on,
                look.when,
            )
        )
    return found


def _together(rows: Sequence[Result]) -> Iterator[Result]:
    """Things of one kind and one name that follow each other stand as one row: twenty plans plan the same."""
    for _, some in groupby(rows, key=lambda row: (row.kind_label, _plain(row.title))):
        first, *others = some
        yield replace(first, namesakes=tuple(Namesake(_apart(row), row.url) for row in others))


def _apart(row: Result) -> str:
    """What tells a thing from its namesakes."""
    day = row.when or (f"{row.on:%d.%m.%Y}" if row.on else "")
    return ", ".join(filter(None, (row.whose or row.note, day))) or _plain(row.title)


def _plain(marked: Marked) -> str:
    return "".join(part for part, _ in marked)


def _owners(hits: Sequence[Hit]) -> dict[tuple[str, int], str]:
    """Short names of the associations that things belong to; of associations themselves none. One query."""
    if not hits:
        return {}
    named = Association.objects.filter(path=OuterRef("place")).values("short_name")[:1]
    rows = IndexedEntry.objects.filter(kind__in={hit.kind for hit in hits}, key__in={hit.key for hit in hits})
    found = rows.exclude(place="").annotate(whose=Subquery(named)).values_list("kind", "key", "whose")
    return {(kind, key): whose for kind, key, whose in found}


def _looks(found: Iterable[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], Shown]:
    """Address and note of each thing: told by its key, or asked of its kind, one query for all of a kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for code, key in found:
        by_kind[code].append(key)
    looks: dict[tuple[str, int], Shown] = {}
    for code, keys in by_kind.items():
        kind = searchables[code]
        if kind.address is not None:
            looks |= {(code, key): Shown(kind.address(key), "") for key in keys}
        elif kind.shown is not None:
            looks |= {(code, key): look for key, look in kind.shown(keys, actor).items()}
    return looks
