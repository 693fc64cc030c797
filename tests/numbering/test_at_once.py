"""Many at once, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, connections, transaction

from stellazh.common.actor import System
from stellazh.numbering.models import IssuedNumber, NumberSeries
from stellazh.numbering.services import (
    NumberingMisuse,
    NumberTaken,
    SeriesHasBegun,
    claim_number,
    return_number,
    start_series,
    take_number,
    take_numbers,
)

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "protocols:17:2024"
BY = System("тест")
COUNT = 64


def at_once(count: int, deed: Callable[[int], object]) -> list[object]:
    """What the deed gives in so many threads that start together: its answer or the name of its refusal."""
    start, found = threading.Barrier(count), []

    def run(place: int) -> None:
        start.wait()
        try:
            with transaction.atomic():
                answer = deed(place)
            found.append(answer)
        except Exception as refusal:
            found.append(type(refusal).__name__)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


def given(code: str = CODE) -> list[int]:
    return list(IssuedNumber.objects.filter(series__code=code).order_by("value").values_list("value", flat=True))


def test_64_takers_of_a_new_series_get_1_to_64(at: datetime) -> None:
    found = at_once(COUNT, lambda n: take_number(CODE, object_key=f"protocol:{n}", by=BY, at=at))

    assert sorted(map(str, found), key=int) == [str(n) for n in range(1, COUNT + 1)]
    assert given() == list(range(1, COUNT + 1))
    assert NumberSeries.objects.get().last_value == COUNT


def test_takers_that_fail_leave_no_gap(at: datetime) -> None:
    def sign(place: int) -> int:
        number = take_number(CODE, object_key=f"protocol:{place}", by=BY, at=at)
        if place % 3 == 0:
            raise ZeroDivisionError
        return number

    found = at_once(COUNT, sign)

    numbers = sorted(number for number in found if isinstance(number, int))
    assert found.count("ZeroDivisionError") == 22
    assert numbers == given() == list(range(1, COUNT - 22 + 1))


def test_one_paper_pressed_many_times_gets_one_number(at: datetime) -> None:
    found = at_once(16, lambda _: take_number(CODE, object_key="protocol:1", by=BY, at=at))

    assert found == [1] * 16
    assert given() == [1]


def test_two_series_count_apart(at: datetime) -> None:
    codes = (CODE, "protocols:18:2024")

    at_once(COUNT, lambda n: take_number(codes[n % 2], object_key=f"protocol:{n}", by=BY, at=at))

    assert [given(code) for code in codes] == [list(range(1, 33))] * 2


def test_one_of_many_claims_wins(at: datetime) -> None:
    found = at_once(8, lambda n: claim_number(CODE, 5, object_key=f"protocol:{n}", by=BY, at=at))

    assert sorted(map(str, found)) == ["5"] + [NumberTaken.__name__] * 7
    assert given() == [5]


def test_returning_and_taking_at_once_leave_no_gap(at: datetime) -> None:
    with transaction.atomic():
        take_number(CODE, object_key="protocol:0", by=BY, at=at)

    def deed(place: int) -> object:
        if place == 0:
            return return_number(CODE, object_key="protocol:0", by=BY, at=at)
        return take_number(CODE, object_key=f"protocol:{place}", by=BY, at=at)

    at_once(8, deed)

    assert given() == list(range(1, len(given()) + 1))
    assert len(given()) in (7, 8)


def test_number_is_not_taken_outside_a_transaction(at: datetime) -> None:
    with pytest.raises(NumberingMisuse):
        take_number(CODE, object_key="protocol:1", by=BY, at=at)

    assert not NumberSeries.objects.exists()


def test_many_who_take_many_share_the_series_without_gap_or_double(at: datetime) -> None:
    def award(place: int) -> list[int]:
        return take_numbers(CODE, [f"certificate:{place}:{n}" for n in range(50)], by=BY, at=at)

    found = [numbers for numbers in at_once(8, award) if isinstance(numbers, list)]

    assert sorted(number for numbers in found for number in numbers) == given() == list(range(1, 401))
    assert [numbers == list(range(numbers[0], numbers[0] + 50)) for numbers in found] == [True] * 8


def test_those_who_take_one_and_those_who_take_many_mix_and_failures_leave_no_gap(at: datetime) -> None:
    def deed(place: int) -> object:
        if place % 2:
            return take_number(CODE, object_key=f"certificate:{place}", by=BY, at=at)
        take_numbers(CODE, [f"certificate:{place}:{n}" for n in range(10)], by=BY, at=at)
        if place == 4:
            raise ZeroDivisionError
        return place

    found = at_once(8, deed)

    assert found.count("ZeroDivisionError") == 1
    assert given() == list(range(1, 3 * 10 + 4 + 1))


def test_the_same_papers_taken_many_times_at_once_get_their_numbers_once(at: datetime) -> None:
    keys = [f"certificate:{n}" for n in range(20)]

    found = at_once(8, lambda _: take_numbers(CODE, keys, by=BY, at=at))

    assert found == [list(range(1, 21))] * 8
    assert given() == list(range(1, 21))


def test_a_start_and_a_taker_at_once_agree(at: datetime) -> None:
    def deed(place: int) -> object:
        if place == 0:
            return start_series(CODE, first=100, by=BY, at=at)
        return take_number(CODE, object_key="certificate:1", by=BY, at=at)

    found = at_once(2, deed)

    assert (SeriesHasBegun.__name__ in found, given()) in [(False, [100]), (True, [1])]


def test_many_numbers_are_not_taken_outside_a_transaction(at: datetime) -> None:
    for keys in ([], ["certificate:1"]):
        with pytest.raises(NumberingMisuse):
            take_numbers(CODE, keys, by=BY, at=at)
    with pytest.raises(NumberingMisuse):
        start_series(CODE, first=5, by=BY, at=at)

    assert not NumberSeries.objects.exists()
