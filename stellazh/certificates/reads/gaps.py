"""Whether the numbers of a register follow one another, told as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Min, QuerySet

from stellazh.associations.models import Association
from stellazh.certificates.enums import NumberPeriod
from stellazh.certificates.models import Certificate, CertificateKind, SpoiledNumber
from stellazh.common.numerals import agree
from stellazh.common.school_year import SchoolYear
from stellazh.numbering.reads import first_values

MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """One series: which, from which number to which, what is missing between, how many were written off."""

    kind: str
    year: str
    first: int
    last: int
    missing: tuple[range, ...]
    spoiled_count: int

    @property
    def is_whole(self) -> bool:
        return not self.missing

    @property
    def words(self) -> str:
        """«номера с 1 по 96 идут подряд»."""
        if self.is_whole:
            span = (
                f"номера с {self.first} по {self.last} идут подряд"
                if self.last > self.first
                else (f"выдан один номер: {self.first}")
            )
        else:
            named = ", ".join(_span(gap) for gap in self.missing[:MOST_NAMED])
            rest = len(self.missing) - MOST_NAMED
            span = f"номера с {self.first} по {self.last}, нет {named}" + (f" и ещё {rest}" if rest > 0 else "")
        if not self.spoiled_count:
            return span
        noun = agree(self.spoiled_count, "испорченный", "испорченных", "испорченных")
        return f"{span}, среди них {self.spoiled_count} {noun}"


def checked_series(
    association: Association, *, kind_id: int | None = None, year: int | None = None
) -> list[SeriesCheck]:
    """Each series of the association, or those of one kind and of one year. Four queries; one more for each series
    in which a number is missing."""
    given = Certificate.objects.filter(association=association)
    spoiled = SpoiledNumber.objects.filter(kind__association=association)
    if kind_id:
        given, spoiled = given.filter(kind_id=kind_id), spoiled.filter(kind_id=kind_id)
    if year:
        given, spoiled = given.filter(period_year__in=(year, 0)), spoiled.filter(period_year__in=(year, 0))
    found = _counted(given), _counted(spoiled)
    kinds = CertificateKind.objects.filter(association=association).in_order()
    places = {kind.pk: place for place, kind in enumerate(kinds)}
    known = {kind.pk: kind for kind in kinds}
    keys = sorted({*found[0], *found[1]}, key=lambda key: (places[key[0]], -key[1]))
    starts = first_values(known[kind].series_code(period) for kind, period in keys)
    return [_checked(known[kind], period, found, starts, given, spoiled) for kind, period in keys]


def _counted(rows: QuerySet[Any]) -> dict[tuple[int, int], tuple[int, int, int]]:
    grouped = rows.order_by().values_list("kind_id", "period_year")
    found = grouped.annotate(how_many=Count("pk"), least=Min("number"), greatest=Max("number"))
    return {(kind, period): (count, least, greatest) for kind, period, count, least, greatest in found}


def _checked(
    kind: CertificateKind,
    period: int,
    found: tuple[dict[tuple[int, int], tuple[int, int, int]], dict[tuple[int, int], tuple[int, int, int]]],
    starts: dict[str, int],
    given: QuerySet[Any],
    spoiled: QuerySet[Any],
) -> SeriesCheck:
    parts = [counted[kind.pk, period] for counted in found if (kind.pk, period) in counted]
    # A number below the start was brought from elsewhere: it counts from where it stands.
    first = min(starts[kind.series_code(period)], *(least for _, least, _ in parts))
    last = max(greatest for _, _, greatest in parts)
    missing: tuple[range, ...] = ()
    if sum(count for count, _, _ in parts) != last - first + 1:
        numbers = {
            *given.filter(kind=kind, period_year=period).values_list("number", flat=True),
            *spoiled.filter(kind=kind, period_year=period).values_list("number", flat=True),
        }
        missing = tuple(_gaps(sorted(numbers), first))
    spoiled_count = found[1].get((kind.pk, period), (0, 0, 0))[0]
    return SeriesCheck(kind.name, _year(kind, period), first, last, missing, spoiled_count)


def _gaps(numbers: Sequence[int], first: int) -> Iterable[range]:
    awaited = first
    for number in numbers:
        if number > awaited:
            yield range(awaited, number)
        awaited = number + 1


def _span(gap: range) -> str:
    return str(gap.start) if len(gap) == 1 else f"{gap.start}–{gap.stop - 1}"


def _year(kind: CertificateKind, period: int) -> str:
    if not period:
        return ""
    return f"{SchoolYear(period).label} учебный год" if kind.period == NumberPeriod.SCHOOL_YEAR else f"{period} год"
