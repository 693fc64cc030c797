"""What was given out, and what comes next. Nothing is locked: a proposed number is fixed only by `take_number`."""

from __future__ import annotations

from collections.abc import Iterable

from stellazh.numbering.models import IssuedNumber, NumberSeries


def next_value(code: str) -> int:
    """The number that the next paper of the series would get now; where none was given out, the series' start or 1."""
    series = NumberSeries.objects.filter(code=code).first()
    return 1 if series is None else series.next_value


def first_value(code: str) -> int:
    """The number that the series begins with; 1 unless `start_series` said otherwise."""
    return NumberSeries.objects.filter(code=code).values_list("first_value", flat=True).first() or 1


def number_of(code: str, object_key: str) -> int | None:
    """The paper's number in the series, or None."""
    numbers = IssuedNumber.objects.filter(series__code=code, object_key=object_key)
    return numbers.values_list("value", flat=True).first()


def last_values(codes: Iterable[str]) -> dict[str, int]:
    """The last number of each of these series, 0 where none was given out. One query."""
    wanted = list(codes)
    known = dict(NumberSeries.objects.filter(code__in=wanted).values_list("code", "last_value"))
    return {code: known.get(code, 0) for code in wanted}


def first_values(codes: Iterable[str]) -> dict[str, int]:
    """What each of these series begins with, 1 unless `start_series` said otherwise. One query."""
    wanted = list(codes)
    known = dict(NumberSeries.objects.filter(code__in=wanted).values_list("code", "first_value"))
    return {code: known.get(code, 1) for code in wanted}
