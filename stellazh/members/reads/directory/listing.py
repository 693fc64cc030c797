"""People found: how many, from how many municipalities, and a page of them with what belongs to each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.core.cache import cache
from django.db.models import (
    Case,
    Count,
    F,
    Max,
    Min,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from stellazh.members.enums import Level
from stellazh.members.models import Card
from stellazh.members.reads.directory.belongings import belongings_of
from stellazh.members.reads.directory.columns import Found
from stellazh.members.reads.directory.expressions import DistinctList, years_of
from stellazh.members.reads.directory.filters import Filters
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.indexing import PEOPLE
from stellazh.people.models import Person
from stellazh.textindex.matching import Question
from stellazh.textindex.reads import keys_answering, mended

PAGE: Final = 50
# Of many people the first pages are had sooner by a walk along the index of names, of few by making their set.
_FEW: Final = 500
_MANY: Final = 2_000
_WALKED_PAGES: Final = 10
_KEPT_SECONDS: Final = 30
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the directory: words, filters, order (a code of `forms.directory`)."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    order: str = "name"


@dataclass(frozen=True, slots=True)
class Directory:
    """The people found, as far as they are counted. `mended` is what was searched for instead of the query, if so."""

    scope: Scope
    wanted: Wanted
    conditions: tuple[Q, ...]
    count: int
    municipality_count: int
    mended: str = ""

    @classmethod
    def find(cls, wanted: Wanted, scope: Scope) -> Directory:
        """Count who is found; when a query finds nobody, mend its typing errors. One query, four with a mended one."""
        narrowed = tuple(wanted.filters.conditions(scope))
        if not wanted.query.strip():
            return cls(scope, wanted, narrowed, *(_counts(scope, narrowed) if narrowed else _counts_of_all(scope)))
        found = (*narrowed, _answering(Question.of(wanted.query)))
        counts = _counts(scope, found)
        if counts[0]:
            return cls(scope, wanted, found, *counts)
        instead = mended(PEOPLE, wanted.query, within=_people(scope, narrowed, one_by_one=True))
        if instead is None:
            return cls(scope, wanted, found, 0, 0)
        found = (*narrowed, _answering(instead.question))
        return cls(scope, wanted, found, *_counts(scope, found), instead.shown)

    def page(self, number: int) -> list[Found]:
        """The people of a page, counted from one. Two queries, however many people and columns."""
        is_plain = not self.conditions and self.wanted.order == "name"
        walks = is_plain and number <= _WALKED_PAGES and self.count >= _MANY
        is_led_by_words = bool(self.wanted.query) and self.count < _MANY
        listed = self.scope.listed_one_by_one() if walks or is_led_by_words else self.scope.listed()
        people = Person.objects.present().filter(listed, *self.conditions)
        first = (number - 1) * PAGE
        if walks or self.count <= _FEW:
            return _with_belongings(_ordered(people, self.wanted.order, self.scope)[first : first + PAGE], self.scope)
        # Of many people only the numbers are sorted, not whole rows.
        chosen = _ordered(people, self.wanted.order, self.scope).values("pk")[first : first + PAGE]
        return _with_belongings(
            _ordered(Person.objects.filter(pk__in=chosen), self.wanted.order, self.scope), self.scope
        )

    def ids(self) -> list[int]:
        """Everybody found, in order. One query."""
        people = _ordered(_people(self.scope, self.conditions), self.wanted.order, self.scope)
        return list(people.values_list("pk", flat=True))


def people_of(person_ids: list[int], scope: Scope) -> list[Found]:
    """These people, in that order, as far as they still are in the reader's lists. Two queries."""
    place = {person_id: number for number, person_id in enumerate(person_ids)}
    people = Person.objects.present().filter(scope.listed_one_by_one(), pk__in=person_ids)
    return sorted(_with_belongings(people, scope), key=lambda found: place[found.person.pk])


