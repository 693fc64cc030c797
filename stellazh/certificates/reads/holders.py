"""Who was given how much: by municipality, by school, by person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.certificates.enums import DocumentGenre
from stellazh.certificates.models import Certificate, CertificateQuerySet
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.russian.collation import fold

NOWHERE: Final = "Муниципалитет не указан"
NO_SCHOOL: Final = "Школа не указана"


@dataclass(frozen=True, slots=True)
class HolderFilters:
    """What is counted: a school year by the day of issue, a genre, one municipality, one school in it."""

    year: int | None = None
    genre: str = ""
    municipality: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A line: whose, how many documents and to how many people, in how many schools."""

    name: str
    documents: int
    people: int
    schools: int = 0


@dataclass(frozen=True, slots=True)
class PersonTotal:
    """A person: the name as on the latest document, the school, the documents."""

    name: str
    municipality: str
    school: str
    documents: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Holders:
    """What was asked for: totals of municipalities; of the schools of one; of the people of a school, or all."""

    documents: int
    people: int
    municipalities: Sequence[Total]
    schools: Sequence[Total]
    persons: Sequence[PersonTotal]


@dataclass(frozen=True, slots=True)
class _Given:
    """A document as far as it is counted."""

    who: str
    name: str
    municipality: str
    school: str
    words: str


def holders_of(association: Association, filters: HolderFilters, *, by: Actor) -> Holders:
    """Documents that hold, of the association and of those below it whose registers the actor reads. One query.

    Counting is done here: the same person stands in many rows under several names, and who she is decides her key.
    """
    given = [_given(row) for row in _rows(_narrowed(association, filters, by=by))]
    here = [one for one in given if not filters.municipality or one.municipality == filters.municipality]
    there = [one for one in here if not filters.school or one.school == filters.school]
    return Holders(
        documents=len(there),
        people=len({one.who for one in there}),
        municipalities=_totals(given, lambda one: one.municipality),
        schools=_totals(here, lambda one: one.school) if filters.municipality else (),
        persons=_persons(there),
    )


def offered_years(association: Association, *, by: Actor) -> list[int]:
    """School years in which something was given, the newest first. One query."""
    days = _readable(association, by=by).order_by().values_list("issued_on", flat=True).distinct()
    return sorted({SchoolYear.of(day).start for day in days}, reverse=True)


def _readable(association: Association, *, by: Actor) -> CertificateQuerySet:
    """Not `visible_to`: somebody's own documents of elsewhere are not of this register."""
    rows = Certificate.objects.filter(reach(by, "certificates.read_register", "association__")).valid()
    return rows.filter(association__path__startswith=association.path)


def _narrowed(association: Association, filters: HolderFilters, *, by: Actor) -> CertificateQuerySet:
    rows = _readable(association, by=by)
    if filters.year:
        rows = rows.filter(issued_on__range=(date(filters.year, 8, 1), date(filters.year + 1, 7, 31)))
    if filters.genre in DocumentGenre:
        rows = rows.filter(genre=filters.genre)
    return rows


def _rows(rows: CertificateQuerySet) -> Iterable[Any]:
    place = Coalesce(NullIf(F("row__municipality"), Value("")), F("organisation__territory__name"), Value(NOWHERE))
    found = rows.annotate(place=place).order_by("issued_on", "pk")
    return found.values_list("person_id", "name", "place", "school", "title", "number_words", "issued_on")


def _given(row: Any) -> _Given:
    person_id, name, place, school, title, number, on = row
    # Without a card the name and the school are all that tells people apart.
    who = f"person:{person_id}" if person_id else f"name:{fold(name)}:{fold(school)}"
    return _Given(who, name, place, school or NO_SCHOOL, f"{title} {number} от {on:%d.%m.%Y}")


def _totals(given: Iterable[_Given], place_of: Callable[[_Given], str]) -> list[Total]:
    groups: dict[str, list[_Given]] = {}
    for one in given:
        groups.setdefault(place_of(one), []).append(one)
    totals = [
        Total(name, len(rows), len({one.who for one in rows}), len({one.school for one in rows} - {NO_SCHOOL}))
        for name, rows in groups.items()
    ]
    return sorted(totals, key=lambda total: (total.name in (NOWHERE, NO_SCHOOL), fold(total.name)))


def _persons(given: Iterable[_Given]) -> list[PersonTotal]:
    groups: dict[tuple[str, str], list[_Given]] = {}
    for one in given:
        groups.setdefault((one.who, one.school), []).append(one)
    people = [
        PersonTotal(rows[-1].name, rows[-1].municipality, rows[-1].school, tuple(one.words for one in rows))
        for rows in groups.values()
    ]
    return sorted(people, key=lambda person: (fold(person.name), fold(person.school)))
