"""What belongs to the people of a page: posts, memberships, courses, awards, and what they lead. One query for all.

Five queries would cost a page five milliseconds, most of it Django's. The parts of the union have the same columns:
whose, what it is, its number, five texts, a figure and a day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, CharField, DateField, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from stellazh.associations.models import Grant
from stellazh.common.capabilities import Role
from stellazh.members.enums import Level
from stellazh.members.models import Award, Membership, Post, Training
from stellazh.members.reads.directory.scope import Scope

_TEXTS: Final = ("one", "two", "three", "four", "five")
_COLUMNS: Final = ("whose", "what", "number", *_TEXTS, "figure", "day")
_FIGURE: Final = DecimalField(max_digits=20, decimal_places=2)
_NO_TEXT: Final = Value("", CharField())
_NO_DAY: Final = Value(None, DateField())
_NO_FIGURE: Final = Value(None, _FIGURE)


@dataclass(frozen=True, slots=True)
class Work:
    """A post of the day, as far as columns speak of it; `settlement` and `library` are codes of the school's card."""

    title: str
    school: str
    territory: str
    settlement: str
    library: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Place:
    """A membership of the day in an association that the reader reads."""

    association: str
    territory: str
    position: str
    from_on: date


@dataclass(slots=True)
class Belongings:
    """What belongs to one person: posts as they were entered, the newest place first, the latest course first."""

    works: list[Work] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    # Numbers of the associations in which the person stands with no end told, of them the one entered first, and
    # whether she leads one below.
    stands_in: set[int] = field(default_factory=set)
    home: int | None = None
    leads_below: bool = False

    def near(self, scope: Scope) -> Level | None:
        """How near the reader stands, as `visibility.nearness_of` has it; her own card apart."""
        if self.leads_below or self.home in scope.here:
            return Level.HEAD
        return Level.REGION if self.stands_in & scope.above else None


def belongings_of(person_ids: list[int], scope: Scope) -> dict[int, Belongings]:
    """What belongs to each of these people. One query."""
    found: dict[int, Belongings] = defaultdict(Belongings)
    known = {one.pk: one for one in scope.associations}
    rows = _works(person_ids, scope).union(
        _places(person_ids, scope), _leading(person_ids, scope), _trainings(person_ids), _awards(person_ids), all=True
    )
    for whose, what, number, one, two, three, four, five, figure, day in rows.order_by("number"):
        mine = found[whose]
        if what == "work":
            mine.works.append(Work(one, two, three, four or "", five or "", figure))
        elif what in ("home", "place", "ends"):
            association = known[int(figure)]
            mine.places.append(Place(association.short_name, association.territory.name, one, day))
            if what != "ends":
                mine.stands_in.add(association.pk)
            if what == "home":
                mine.home = association.pk
        elif what == "leads":
            mine.leads_below = True
        elif what == "award":
            mine.awards.append(Award(pk=number, title=one, year=None if figure is None else int(figure)))
        else:
            hours = None if figure is None else int(figure)
            mine.trainings.append(
                Training(
                    pk=number, title=one, institution=two, document_number=three, kind=four, hours=hours, ended_on=day
                )
            )
    for mine in found.values():
        mine.places.sort(key=lambda place: place.from_on, reverse=True)
        mine.trainings.sort(key=lambda row: (row.ended_on or date.min, row.pk), reverse=True)
        mine.awards.sort(key=lambda row: (row.year or 0, row.pk), reverse=True)
    return found


def _works(person_ids: list[int], scope: Scope) -> QuerySet[Any, Any]:
    return _part(
        Post.objects.on(scope.on).filter(person_id__in=person_ids),
        Value("work", CharField()),
        one="title",
        two="organisation__short_name",
        three="organisation__territory__name",
        four="organisation__school_card__settlement",
        five="organisation__school_card__library_kind",
        figure="rate",
    )


def _places(person_ids: list[int], scope: Scope) -> QuerySet[Any, Any]:
    is_home = Q(pk__in=Membership.objects.at_home().filter(person_id__in=person_ids).values("pk"))
    what = Case(
        When(is_home, then=Value("home")),
        When(to_on=None, then=Value("place")),
        default=Value("ends"),
        output_field=CharField(),
    )
    rows = scope.memberships().filter(person_id__in=person_ids)
    return _part(rows, what, one="position", figure="association_id", day="from_on")


def _leading(person_ids: list[int], scope: Scope) -> QuerySet[Any, Any]:
    """Who leads an association below one that the reader leads: its head's leader is she."""
    below = [one.pk for one in scope.associations if one.parent_id in scope.here]
    rows = Grant.objects.active_on(scope.on).filter(role=Role.HEAD, association_id__in=below, person_id__in=person_ids)
    return _part(rows, Value("leads", CharField()))


def _trainings(person_ids: list[int]) -> QuerySet[Any, Any]:
    rows = Training.objects.filter(card__person_id__in=person_ids)
    return _part(
        rows,
        Value("training", CharField()),
        "card__person_id",
        one="title",
        two="institution",
        three="document_number",
        four="kind",
        figure="hours",
        day="ended_on",
    )


def _awards(person_ids: list[int]) -> QuerySet[Any, Any]:
    rows = Award.objects.filter(card__person_id__in=person_ids)
    return _part(rows, Value("award", CharField()), "card__person_id", one="title", figure="year")


def _part(rows: QuerySet[Any], what: Any, whose: str = "person_id", **columns: str) -> QuerySet[Any, Any]:
    """One part of the union: what is not given is empty."""
    texts = {name: F(columns[name]) if name in columns else _NO_TEXT for name in _TEXTS}
    shown = rows.order_by().annotate(
        whose=F(whose),
        what=what,
        number=F("pk"),
        **texts,
        figure=_figure(columns.get("figure")),
        day=F(columns["day"]) if "day" in columns else _NO_DAY,
    )
    part: QuerySet[Any, Any] = shown.values_list(*_COLUMNS)
    return part


def _figure(column: str | None) -> Any:
    if column is None:
        return _NO_FIGURE
    # The first part says how wide figures may be: a rate of «0,50» must not make associations' numbers as narrow.
    return Cast(column, _FIGURE) if column == "rate" else F(column)