def _people(scope: Scope, conditions: Iterable[Q], *, one_by_one: bool = False) -> QuerySet[Person]:
    listed = scope.listed_one_by_one() if one_by_one else scope.listed()
    return Person.objects.present().filter(listed, *conditions)


def _counts_of_all(scope: Scope) -> tuple[int, int]:
    """The counts of a list that nothing narrows. Counting thousands costs as much as the rest of the page, and nobody
    sees whether they are 30,000 or 30,001: such counts are kept for half a minute."""
    asked = f"{scope.on}:{','.join(map(str, scope.ids))}"
    key = f"members.directory:{hashlib.sha256(asked.encode()).hexdigest()}"
    kept: tuple[int, int] | None = cache.get(key)
    if kept is None:
        kept = _counts(scope, ())
        if kept[0] >= _MANY:
            cache.set(key, kept, timeout=_KEPT_SECONDS)
    return kept


def _counts(scope: Scope, conditions: tuple[Q, ...]) -> tuple[int, int]:
    """How many people, and how many municipalities they belong to by their associations. One query."""
    rows = scope.memberships()
    if conditions:
        rows = rows.filter(person_id__in=Person.objects.present().filter(*conditions).values("pk"))
    else:
        rows = rows.filter(person__archived_at=None)
    found = rows.order_by().aggregate(people=Count("person_id", distinct=True), places=DistinctList("association_id"))
    met = {int(number) for number in (found["places"] or "").split(",") if number}
    paths = (one.territory.path.strip("/").split("/") for one in scope.associations if one.pk in met)
    # A municipality lies right under the root: «/zarechye/luga/».
    return found["people"], len({tuple(path[:2]) for path in paths if len(path) > 1})


def _answering(question: Question) -> Q:
    return Q(pk__in=keys_answering(PEOPLE, question))


def _ordered(people: QuerySet[Person], order: str, scope: Scope) -> QuerySet[Person]:
    """By what the reader sees: a hidden field stands last, as if it were empty, so that no place tells of it."""
    if order == "experience":
        years = Case(When(scope.sees("experience"), then=years_of("experience_library", on=scope.on)))
        return people.annotate(by=years).order_by(_falling("by"), "sort_key", "pk")
    if order == "category":
        day = Case(When(scope.sees("category"), then=F("card__category_on")))
        return people.annotate(by=day).order_by(_rising("by"), "sort_key", "pk")
    if order == "confirmed":
        day = Case(When(scope.knows(), then=F("card__confirmed_at")))
        return people.annotate(by=day).order_by(OrderBy(F("by"), nulls_first=True), "sort_key", "pk")
    mine = scope.memberships().filter(person_id=OuterRef("pk")).order_by().values("person_id")
    if order == "joined":
        newest = mine.annotate(by=Max("from_on")).values("by")
        return people.annotate(by=Subquery(newest)).order_by(_falling("by"), "sort_key", "pk")
    if order == "place":
        first = mine.annotate(by=Min("association__territory__sort_key")).values("by")
        return people.annotate(by=Subquery(first)).order_by(_rising("by"), "sort_key", "pk")
    return people.order_by("sort_key", "pk")


def _falling(name: str) -> OrderBy:
    return OrderBy(F(name), descending=True, nulls_last=True)


def _rising(name: str) -> OrderBy:
    return OrderBy(F(name), nulls_last=True)


def _with_belongings(people: QuerySet[Person], scope: Scope) -> list[Found]:
    """Two queries: people with their cards, and what belongs to them."""
    rows: list[Any] = list(people.select_related("card"))
    belongings = belongings_of([row.pk for row in rows], scope)
    return [
        Found(
            person=row,
            card=row.card if hasattr(row, "card") else Card(person=row),
            near=Level.SELF if scope.is_own(row.pk) else belongings[row.pk].near(scope),
            on=scope.on,
            belongings=belongings[row.pk],
        )
        for row in rows
    ]
