"""One statement that picks what may be shown: words and visibility together, the same rows on both databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from stellazh.textindex.entries.asking import Asked, Clause, Item
from stellazh.textindex.entries.conditions import Day, Flag, InOrder, Meets, PlainKind
from stellazh.textindex.entries.reader import Reader
from stellazh.textindex.entries.results import Filters
from stellazh.textindex.entries.scoring import Candidate
from stellazh.textindex.models import IndexedEntry

# More than so many are never looked at: the best of them by what the database can tell.
CAP: Final = 1_000
MOST_TITLES: Final = 200
# So many that words meet are asked for by their numbers; where more are met, by the words again.
FEW: Final = 300
# From so many on they are gone through in their order until there are enough; fewer are sorted as a whole.
MANY: Final = 4_000
_YES: Final = Value(1, IntegerField())
_NO: Final = Value(0, IntegerField())


@dataclass(frozen=True, slots=True)
class Met:
    """What words meet, whoever asks: when they are few, which entries, and which things of which kinds."""

    condition: Meets
    entries: tuple[int, ...] = ()
    keys: Mapping[str, Sequence[int]] | None = None
    are_many: bool = False


def met_by(condition: Meets) -> Met:
    """What the words meet. One query of the index of words, two on SQLite when they meet more than a few.

    It knows nothing of anybody's rights and is shown to nobody: it tells of which kinds rights must be asked.
    """
    few = list(IndexedEntry.objects.filter(condition.first(FEW + 1)).values_list("pk", "kind", "key"))
    if len(few) > FEW:
        # PostgreSQL sorts them whatever it is told: its planner takes reading in order for dear.
        reads_in_order = connection.vendor == "sqlite"
        are_many = reads_in_order and IndexedEntry.objects.filter(condition.first(MANY)).count() == MANY
        return Met(condition, are_many=are_many)
    keys: dict[str, list[int]] = defaultdict(list)
    for _, kind, key in few:
        keys[kind].append(key)
    return Met(condition, tuple(number for number, _, _ in few), keys)


def candidates(asked: Asked, met: Met, reader: Reader, filters: Filters) -> list[Candidate]:
    """Entries that meet the question, those by their titles first, then the newest; one more than `CAP` at most."""
    entries = _visible(met, reader, filters)
    if entries is None:
        return []
    if met.are_many:
        return _read_many(entries, met.condition, asked.clauses, ())
    return _read(_with_title(entries, asked.clauses), (), "-is_in_title", most=CAP + 1)


def titled(asked: Asked, reader: Reader) -> list[Candidate]:
    """Entries in whose titles the question is met, the newest first, two hundred at most."""
    met = met_by(Meets(asked.clauses, in_title=True))
    entries = _visible(met, reader, Filters())
    if entries is None:
        return []
    found = entries.filter(met.condition.checked()) if met.are_many else entries
    return _read(found.annotate(is_in_title=_YES), (), most=MOST_TITLES)


def candidates_near(
    wide: Sequence[Clause], flags: Sequence[Clause], without: Sequence[Item], reader: Reader, filters: Filters
) -> list[Candidate]:
    """Entries that meet any of the clauses, those that meet most of them first, with what they meet of `flags`."""
    met = met_by(Meets(wide, without, is_any=True))
    entries = _visible(met, reader, filters)
    if entries is None:
        return []
    if met.are_many and len(wide) == 1:
        return _read_many(entries, met.condition, wide, flags)
    found = entries.filter(met.condition) if met.are_many else entries
    count = sum((_one_if(Meets([clause])) for clause in wide[1:]), start=_one_if(Meets([wide[0]])))
    return _read(_with_title(found.alias(met_count=count), wide), flags, "-met_count", "-is_in_title", most=CAP + 1)


def _visible(met: Met, reader: Reader, filters: Filters) -> QuerySet[IndexedEntry] | None:
    """Entries that the reader may find, narrowed; those that are met, unless these are many. None: there are none."""
    may_find = Q()
    for kind in sorted(reader.kinds if met.keys is None else reader.kinds & met.keys.keys()):
        if filters.kinds is None or kind in filters.kinds:
            condition = reader.may_find(kind, None if met.keys is None else met.keys[kind])
            if condition is not None:
                may_find |= Q(condition, plain_kind=kind)
    if not may_find:
        return None
    found = IndexedEntry.objects.alias(plain_kind=PlainKind()).filter(may_find)
    if not met.are_many:
        found = found.filter(met.condition if met.keys is None else Q(pk__in=met.entries))
    if filters.place:
        found = found.filter(place__startswith=filters.place)
    if filters.territory_ids is not None:
        found = found.filter(territory_id__in=sorted(filters.territory_ids))
    if filters.years is not None:
        found = found.filter(year__in=sorted(filters.years))
    return found


def _with_title(entries: QuerySet[IndexedEntry], clauses: Sequence[Clause]) -> QuerySet[IndexedEntry]:
    return entries.annotate(is_in_title=Flag(clauses, in_title=True))


def _read_many(
    entries: QuerySet[IndexedEntry], met: Meets, clauses: Sequence[Clause], flags: Sequence[Clause]
) -> list[Candidate]:
    """Those that meet it in their titles, then the others: entries are gone through in their order until there are
    enough, and nothing is sorted but titles."""
    by_title = Meets(clauses, in_title=True)
    first = entries.filter(by_title, met.checked()) if met.without else entries.filter(by_title)
    found = _read(first.annotate(is_in_title=_YES), flags, most=CAP + 1)
    if len(found) > CAP:
        return found
    others = entries.filter(met.checked(), ~Q(by_title.checked()))
    return found + _read(others.annotate(is_in_title=_NO), flags, most=CAP + 1 - len(found))


def _read(found: QuerySet[IndexedEntry], flags: Sequence[Clause], *first: str, most: int) -> list[Candidate]:
    names = [f"met_{number}" for number in range(len(flags))]
    rows = (
        found.annotate(day=Day(), **{name: Flag([clause]) for name, clause in zip(names, flags, strict=True)})
        .order_by(*first, F("on").desc(nulls_last=True), InOrder(), "key")
        .values_list("pk", "kind", "key", "day", "title", "title_words", "is_in_title", *names)[:most]
    )
    return [_candidate(*row) for row in rows]


def _candidate(
    number: int, kind: str, key: int, on: str | None, title: str, words: str, is_in_title: bool, *met: bool
) -> Candidate:
    return Candidate(number, kind, key, on, title, words, bool(is_in_title), tuple(map(bool, met)))


def _one_if(condition: Meets) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
