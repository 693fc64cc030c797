"""Kinds of an association as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from stellazh.associations.models import Association
from stellazh.certificates.enums import NumberPeriod
from stellazh.certificates.models import CertificateKind
from stellazh.certificates.patterns import could_meet, names_year, pattern_fault, write_number
from stellazh.common import clock
from stellazh.common.school_year import SchoolYear
from stellazh.numbering.models import NumberSeries

EXAMPLE = 37


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind: how its next number is written, how many documents were given out, what is doubtful about its pattern."""

    kind: CertificateKind
    next_words: str
    issued_count: int
    warning: str


@dataclass(frozen=True, slots=True)
class PatternExample:
    """What a pattern writes while it is being typed: an example, or what is wrong with it, and a doubt."""

    words: str = ""
    fault: str = ""
    warning: str = ""


def kind_rows(association: Association, *, is_archived: bool = False) -> list[KindRow]:
    """The kinds in use, or those put away. Three queries."""
    rows = CertificateKind.objects.filter(association=association, archived_at__isnull=not is_archived)
    kinds = list(rows.select_related("template").in_order())
    counts = dict(rows.order_by().annotate(how_many=Count("certificates")).values_list("pk", "how_many"))
    day = clock.today(association.time_zone)
    codes = {kind.pk: kind.series_code(kind.period_year(day)) for kind in kinds}
    known = {row.code: row.next_value for row in NumberSeries.objects.filter(code__in=codes.values())}
    return [
        KindRow(
            kind,
            write_number(kind.pattern, kind.period_year(day), known.get(codes[kind.pk], 1)),
            counts[kind.pk],
            "" if is_archived else pattern_warning(kind.pattern, kind.period, _others(kinds, kind.pk), day.year),
        )
        for kind in kinds
    ]


def pattern_example(
    pattern: str, period: str, *, association: Association, but_kind_id: int | None = None
) -> PatternExample:
    """What the pattern of a kind of the association would write. One query."""
    day = clock.today(association.time_zone)
    if fault := pattern_fault(pattern, period):
        return PatternExample(fault=fault)
    year = {NumberPeriod.SCHOOL_YEAR: SchoolYear.of(day).start, NumberPeriod.CALENDAR_YEAR: day.year}
    kinds = list(CertificateKind.objects.present().filter(association=association))
    warning = pattern_warning(pattern, period, _others(kinds, but_kind_id), day.year)
    return PatternExample(write_number(pattern, year.get(NumberPeriod(period), 0), EXAMPLE), warning=warning)


def pattern_warning(pattern: str, period: str, others: Sequence[CertificateKind], year: int) -> str:
    """Why a reader of the register might take one document for another; nothing when nobody will."""
    if period != NumberPeriod.NEVER and not names_year(pattern):
        return "Года в номере нет, а нумерация каждый год начинается заново: номера повторятся. Добавьте {год}."
    for other in others:
        if words := could_meet(pattern, other.pattern, year):
            return f"Так же пишутся номера вида «{other.name}»: {words} будет у двух разных документов."
    return ""


def _others(kinds: Sequence[CertificateKind], key: int | None) -> list[CertificateKind]:
    return [kind for kind in kinds if kind.pk != key]
