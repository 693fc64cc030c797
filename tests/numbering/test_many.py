"""Numbers for many papers at once, and series that begin where they are told to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.common.actor import System
from stellazh.numbering.models import IssuedNumber, NumberSeries
from stellazh.numbering.reads import first_value, next_value, number_of
from stellazh.numbering.services import (
    GREATEST_NUMBER,
    NumberUnfit,
    SeriesHasBegun,
    claim_number,
    return_number,
    start_series,
    take_number,
    take_numbers,
)
from tests.checks import nothing_changes
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
CODE = "certificates:17:2024"
BY = System("тест")


def keys(count: int) -> list[str]:
    return [f"certificate:{n}" for n in range(count)]


def take(object_keys: list[str], at: datetime) -> list[int]:
    return take_numbers(CODE, object_keys, by=BY, at=at)


def take_one(object_key: str, at: datetime) -> int:
    return take_number(CODE, object_key=object_key, by=BY, at=at)


def start(first: int, at: datetime) -> None:
    start_series(CODE, first=first, by=BY, at=at)


def values() -> list[int]:
    return list(IssuedNumber.objects.order_by("value").values_list("value", flat=True))


def test_many_papers_get_numbers_in_their_order_with_who_and_when(at: datetime) -> None:
    person = PersonFactory(family_name="Ольхова")

    numbers = take_numbers(CODE, keys(500), by=person, at=at)

    assert numbers == list(range(1, 501)) == values()
    assert NumberSeries.objects.get().last_value == 500
    issued = IssuedNumber.objects.get(value=318)
    assert (issued.object_key, issued.issued_at) == ("certificate:317", at)
    assert (issued.issued_by_kind, issued.issued_by_id, issued.issued_by_name) == (
        "person", str(person.pk), person.actor_name,
    )  # fmt: skip


def test_papers_that_have_numbers_keep_them(at: datetime) -> None:
    take_one("certificate:2", at)
    claim_number(CODE, 7, object_key="certificate:0", by=BY, at=at)

    assert take(keys(4), at) == [7, 8, 1, 9]
    assert take(keys(4), at) == [7, 8, 1, 9]
    assert take_one("certificate:9", at) == 10
    assert values() == [1, 7, 8, 9, 10]


def test_a_paper_named_twice_gets_one_number(at: datetime) -> None:
    assert take(["certificate:1", "certificate:2", "certificate:1"], at) == [1, 2, 1]
    assert values() == [1, 2]


def test_no_papers_make_no_series(at: datetime) -> None:
    assert take([], at) == []
    assert not NumberSeries.objects.exists()


def test_a_series_without_room_for_all_gives_none(at: datetime) -> None:
    claim_number(CODE, GREATEST_NUMBER - 2, object_key="certificate:x", by=BY, at=at)

    nothing_changes(lambda: take(keys(3), at), NumberUnfit, "от 1 до 999999")

    assert take(keys(2), at) == [GREATEST_NUMBER - 1, GREATEST_NUMBER]


def test_500_numbers_cost_few_statements(at: datetime) -> None:
    take_one("certificate:first", at)

    with CaptureQueriesContext(
        connection,
    ) as few:
        take([f"few:{n}" for n in range(2)], at)
    with CaptureQueriesContext(connection) as many:
        take(keys(500), at)

    # SQLite takes 999 parameters at once, seven for each number.
    assert len(few) == 4
    assert len(many) <= len(few) + 500 * 7 // 999


def test_a_series_begins_with_its_start(at: datetime) -> None:
    start(100, at)

    assert (next_value(CODE), first_value(CODE)) == (100, 100)
    assert (take_one("certificate:1", at), take(["certificate:2", "certificate:3"], at)) == (100, [101, 102])
    assert (next_value(CODE), first_value(CODE)) == (103, 100)


def test_a_series_nobody_started_begins_with_1(at: datetime) -> None:
    assert (next_value(CODE), first_value(CODE)) == (1, 1)


def test_the_start_may_be_moved_while_nothing_is_given_out(at: datetime) -> None:
    start(100, at)
    start(40, at)

    assert take_one("certificate:1", at) == 40
    assert return_number(CODE, object_key="certificate:1", by=BY, at=at) == 40

    start(70, at)
    assert take_one("certificate:1", at) == 70


def test_all_numbers_returned_lead_back_to_the_start(at: datetime) -> None:
    start(100, at)
    take(["certificate:1", "certificate:2"], at)

    returned = [return_number(CODE, object_key=f"certificate:{n}", by=BY, at=at) for n in (2, 1)]

    assert (returned, next_value(CODE), NumberSeries.objects.get().last_value) == ([101, 100], 100, 0)
    assert take_one("certificate:3", at) == 100


def test_a_number_claimed_below_the_start_leaves_the_start_where_it_is(at: datetime) -> None:
    start(100, at)
    claim_number(CODE, 5, object_key="certificate:old", by=BY, at=at)

    assert (next_value(CODE), take_one("certificate:1", at)) == (100, 100)
    assert return_number(CODE, object_key="certificate:1", by=BY, at=at) == 100
    assert next_value(CODE) == 100


def test_a_series_that_has_begun_is_not_started_anew(at: datetime) -> None:
    take(keys(3), at)

    nothing_changes(lambda: start(100, at), SeriesHasBegun, "с 100 уже нельзя.* последний — 3. Следующий будет 4")

    assert number_of(CODE, "certificate:0") == 1


def test_the_same_start_asked_again_changes_nothing(at: datetime) -> None:
    start(100, at)
    take_one("certificate:1", at)

    start(100, at)

    assert next_value(CODE) == 101


@pytest.mark.parametrize("first", [-1, 0, GREATEST_NUMBER + 1])
def test_a_start_has_to_be_fit(at: datetime, first: int) -> None:
    nothing_changes(lambda: start(first, at), NumberUnfit, "целое число")


def test_reading_what_comes_next_costs_one_query(at: datetime, django_assert_num_queries: Any) -> None:
    start(100, at)

    with django_assert_num_queries(1):
        assert next_value(CODE) == 100
