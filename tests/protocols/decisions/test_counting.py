"""Who is present, who has a vote, whether the quorum is there."""

from __future__ import annotations

from typing import Any

import pytest

from stellazh.people.models import Person
from stellazh.protocols.enums import PartRole, PresentShown, QuorumRule
from stellazh.protocols.models import Protocol, ProtocolPerson
from stellazh.protocols.reads import counting
from tests.factories.people import PersonFactory
from tests.factories.protocols import ProtocolPersonFactory

P, GUEST, E, A = PartRole.PRESENT, PartRole.INVITED, PartRole.EXCUSED, PartRole.ABSENT
CHAIR, LEADER, SECRETARY = PartRole.CHAIR, PartRole.LEADER, PartRole.SECRETARY


def name(protocol: Protocol, role: str, who: str = "", **values: Any) -> ProtocolPerson:
    name_of = who or f"Вербина {protocol.people.count()}"
    return ProtocolPersonFactory.create(protocol=protocol, role=role, person=None, name=name_of, **values)


# Rows (role, name, remote, has a vote) and what follows: present, in the room, remote, voters.
@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], (None, None, 0, None)),
        ([(P, "А", False, True), (P, "Б", False, True)], (2, 2, 0, 2)),
        ([(P, "А", False, True), (P, "Б", True, True)], (2, 1, 1, 2)),
        ([(P, "А", True, True), (P, "Б", True, False)], (2, 0, 2, 1)),
        ([(P, "А", False, True), (E, "Б", False, True), (A, "В", False, True), (GUEST, "Г", True, True)], (1, 1, 0, 1)),
        ([(P, "А", False, True), (CHAIR, "А", False, True)], (1, 1, 0, 1)),
        ([(P, "А", False, False), (CHAIR, "А", False, True)], (1, 1, 0, 0)),
        ([(P, "Б", False, True), (CHAIR, "А", False, True)], (2, 2, 0, 2)),
        ([(CHAIR, "А", False, True), (SECRETARY, "А", False, True), (LEADER, "Б", False, True)], (2, 2, 0, 2)),
        ([(GUEST, "А", False, True), (LEADER, "А", False, True), (P, "Б", False, True)], (1, 1, 0, 1)),
        ([(E, "А", False, True)], (None, None, 0, None)),
    ],
)
def test_everybody_counts_once_by_what_she_is(
    protocol: Protocol, rows: list[tuple[str, str, bool, bool]], wanted: tuple[int | None, ...]
) -> None:
    for role, who, is_remote, has_vote in rows:
        name(protocol, role, who, is_remote=is_remote, has_vote=has_vote)

    heads = counting.headcount(protocol)

    assert (heads.present_count, heads.room_count, heads.remote_count, heads.voter_count) == wanted


# Listed as present, said in words, shown how; and how many were there, how many votes there are.
@pytest.mark.parametrize(
    ("listed", "said", "shown", "wanted"),
    [
        (0, 13, PresentShown.COUNT, (13, 13)),
        (0, 13, PresentShown.LIST, (13, 13)),
        (2, 13, PresentShown.COUNT, (13, 12)),
        (2, 13, PresentShown.LIST, (2, 1)),
        (2, 1, PresentShown.COUNT, (2, 1)),
        (0, 0, PresentShown.COUNT, (0, 0)),
    ],
)
def test_number_said_counts_where_the_list_is_not_whole(
    protocol: Protocol, listed: int, said: int, shown: str, wanted: tuple[int, int]
) -> None:
    protocol.said_count, protocol.present_shown = said, shown
    for place in range(listed):
        name(protocol, P, has_vote=place > 0)

    heads = counting.headcount(protocol)

    assert (heads.present_count, heads.voter_count) == wanted


def test_namesakes_with_cards_are_two_people(protocol: Protocol) -> None:
    namesakes: list[Person] = [PersonFactory.create(family_name="Ольхова") for _ in "ab"]
    for role, person in zip((P, CHAIR), namesakes, strict=True):
        ProtocolPersonFactory(protocol=protocol, role=role, person=person)

    assert counting.present_count(protocol) == 2
    assert len(counting.voters(protocol)) == 2


def test_lists_name_those_they_count(protocol: Protocol) -> None:
    here = name(protocol, P)
    without = name(protocol, P, has_vote=False)
    for role in (GUEST, E, A):
        name(protocol, role)

    heads = counting.headcount(protocol)

    assert (counting.present_people(protocol), counting.voters(protocol)) == ((here, without), (here,))
    assert [len(rows) for rows in (heads.invited, heads.excused, heads.absent)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("rule", "members", "here", "text", "printed"),
    [
        (QuorumRule.NONE, 20, 3, "", ""),
        (QuorumRule.HALF, None, 3, "Кворум не посчитать: впишите, сколько членов с правом голоса.", ""),
        (QuorumRule.HALF, 20, 0, "Кворум не посчитать: отметьте, кто присутствовал.", ""),
        (QuorumRule.HALF, 20, 13, "Кворум есть: 13 из 20 членов.", "кворум имеется"),
        (QuorumRule.HALF, 20, 11, "Кворум есть: 11 из 20 членов.", "кворум имеется"),
        (QuorumRule.HALF, 20, 10, "Кворума нет: 10 из 20 членов, нужно не меньше 11.", "кворум отсутствует"),
        (QuorumRule.HALF, 21, 11, "Кворум есть: 11 из 21 члена.", "кворум имеется"),
        (QuorumRule.TWO_THIRDS, 20, 13, "Кворума нет: 13 из 20 членов, нужно не меньше 14.", "кворум отсутствует"),
        (QuorumRule.TWO_THIRDS, 20, 14, "Кворум есть: 14 из 20 членов.", "кворум имеется"),
        (QuorumRule.TWO_THIRDS, 21, 14, "Кворум есть: 14 из 21 члена.", "кворум имеется"),
        (QuorumRule.TWO_THIRDS, 1, 1, "Кворум есть: 1 из 1 члена.", "кворум имеется"),
    ],
)
def test_quorum_is_of_members_with_a_vote(
    protocol: Protocol, rule: str, members: int | None, here: int, text: str, printed: str
) -> None:
    protocol.quorum, protocol.member_count, protocol.said_count = rule, members, here or None

    standing = counting.quorum_standing(protocol)

    assert (standing.is_asked, standing.text, standing.printed) == (rule != QuorumRule.NONE, text, printed)


def test_remote_members_make_the_quorum_and_excused_do_not(protocol: Protocol) -> None:
    protocol.quorum, protocol.member_count = QuorumRule.HALF, 4
    name(protocol, P)
    name(protocol, P, is_remote=True)
    name(protocol, E)
    before = counting.quorum_standing(protocol).is_reached
    name(protocol, P, is_remote=True)

    after = counting.quorum_standing(protocol).is_reached

    assert (before, after) == (False, True)
