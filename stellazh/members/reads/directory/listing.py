"""People found: how many, from how many municipalities, and a page of them with what belongs to each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Max,
    Min,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from stellazh.members.enums import Level
from stellazh.members.models import Award, Card, Post, Training
from stellazh.members.reads.directory.columns import Found, Place, Work
from stellazh.members.reads.directory.expressions import DistinctList, years_of
from stellazh.members.reads.directory.filters import Filters
from stellazh.members.reads.directory.scope import Scope
from stellazh.members.services.indexing import PEOPLE
from stellazh.people.models import Person
from stellazh.textindex.matching import Question
from stellazh.textindex.reads import keys_answering, mended

PAGE: Final = 50
# Of many people the first pages are had sooner by a walk along the index of names, of few by making their set.
_WALKED_PAGES: Final = 10
_WALKED_FROM: Final = 5_000
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
            return cls(scope, wanted, narrowed, *_counts(scope, narrowed))
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
        """The people of a page, counted from one. Four queries, however many people and columns."""
        is_plain = not self.conditions and self.wanted.order == "name"
        walks = is_plain and number <= _WALKED_PAGES and self.count >= _WALKED_FROM
        is_led_by_words = bool(self.wanted.query) and self.count < _WALKED_FROM
        listed = self.scope.listed_one_by_one() if walks or is_led_by_words else self.scope.listed()
        people = Person.objects.present().filter(listed, *self.conditions)
        first = (number - 1) * PAGE
        # Only numbers are sorted, not whole rows.
        chosen = _ordered(people, self.wanted.order, self.scope).values("pk")[first : first + PAGE]
        return _with_belongings(
            _ordered(Person.objects.filter(pk__in=chosen), self.wanted.order, self.scope), self.scope
        )

    def ids(self) -> list[int]:
        """Everybody found, in order. One query."""
        people = _ordered(_people(self.scope, self.conditions), self.wanted.order, self.scope)
        return list(people.values_list("pk", flat=True))


def people_of(person_ids: list[int], scope: Scope) -> list[Found]:
    """These people, in that order, as far as they still are in the reader's lists. Four queries."""
    place = {person_id: number for number, person_id in enumerate(person_ids)}
    people = Person.objects.present().filter(scope.listed_one_by_one(), pk__in=person_ids)
    return sorted(_with_belongings(people, scope), key=lambda found: place[found.person.pk])


def _people(scope: Scope, conditions: Iterable[Q], *, one_by_one: bool = False) -> QuerySet[Person]:
    listed = scope.listed_one_by_one() if one_by_one else scope.listed()
    return Person.objects.present().filter(listed, *conditions)


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
    """Four queries: people with cards; posts; memberships; courses with awards."""
    rows: list[Any] = list(people.select_related("card").annotate(near=scope.near()))
    ids = [row.pk for row in rows]
    owners = {row.card.pk: row.pk for row in rows if hasattr(row, "card")}
    works, places = _works(ids, scope), _places(ids, scope)
    trainings, awards = _trainings_and_awards(owners)
    return [
        Found(
            person=row,
            card=row.card if hasattr(row, "card") else Card(person=row),
            near=Level(row.near) if row.near else None,
            on=scope.on,
            works=works[row.pk],
            places=places[row.pk],
            trainings=trainings[row.pk],
            awards=awards[row.pk],
        )
        for row in rows
    ]


def _works(person_ids: list[int], scope: Scope) -> dict[int, tuple[Work, ...]]:
    rows = Post.objects.on(scope.on).filter(person_id__in=person_ids).order_by("pk").values_list(
        "person_id",
        "title",
        "rate",
        "organisation__short_name",
        "organisation__territory__name",
        "organisation__school_card__settlement",
        "organisation__school_card__library_kind",
    )  # fmt: skip
    return _by((row[0], Work(*row[1:5], row[5] or "", row[6] or "")) for row in rows)


def _places(person_ids: list[int], scope: Scope) -> dict[int, tuple[Place, ...]]:
    """The associations of the day, the newest first; they are known already."""
    known = {one.pk: one for one in scope.associations}
    rows = scope.memberships().filter(person_id__in=person_ids).order_by("-from_on", "pk")
    return _by(
        (person_id, Place(known[association_id].short_name, known[association_id].territory.name, position, from_on))
        for person_id, association_id, position, from_on in rows.values_list(
            "person_id", "association_id", "position", "from_on"
        )
    )


def _trainings_and_awards(
    owners: dict[int, int],
) -> tuple[dict[int, tuple[Training, ...]], dict[int, tuple[Award, ...]]]:
    """Courses, the latest first, and awards, by person. One query for both."""
    words = ("title", "institution", "hours", "ended_on", "document_number")
    none = Value("", CharField())
    courses = Training.objects.filter(card_id__in=owners).order_by().values_list("card_id", "pk", "kind", *words)
    awards = Award.objects.filter(card_id__in=owners).order_by().annotate(
        what=none, place=none, day=Value(None, DateField()), number=none
    )  # fmt: skip
    names = ("card_id", "pk", "what", "title", "place", "year", "day", "number")
    both = courses.union(awards.values_list(*names), all=True)
    found_trainings: list[Training] = []
    found_awards: list[Award] = []
    for card_id, pk, kind, title, *rest in both:
        if kind:
            facts = dict(zip(words[1:], rest, strict=True))
            found_trainings.append(Training(pk=pk, card_id=card_id, kind=kind, title=title, **facts))
        else:
            found_awards.append(Award(pk=pk, card_id=card_id, title=title, year=rest[1]))
    found_trainings.sort(key=lambda row: (row.ended_on or date.min, row.pk), reverse=True)
    found_awards.sort(key=lambda row: (row.year or 0, row.pk), reverse=True)
    return _by((owners[row.card_id], row) for row in found_trainings), _by(
        (owners[row.card_id], row) for row in found_awards
    )


def _by(pairs: Iterable[tuple[int, T]]) -> dict[int, tuple[T, ...]]:
    found: dict[int, tuple[T, ...]] = defaultdict(tuple)
    for owner, thing in pairs:
        found[owner] += (thing,)
    return found
