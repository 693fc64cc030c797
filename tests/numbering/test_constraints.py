"""What the database itself refuses."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from stellazh.numbering.models import IssuedNumber, NumberSeries

pytestmark = pytest.mark.django_db


def issued(series: NumberSeries, value: int, object_key: str, at: datetime) -> IssuedNumber:
    return IssuedNumber.objects.create(
        series=series, value=value, object_key=object_key, issued_at=at, issued_by_kind="system", issued_by_name="Тест"
    )


@pytest.fixture
def series(db: None) -> NumberSeries:
    return NumberSeries.objects.create(code="protocols:1:2024")


def test_a_series_exists_once(series: NumberSeries) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        NumberSeries.objects.create(code=series.code)


def test_last_value_is_never_below_zero(series: NumberSeries) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)check"), transaction.atomic():
        NumberSeries.objects.filter(pk=series.pk).update(last_value=-1)


def test_a_number_belongs_to_one_paper(series: NumberSeries, at: datetime) -> None:
    issued(series, 1, "protocol:1", at)
    issued(NumberSeries.objects.create(code="protocols:2:2024"), 1, "protocol:2", at)

    with pytest.raises(IntegrityError, match=r"(?i)number_belongs_to_one_paper|unique"), transaction.atomic():
        issued(series, 1, "protocol:3", at)


def test_a_paper_has_one_number(series: NumberSeries, at: datetime) -> None:
    issued(series, 1, "protocol:1", at)

    with pytest.raises(IntegrityError, match=r"(?i)paper_has_one_number|unique"), transaction.atomic():
        issued(series, 2, "protocol:1", at)


def test_numbers_begin_with_one(series: NumberSeries, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="numbers_begin_with_one"), transaction.atomic():
        issued(series, 0, "protocol:1", at)


def test_a_series_begins_with_one_or_later(series: NumberSeries) -> None:
    with pytest.raises(IntegrityError, match="series_begin_with_one_or_later"), transaction.atomic():
        NumberSeries.objects.filter(pk=series.pk).update(first_value=0)
