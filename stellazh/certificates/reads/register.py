"""The register: documents given out and numbers written off, in one line of numbers; what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, overload

from django.db.models import F, IntegerField, QuerySet, Value
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateQuerySet,
    SpoiledNumber,
    SpoiledNumberQuerySet,
)
from stellazh.common.school_year import SchoolYear
from stellazh.russian.collation import fold

MOST_WORDS: Final = 8
TONES: Final = {CertificateStatus.VALID: "", CertificateStatus.WITHDRAWN: "bad", CertificateStatus.SPOILED: "warn"}
_GIVEN, _SPOILED = 0, 1
_ORDER: Final = ("kind_position", "kind_name", "kind_key", "-year", "place", "what")


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """What the register is narrowed by; nothing by default. `year` is the first of a school year, by the day."""

    words: str = ""
    year: int | None = None
    kind_id: int | None = None
    school: str = ""
    municipality: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line: a document, or a number written off with its reason. `ordinal` counts the lines of what is shown."""

    ordinal: int
    on: date
    number: str
    name: str
    school: str
    kind: str
    basis: str
    state: str
    tone: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters offer: what there is in the register."""

    years: tuple[int, ...]
    kinds: tuple[CertificateKind, ...]
    schools: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The lines asked for, counted and read in pieces: works as the list behind a paginator."""

    keys: QuerySet[Any, dict[str, Any]]

    def count(self) -> int:
        """How many lines there are."""
        return self.keys.count()

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, place: int, /) -> RegisterRow: ...

    @overload
    def __getitem__(self, place: slice, /) -> list[RegisterRow]: ...

    def __getitem__(self, place: int | slice, /) -> RegisterRow | list[RegisterRow]:
        if isinstance(place, int):
            return _rows([self.keys[place]], first=place + 1)[0]
        return _rows(list(self.keys[place]), first=(place.start or 0) + 1)

    def __iter__(self) -> Iterator[RegisterRow]:
        return iter(_rows(list(self.keys), first=1))


def register_of(association: Association, filters: RegisterFilters) -> Register:
    """The register of one association, by kind, year and number. Who may read it is the caller's to ask."""
    given = _narrowed_documents(Certificate.objects.filter(association=association), filters)
    spoiled = _narrowed_numbers(SpoiledNumber.objects.filter(kind__association=association), filters)
    return Register(_keys(given, _GIVEN).union(_keys(spoiled, _SPOILED), all=True).order_by(*_ORDER))


def offered_of(association: Association) -> Offered:
    """What the register of the association can be narrowed by. Five queries, as many of a long one."""
    given = Certificate.objects.filter(association=association).order_by()
    spoiled = SpoiledNumber.objects.filter(kind__association=association).order_by()
    days = {*given.values_list("issued_on", flat=True).distinct(), *spoiled.values_list("spoiled_on", flat=True)}
    kinds = CertificateKind.objects.filter(association=association).in_order()
    places = given.values_list("row__municipality", flat=True).distinct()
    return Offered(
        years=tuple(sorted({SchoolYear.of(day).start for day in days}, reverse=True)),
        kinds=tuple(kinds),
        schools=tuple(sorted(filter(None, given.values_list("school", flat=True).distinct()), key=fold)),
        municipalities=tuple(sorted(filter(None, places), key=fold)),
    )


def _narrowed_documents(rows: CertificateQuerySet, filters: RegisterFilters) -> CertificateQuerySet:
    if filters.year:
        rows = rows.filter(issued_on__range=_days(filters.year))
    if filters.kind_id:
        rows = rows.filter(kind_id=filters.kind_id)
    if filters.school:
        rows = rows.filter(school=filters.school)
    if filters.municipality:
        rows = rows.filter(row__municipality=filters.municipality)
    if filters.state:
        rows = rows.filter(status=filters.state)
    return with_words(rows, filters.words)


def with_words(rows: CertificateQuerySet, words: str) -> CertificateQuerySet:
    """Those whose name holds every word, or whose number holds all that was typed."""
    typed = words.strip()
    if not typed:
        return rows
    named = rows
    for word in fold(typed).split()[:MOST_WORDS]:
        named = named.filter(sort_key__contains=word)
    return named | rows.filter(number_words__icontains=typed)


def _narrowed_numbers(rows: SpoiledNumberQuerySet, filters: RegisterFilters) -> SpoiledNumberQuerySet:
    """Numbers written off stand in their places as long as nothing is asked that only a document has."""
    if filters.school or filters.municipality or filters.state not in ("", CertificateStatus.SPOILED):
        return rows.none()
    if filters.year:
        rows = rows.filter(spoiled_on__range=_days(filters.year))
    if filters.kind_id:
        rows = rows.filter(kind_id=filters.kind_id)
    if filters.words.strip():
        rows = rows.filter(number_words__icontains=filters.words.strip())
    return rows


def _days(year: int) -> tuple[date, date]:
    """The days of which `SchoolYear.of` says that year: August opens the next one."""
    return date(year, 8, 1), date(year + 1, 7, 31)


def _keys(rows: QuerySet[Any], what: int) -> QuerySet[Any, dict[str, Any]]:
    return rows.order_by().values(
        "pk",
        what=Value(what, IntegerField()),
        kind_position=F("kind__position"),
        kind_name=F("kind__name"),
        kind_key=F("kind_id"),
        year=F("period_year"),
        place=F("number"),
    )


def _rows(keys: Sequence[dict[str, Any]], *, first: int) -> list[RegisterRow]:
    """The lines behind the keys, in their order. Two queries at most."""
    given = Certificate.objects.select_related("kind").defer("kind__pattern").in_bulk(_of(keys, _GIVEN))
    spoiled = SpoiledNumber.objects.select_related("kind").in_bulk(_of(keys, _SPOILED))
    return [
        _document(given[key["pk"]], ordinal) if key["what"] == _GIVEN else _written_off(spoiled[key["pk"]], ordinal)
        for ordinal, key in enumerate(keys, start=first)
        if key["pk"] in (given if key["what"] == _GIVEN else spoiled)
    ]


def _of(keys: Iterable[dict[str, Any]], what: int) -> list[int]:
    return [key["pk"] for key in keys if key["what"] == what]


def _document(one: Certificate, ordinal: int) -> RegisterRow:
    status = CertificateStatus(one.status)
    is_valid = status == CertificateStatus.VALID
    return RegisterRow(
        ordinal=ordinal,
        on=one.issued_on,
        number=one.number_words,
        name=one.name,
        school=one.school,
        kind=one.kind.name,
        basis=one.basis,
        state="" if is_valid else str(status.label),
        tone=TONES[status],
        reason=one.status_reason,
        href=one.get_absolute_url(),
    )


def _written_off(one: SpoiledNumber, ordinal: int) -> RegisterRow:
    return RegisterRow(
        ordinal=ordinal,
        on=one.spoiled_on,
        number=one.number_words,
        name="",
        school="",
        kind=one.kind.name,
        basis="",
        state="испорчен",
        tone=TONES[CertificateStatus.SPOILED],
        reason=one.reason,
        href="",
    )


def register_address(association: Association) -> str:
    """Where the register is read."""
    return reverse("certificates:register", args=[association.code])
