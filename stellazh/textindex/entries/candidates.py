"""One statement that picks what may be shown: words and visibility together, the same rows on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from stellazh.textindex.entries.asking import Asked, Clause, Item
from stellazh.textindex.entries.conditions import Day, Flag, Meets, PlainKind
from stellazh.textindex.entries.results import Filters
from stellazh.textindex.entries.scoring import Candidate
from stellazh.textindex.models import IndexedEntry

# More than so many are never looked at: the best of them by what the database can tell.
CAP: Final = 1_000
MOST_TITLES: Final = 200
# Kinds with what of them the reader may find, as `pk`s.
Within = Sequence[tuple[str, QuerySet[Any, Any]]]


def visible(within: Within, filters: Filters) -> QuerySet[IndexedEntry]:
    """Entries of what the reader may find, narrowed."""
    may_find = Q()
    for kind, things in within:
        if filters.kinds is None or kind in filters.kinds:
            may_find |= Q(plain_kind=kind, key__in=things.order_by().values("pk"))
    if not may_find:
        return IndexedEntry.objects.none()
    found = IndexedEntry.objects.alias(plain_kind=PlainKind()).filter(may_find)
    if filters.place:
        found = found.filter(place__startswith=filters.place)
    if filters.territory_ids is not None:
        found = found.filter(territory_id__in=sorted(filters.territory_ids))
    if filters.years is not None:
        found = found.filter(year__in=sorted(filters.years))
    return found


def candidates(asked: Asked, entries: QuerySet[IndexedEntry]) -> list[Candidate]:
    """Entries that meet the question, those by their titles first, then the newest; one more than `CAP` at most."""
    found = entries.filter(Meets(asked.clauses, asked.without))
    return _read(found, asked.clauses, ())


def titled(asked: Asked, entries: QuerySet[IndexedEntry]) -> list[Candidate]:
    """Entries in whose titles the question is met, the newest first, two hundred at most."""
    return _read(entries.filter(Meets(asked.clauses, in_title=True)), asked.clauses, (), most=MOST_TITLES)


def candidates_near(
    wide: Sequence[Clause], flags: Sequence[Clause], without: Sequence[Item], entries: QuerySet[IndexedEntry]
) -> list[Candidate]:
    """Entries that meet any of the clauses, those that meet most of them first, with what they meet of `flags`."""
    found = entries.filter(Meets(wide, without, is_any=True))
    count = sum((_one_if(Meets([clause])) for clause in wide[1:]), start=_one_if(Meets([wide[0]])))
    return _read(found.alias(met_count=count), wide, flags, "-met_count")


def _read(
    found: QuerySet[IndexedEntry], clauses: Sequence[Clause], flags: Sequence[Clause], *first: str, most: int = CAP + 1
) -> list[Candidate]:
    names = [f"met_{number}" for number in range(len(flags))]
    rows = (
        found.annotate(
            is_in_title=Flag(clauses, in_title=True),
            day=Day(),
            **{name: Flag([clause]) for name, clause in zip(names, flags, strict=True)},
        )
        .order_by(*first, F("is_in_title").desc(), F("on").desc(nulls_last=True), F("plain_kind"), F("key"))
        .values_list("pk", "kind", "key", "day", "title", "title_words", "is_in_title", *names)[:most]
    )
    return [_candidate(*row) for row in rows]


def _candidate(
    number: int, kind: str, key: int, on: str | None, title: str, words: str, is_in_title: bool, *met: bool
) -> Candidate:
    return Candidate(number, kind, key, on, title, words, bool(is_in_title), tuple(map(bool, met)))


def _one_if(condition: Meets) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
