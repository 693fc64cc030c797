"""Numbers taken, claimed and returned, by one at a time."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from stellazh.common.actor import System
from stellazh.numbering.models import IssuedNumber, NumberSeries
from stellazh.numbering.reads import last_values, next_value, number_of
from stellazh.numbering.services import (
    GREATEST_NUMBER,
    AlreadyNumbered,
    NumberNotLast,
    NumberTaken,
    NumberUnfit,
    claim_number,
    return_number,
    take_number,
)
from stellazh.people.models import Person
from stellazh.people.services import erasure
from tests.checks import nothing_changes
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
CODE = "protocols:17:2024"
BY = System("тест")


def take(key: str, at: datetime, code: str = CODE) -> int:
    return take_number(code, object_key=key, by=BY, at=at)


def claim(value: int, key: str, at: datetime) -> int:
    return claim_number(CODE, value, object_key=key, by=BY, at=at)


def give_back(key: str, at: datetime) -> int | None:
    return return_number(CODE, object_key=key, by=BY, at=at)


def values() -> list[int]:
    return list(IssuedNumber.objects.order_by("value").values_list("value", flat=True))


def test_number_is_taken_and_kept_with_who_and_when(at: datetime) -> None:
    person = PersonFactory(family_name="Ольхова")

    number = take_number(CODE, object_key="protocol:1", by=person, at=at)

    issued = IssuedNumber.objects.get()
    assert (number, issued.value, issued.series.code, issued.series.last_value) == (1, 1, CODE, 1)
    assert (issued.object_key, issued.issued_at) == ("protocol:1", at)
    assert (issued.issued_by_kind, issued.issued_by_id, issued.issued_by_name) == (
        "person", str(person.pk), person.actor_name,
    )  # fmt: skip
    assert str(issued) == "№ 1"


def test_numbers_follow_each_other_in_each_series(at: datetime) -> None:
    here = [take(f"protocol:{n}", at) for n in range(3)]
    there = [take(f"protocol:{n}", at, "protocols:18:2024") for n in range(10, 12)]

    assert (here, there) == ([1, 2, 3], [1, 2])
    assert last_values([CODE, "protocols:18:2024", "protocols:19:2024"]) == {
        CODE: 3, "protocols:18:2024": 2, "protocols:19:2024": 0,
    }  # fmt: skip


def test_paper_asked_again_keeps_its_number(at: datetime) -> None:
    first = take("protocol:1", at)
    take("protocol:2", at)

    assert take("protocol:1", at) == first
    assert values() == [1, 2]


def test_number_of_a_deed_that_failed_goes_to_the_next(at: datetime) -> None:
    take("protocol:1", at)
    with transaction.atomic():
        take("protocol:2", at)
        transaction.set_rollback(True)

    assert take("protocol:3", at) == 2
    assert number_of(CODE, "protocol:2") is None


def test_series_is_full_at_last(at: datetime) -> None:
    claim(GREATEST_NUMBER, "protocol:1", at)

    nothing_changes(lambda: take("protocol:2", at), NumberUnfit, "от 1 до 999999")


def test_reads_tell_what_is_given_and_what_comes(at: datetime) -> None:
    assert (next_value(CODE), number_of(CODE, "protocol:1")) == (1, None)

    take("protocol:1", at)

    assert (next_value(CODE), number_of(CODE, "protocol:1")) == (2, 1)
    assert (number_of(CODE, "protocol:2"), number_of("protocols:18:2024", "protocol:1")) == (None, None)
    assert NumberSeries.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_last_values_cost_one_query(at: datetime, count: int, django_assert_num_queries: object) -> None:
    codes = [f"protocols:{n}:2024" for n in range(count)]
    for code in codes:
        take("protocol:1", at, code)

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = last_values(codes)

    assert found == dict.fromkeys(codes, 1)


def test_claimed_number_moves_the_series_on(at: datetime) -> None:
    take("protocol:1", at)

    assert claim(5, "protocol:5", at) == 5
    assert claim(5, "protocol:5", at) == 5
    assert claim(3, "protocol:3", at) == 3
    assert (take("protocol:6", at), values()) == (6, [1, 3, 5, 6])


def test_claimed_number_of_another_paper_is_refused(at: datetime) -> None:
    take("protocol:1", at)

    nothing_changes(lambda: claim(1, "protocol:2", at), NumberTaken, "^Номер 1 уже есть у другой бумаги")


def test_paper_claims_no_second_number(at: datetime) -> None:
    take("protocol:1", at)

    nothing_changes(lambda: claim(2, "protocol:1", at), AlreadyNumbered, "уже есть номер 1")


@pytest.mark.parametrize("value", [-1, 0, GREATEST_NUMBER + 1])
def test_claimed_number_has_to_be_fit(at: datetime, value: int) -> None:
    nothing_changes(lambda: claim(value, "protocol:1", at), NumberUnfit, "целое число")


def test_last_number_returns_and_goes_to_the_next(at: datetime) -> None:
    take("protocol:1", at)
    take("protocol:2", at)

    assert give_back("protocol:2", at) == 2
    assert number_of(CODE, "protocol:2") is None
    assert take("protocol:3", at) == 2


def test_all_numbers_return_from_the_last_on(at: datetime) -> None:
    keys = ["protocol:1", "protocol:2", "protocol:3"]
    for key in keys:
        take(key, at)

    assert [give_back(key, at) for key in reversed(keys)] == [3, 2, 1]
    assert next_value(CODE) == 1


def test_number_that_is_not_the_last_stays(at: datetime) -> None:
    take("protocol:1", at)
    take("protocol:2", at)

    nothing_changes(lambda: give_back("protocol:1", at), NumberNotLast, "После номера 1 .* последний — 2")


def test_returned_claim_takes_the_series_back_to_what_is_given(at: datetime) -> None:
    take("protocol:1", at)
    claim(2024, "protocol:2", at)

    assert give_back("protocol:2", at) == 2024
    assert take("protocol:3", at) == 2


def test_paper_without_a_number_returns_none(at: datetime) -> None:
    take("protocol:1", at)

    assert give_back("protocol:2", at) is None
    assert values() == [1]


def test_erased_person_gave_numbers_without_a_name(at: datetime) -> None:
    person: Person = PersonFactory(family_name="Берестова", without_account=True)
    take_number(CODE, object_key="protocol:1", by=person, at=at)

    erasure.erase_person(person.pk, by=erasure.ERASING, at=at)

    assert IssuedNumber.objects.get().issued_by_name == f"Удалённая карточка № {person.pk}"
