"""Which number a draft is offered, and what is said when days and numbers would part."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.numbering.services import claim_number, take_number
from stellazh.people.models import Person
from stellazh.protocols.models import Protocol
from stellazh.protocols.reads.numbers import number_at_signing, order_doubts, proposed_number, proposed_numbers
from tests.factories.protocols import NOW, ProtocolFactory

pytestmark = pytest.mark.django_db


def draft(association: Association, day: int, **fields: Any) -> Protocol:
    return ProtocolFactory.create(association=association, held_on=date(2024, 10, day), **fields)


def signed(association: Association, day: int, by: Person) -> Protocol:
    protocol = draft(association, day)
    number = take_number(protocol.series_code, object_key=protocol.object_key, by=by, at=NOW)
    Protocol.objects.filter(pk=protocol.pk).update(number=number, status="signed", signed_at=NOW)
    protocol.refresh_from_db()
    return protocol


def test_drafts_are_offered_numbers_by_the_order_of_meetings(association: Association, head: Person) -> None:
    signed(association, 1, head)
    third, first, second = (
        draft(association, 9, starts_at=time(14)), draft(association, 8), draft(association, 9, starts_at=time(10)),
    )  # fmt: skip

    assert [proposed_number(one) for one in (first, second, third)] == [2, 3, 4]


def test_meetings_of_one_day_without_hours_follow_one_another_as_begun(association: Association) -> None:
    one, two = draft(association, 8), draft(association, 8)

    assert proposed_numbers([two, one]) == {one.pk: 1, two.pk: 2}


def test_signed_protocol_keeps_its_number(association: Association, head: Person) -> None:
    protocol = signed(association, 8, head)
    draft(association, 1)

    assert (proposed_number(protocol), number_at_signing(protocol)) == (1, 1)


def test_only_drafts_of_the_same_series_count(association: Association, neighbour: Association) -> None:
    draft(neighbour, 1)
    draft(association, 1, school_year=2023)
    draft(association, 1, archived_at=NOW)
    own = draft(association, 8)

    assert proposed_number(own) == 1
    assert order_doubts(own).words == ()


def test_a_claimed_number_is_followed(association: Association, head: Person) -> None:
    own = draft(association, 8)
    claim_number(own.series_code, 7, object_key="protocol:0", by=head, at=NOW)

    assert proposed_number(own) == 8


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_of_a_list_cost_two_queries(association: Association, django_assert_num_queries, count: int) -> None:  # type: ignore[no-untyped-def]
    rows = [draft(association, 8) for _ in range(count)]

    with django_assert_num_queries(2):
        assert sorted(proposed_numbers(rows).values()) == list(range(1, count + 1))


def test_a_later_meeting_signed_already_is_explained(association: Association, head: Person) -> None:
    signed(association, 1, head)
    signed(association, 20, head)
    own = draft(association, 13)

    doubts = order_doubts(own)

    assert bool(doubts)
    assert doubts.words == (
        (
            "Протокол заседания 20 октября уже подписан под №\xa02. Этот, от 13 октября, получит №\xa03: номера пойдут "
            "не по порядку дат."
        ),
    )


def test_an_earlier_meeting_without_a_protocol_is_explained(association: Association) -> None:
    for day in (1, 2, 3, 4, 5):
        draft(association, day)
    own = draft(association, 13)
    draft(association, 14)

    words = order_doubts(own).words

    assert len(words) == 4
    assert words[0] == (
        "Заседание 1 октября ещё без подписанного протокола: подпишите сначала его – или номера пойдут не по порядку "
        "дат."
    )
    assert words[3] == "Ещё неподписанных протоколов более ранних заседаний: 2."


def test_meetings_in_order_raise_no_doubt(association: Association, head: Person) -> None:
    signed(association, 1, head)
    own = draft(association, 13)

    assert not order_doubts(own)
    assert number_at_signing(own) == 2
    assert not order_doubts(signed(association, 2, head))
