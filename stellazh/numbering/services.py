"""Giving out numbers without gaps or doubles, and taking the last one back.

Who may is the caller's to ask, and what was done is the caller's to write into the journal: a number is a part of its
paper's deed. Everything here runs inside the caller's transaction, so a deed that fails gives its number back.
Whoever takes numbers waits for the others of the same series until their transactions end: take the number late in the
transaction, and numbers of several series always in one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.numbering.models import IssuedNumber, NumberSeries

# Far beyond any series of papers: a year or a date typed in place of a number must not eat the series up.
GREATEST_NUMBER: Final = 999_999
# Every key is a parameter of the statement, and databases count these.
KEYS_AT_ONCE: Final = 500


class NumberTaken(DomainError):
    """Another paper has that number."""


class NumberUnfit(DomainError):
    """Not a number that a paper could have."""


class AlreadyNumbered(DomainError):
    """The paper has another number of this series."""


class NumberNotLast(DomainError):
    """Later numbers were given out: taking this one back would leave a gap."""


class SeriesHasBegun(DomainError):
    """Numbers of the series were given out: it cannot begin anywhere else any more."""


class NumberingMisuse(RuntimeError):
    """A service takes a number outside a transaction: a fault of ours, not a refusal to anybody."""


def take_number(code: str, *, object_key: str, by: Actor, at: datetime) -> int:
    """Give the paper the next number of the series, which begins with 1 or its start; a paper that has one keeps it.

    `code` names the series («protocols:17:2024») and is made by the first who asks; `object_key` names the paper
    («protocol:12»).

    Raises:
        NumberingMisuse: there is no transaction around; without the paper stored in it, the number would be a gap.
        NumberUnfit: the series is full.
    """
    series = _locked(code)
    value = _number_in(series, object_key)
    if value is None:
        value = series.next_value
        _issue(series, value, object_key=object_key, by=by, at=at)
    return value


def take_numbers(code: str, object_keys: Sequence[str], *, by: Actor, at: datetime) -> list[int]:
    """`take_number` for many papers at once: their numbers, in the order of the keys, in few statements.

    Papers without a number get the next ones in the order given; those that have one keep it, a key named twice too.
    Given are all or none.

    Raises:
        NumberingMisuse: there is no transaction around.
        NumberUnfit: the series has no room for all of them.
    """
    _require_transaction()
    if not object_keys:
        return []
    series = _locked(code)
    numbers = _numbers_in(series, object_keys)
    # As a dictionary, so that a key named twice stands once and in its place.
    unnumbered = [key for key in dict.fromkeys(object_keys) if key not in numbers]
    given = dict(zip(unnumbered, range(series.next_value, series.next_value + len(unnumbered)), strict=True))
    if given:
        last = max(given.values())
        _require_fit(last)
        IssuedNumber.objects.bulk_create(_issued(series, value, key, by, at) for key, value in given.items())
        series.last_value = last
        series.save(update_fields=["last_value"])
    return [(numbers | given)[key] for key in object_keys]


def start_series(code: str, *, first: int, by: Actor, at: datetime) -> None:
    """Have the series begin with `first`; asked again with the same number, nothing happens. Audit is the caller's.

    Raises:
        NumberUnfit: `first` is under 1 or over `GREATEST_NUMBER`.
        SeriesHasBegun: numbers of it are with papers already.
        NumberingMisuse: there is no transaction around.
    """
    _require_fit(first)
    series = _locked(code)
    if series.first_value == first:
        return
    if series.numbers.exists():
        raise SeriesHasBegun(
            f"Начать нумерацию с {first} уже нельзя: номера в ней выданы, последний — {series.last_value}. "
            f"Следующий будет {series.next_value}."
        )
    series.first_value = first
    series.save(update_fields=["first_value"])


def claim_number(code: str, value: int, *, object_key: str, by: Actor, at: datetime) -> int:
    """Let the paper keep the number it already carries; the series goes on after the greatest one.

    For papers made elsewhere: numbers between may stay free until their papers come.

    Raises:
        NumberUnfit: `value` is under 1 or over `GREATEST_NUMBER`.
        NumberTaken: another paper has it.
        AlreadyNumbered: the paper has another number of this series; return that one first.
        NumberingMisuse: there is no transaction around.
    """
    _require_fit(value)
    series = _locked(code)
    own = _number_in(series, object_key)
    if own == value:
        return value
    if own is not None:
        raise AlreadyNumbered(f"У этой бумаги уже есть номер {own}, второго у неё быть не может.")
    if series.numbers.filter(value=value).exists():
        raise NumberTaken(f"Номер {value} уже есть у другой бумаги. Проверьте номер или поставьте другой.")
    _issue(series, value, object_key=object_key, by=by, at=at)
    return value


def return_number(code: str, *, object_key: str, by: Actor, at: datetime) -> int | None:
    """Take the paper's number back, so that the next paper gets it; which one it was, None when it had none.

    Only the last number of a series returns: another would leave a gap among papers that are signed. `by` and `at` are
    the deed's, whose audit the caller writes.

    Raises:
        NumberNotLast: numbers after it were given out.
        NumberingMisuse: there is no transaction around.
    """
    series = _locked(code)
    value = _number_in(series, object_key)
    if value is None:
        return None
    if value != series.last_value:
        raise NumberNotLast(
            f"После номера {value} уже выданы другие, последний — {series.last_value}. "
            "Освободить можно только последний номер: иначе в нумерации останется пропуск."
        )
    series.numbers.filter(object_key=object_key).delete()
    # Not `value - 1`: a claimed number may have stood far above the one before it.
    series.last_value = series.numbers.aggregate(last=Max("value"))["last"] or 0
    series.save(update_fields=["last_value"])
    return value


def _locked(code: str) -> NumberSeries:
    """The series, made when it is new, and nobody else's until the caller's transaction ends."""
    _require_transaction()
    rows = NumberSeries.objects.select_for_update()
    series = rows.filter(code=code).first()
    if series is None:
        # Two may make it at once: the later one waits here, stores nothing and takes the other's row.
        NumberSeries.objects.bulk_create([NumberSeries(code=code)], ignore_conflicts=True)
        series = rows.get(code=code)
    return series


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise NumberingMisuse("A number is taken in the transaction that stores its paper; there is none.")


def _number_in(series: NumberSeries, object_key: str) -> int | None:
    return series.numbers.filter(object_key=object_key).values_list("value", flat=True).first()


def _numbers_in(series: NumberSeries, object_keys: Sequence[str]) -> dict[str, int]:
    """The numbers that these papers have already."""
    found: dict[str, int] = {}
    for start in range(0, len(object_keys), KEYS_AT_ONCE):
        lot = series.numbers.filter(object_key__in=object_keys[start : start + KEYS_AT_ONCE])
        found.update(lot.values_list("object_key", "value"))
    return found


def _issue(series: NumberSeries, value: int, *, object_key: str, by: Actor, at: datetime) -> None:
    _require_fit(value)
    _issued(series, value, object_key, by, at).save(force_insert=True)
    if value > series.last_value:
        series.last_value = value
        series.save(update_fields=["last_value"])


def _issued(series: NumberSeries, value: int, object_key: str, by: Actor, at: datetime) -> IssuedNumber:
    return IssuedNumber(
        series=series,
        value=value,
        object_key=object_key,
        issued_at=at,
        issued_by_kind=str(by.actor_kind),
        issued_by_id=by.actor_id,
        issued_by_name=by.actor_name[:200],
    )


def _require_fit(value: int) -> None:
    if not 1 <= value <= GREATEST_NUMBER:
        raise NumberUnfit(f"Номер — целое число от 1 до {GREATEST_NUMBER}.")
