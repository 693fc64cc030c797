"""Votes: what is kept, what is counted, what is refused."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellazh.common.actor import Guest
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.people.models import Person
from stellazh.protocols import services
from stellazh.protocols.enums import PartRole, PresentShown, VoteChoice, VoteMode
from stellazh.protocols.models import AgendaItem, Decision, Protocol, ProtocolPerson, RollCall, Vote
from stellazh.protocols.reads.counting import headcount
from stellazh.protocols.services import VoteFields, WrongVote
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.protocols import AgendaItemFactory, DecisionFactory, ProtocolFactory, ProtocolPersonFactory

ROLL_OF_THREE = (VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAINED)


def put(protocol: Protocol, by: Any, at: datetime, fields: VoteFields, **changes: Any) -> Vote:
    values: dict[str, Any] = {"item_id": None, "decision_id": None, "expected_version": None}
    return services.put_vote(protocol.pk, fields=fields, **{**values, **changes}, by=by, at=at)


def counts(vote: Vote) -> tuple[int | None, int | None, int | None]:
    return vote.for_count, vote.against_count, vote.abstained_count


def test_unanimous_vote_is_everybody_who_has_one(
    protocol: Protocol, item: AgendaItem, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    ProtocolPersonFactory(protocol=protocol, role=PartRole.INVITED)
    ProtocolPersonFactory(protocol=protocol, role=PartRole.EXCUSED)

    vote = put(protocol, head, at, VoteFields(VoteMode.UNANIMOUS), item_id=item.pk)

    assert (vote.item, vote.decision, vote.mode, counts(vote), vote.version) == (item, None, "unanimous", (3, 0, 0), 1)
    assert deeds(protocol) == [
        (
            "vote_put",
            str(head.pk),
            {"Как голосовали": ["", "единогласно"], "За": ["", "3"], "Против": ["", "0"], "Воздержались": ["", "0"]},
        )
    ]


def test_unanimous_vote_without_anybody_marked_has_no_counts(protocol: Protocol, head: Person, at: datetime) -> None:
    assert counts(put(protocol, head, at, VoteFields(VoteMode.UNANIMOUS))) == (None, None, None)


def test_vote_by_counts_keeps_them(
    protocol: Protocol, decision: Decision, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    vote = put(protocol, head, at, VoteFields(VoteMode.COUNTS, 2, None, 1), decision_id=decision.pk)

    assert (vote.item, vote.decision, counts(vote)) == (None, decision, (2, 0, 1))


def test_vote_by_roll_is_counted_from_its_names(
    protocol: Protocol, item: AgendaItem, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    roll = tuple((row.pk, choice) for row, choice in zip(present, ROLL_OF_THREE, strict=True))

    vote = put(protocol, head, at, VoteFields(VoteMode.ROLL, 50, 50, 50, roll), item_id=item.pk)

    assert counts(vote) == (1, 1, 1)
    assert set(vote.roll.values_list("voter", "choice")) == set(roll)
    assert deeds(protocol)[0][2]["Поимённо"][1] == (
        f"{present[0].name}: за; {present[1].name}: против; {present[2].name}: воздержались"
    )


def test_vote_is_changed_and_loses_its_roll(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    roll = tuple((row.pk, VoteChoice.FOR) for row in present)
    first = put(protocol, head, at, VoteFields(VoteMode.ROLL, roll=roll))

    vote = put(protocol, head, at, VoteFields(VoteMode.COUNTS, 2, 1, 0), expected_version=1)

    assert (vote.pk, vote.version, counts(vote), RollCall.objects.count()) == (first.pk, 2, (2, 1, 0), 0)


def test_equal_vote_changes_nothing_whatever_the_version(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    roll = tuple((row.pk, VoteChoice.FOR) for row in present)
    put(protocol, head, at, VoteFields(VoteMode.ROLL, roll=roll))

    again = put(protocol, head, at, VoteFields(VoteMode.ROLL, roll=roll[::-1]))

    assert (again.version, len(deeds(protocol))) == (1, 1)


def test_vote_tells_both_when_somebody_was_faster(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, methodist: Person, at: datetime
) -> None:
    put(protocol, methodist, at, VoteFields(VoteMode.COUNTS, 3, 0, 0))

    with pytest.raises(ChangedMeanwhile) as clash:
        put(protocol, head, at, VoteFields(VoteMode.COUNTS, 2, 1, 0))

    assert (clash.value.theirs, clash.value.mine) == ({"За": "3", "Против": "0"}, {"За": "2", "Против": "1"})


def test_more_votes_than_voters_are_refused(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    present[2].has_vote = False
    present[2].save()

    nothing_changes(
        lambda: put(protocol, head, at, VoteFields(VoteMode.COUNTS, 2, 1, 0)),
        services.MoreVotesThanVoters,
        "Посчитано 3 голоса, а с правом голоса 2 человека",
    )


def test_members_are_the_most_where_nobody_is_marked(protocol: Protocol, head: Person, at: datetime) -> None:
    Protocol.objects.filter(pk=protocol.pk).update(member_count=5)

    nothing_changes(lambda: put(protocol, head, at, VoteFields(VoteMode.COUNTS, 6, 0, 0)), services.MoreVotesThanVoters)
    assert counts(put(protocol, head, at, VoteFields(VoteMode.COUNTS, 5, 0, 0))) == (5, 0, 0)


def test_roll_of_wrong_people_is_refused(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    invited: Any = ProtocolPersonFactory(protocol=protocol, role=PartRole.INVITED)
    excused: Any = ProtocolPersonFactory(protocol=protocol, role=PartRole.EXCUSED)
    elsewhere: Any = ProtocolPersonFactory()
    present[2].has_vote = False
    present[2].save()
    rolls = [((row.pk, VoteChoice.FOR),) for row in (invited, excused, elsewhere, present[2])]
    rolls.append(((present[0].pk, VoteChoice.FOR), (present[0].pk, VoteChoice.AGAINST)))

    for roll in rolls:
        fields = VoteFields(VoteMode.ROLL, roll=roll)
        nothing_changes(lambda fields=fields: put(protocol, head, at, fields), services.NotAVoter)


def test_unknown_codes_and_counts_are_refused(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    for fields in (
        VoteFields("by shouting"),
        VoteFields(VoteMode.COUNTS, -1),
        VoteFields(VoteMode.COUNTS, 10**9),
        VoteFields(VoteMode.ROLL, roll=((present[0].pk, "perhaps"),)),
    ):
        nothing_changes(lambda fields=fields: put(protocol, head, at, fields), WrongVote)


def test_vote_of_what_is_not_there_is_refused(
    protocol: Protocol, item: AgendaItem, decision: Decision, head: Person, at: datetime
) -> None:
    fields = VoteFields(VoteMode.UNANIMOUS)
    other_item: Any = AgendaItemFactory()
    other: Any = DecisionFactory()
    second: Any = AgendaItemFactory(protocol=protocol)

    for changes in (
        {"item_id": other_item.pk},
        {"decision_id": other.pk},
        {"item_id": second.pk, "decision_id": decision.pk},
    ):
        nothing_changes(
            lambda changes=changes: put(protocol, head, at, fields, **changes), services.RowOfAnotherProtocol
        )
    services.archive_decision(decision.pk, by=head, at=at)
    nothing_changes(lambda: put(protocol, head, at, fields, decision_id=decision.pk), services.RowIsArchived)


def test_votes_are_kept_by_keepers(
    protocol: Protocol, member: Person, stranger: Person, region_head: Person, head: Person, at: datetime
) -> None:
    vote = put(protocol, head, at, VoteFields(VoteMode.UNANIMOUS))

    for actor in (member, stranger, region_head, Guest()):
        nothing_changes(lambda actor=actor: put(protocol, actor, at, VoteFields("counts", 1)), PermissionRefused)
        nothing_changes(lambda actor=actor: services.withdraw_vote(vote.pk, by=actor, at=at), PermissionRefused)


def test_withdrawn_vote_stays_in_the_journal(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    vote = put(protocol, head, at, VoteFields(VoteMode.COUNTS, 3, 0, 0))

    services.withdraw_vote(vote.pk, by=head, at=at)
    services.withdraw_vote(vote.pk, by=head, at=at)

    assert not Vote.objects.exists()
    assert deeds(protocol)[1:] == [
        (
            "vote_withdrawn",
            str(head.pk),
            {
                "Как голосовали": ["числом голосов", ""],
                "За": ["3", ""],
                "Против": ["0", ""],
                "Воздержались": ["0", ""],
            },
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_two_first_votes_at_once_are_one_vote_and_one_clash(
    protocol: Protocol, present: list[ProtocolPerson], head: Person, at: datetime
) -> None:
    numbers = {"ane": 1, "bob": 2}

    def vote() -> str:
        number = numbers[threading.current_thread().name]
        return str(put(protocol, head, at, VoteFields(VoteMode.COUNTS, number, 0, 0)).for_count)

    found = at_once(vote)

    assert sorted(found, key=len) == [str(Vote.objects.get().for_count), "ChangedMeanwhile"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(st.sampled_from(list(PartRole)), st.booleans(), st.booleans()), max_size=6),
    said=st.none() | st.integers(0, 9),
    shown=st.sampled_from(list(PresentShown)),
    typed=st.tuples(*[st.none() | st.integers(0, 7)] * 3),
    roll=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(list(VoteChoice))), max_size=7),
    mode=st.sampled_from(list(VoteMode)),
)
def test_no_accepted_vote_exceeds_the_voters(
    db: None,
    head: Person,
    protocol: Protocol,
    at: datetime,
    people: list[tuple[str, bool, bool]],
    said: int | None,
    shown: str,
    typed: tuple[int | None, int | None, int | None],
    roll: list[tuple[int, str]],
    mode: str,
) -> None:
    with transaction.atomic():
        Protocol.objects.filter(pk=protocol.pk).update(said_count=said, present_shown=shown)
        rows: list[Any] = [
            ProtocolPersonFactory(protocol=protocol, role=role, person=None, name=f"Вербина {n}", is_remote=remote,
                                  has_vote=vote)
            for n, (role, remote, vote) in enumerate(people)
        ]  # fmt: skip
        named = tuple((rows[n].pk if n < len(rows) else 0, choice) for n, choice in roll)
        heads = headcount(Protocol.objects.get(pk=protocol.pk))

        try:
            vote = put(protocol, head, at, VoteFields(mode, *typed, roll=named))
        except WrongVote:
            accepted = None
        else:
            accepted = vote
        total = sum(count or 0 for count in counts(accepted)) if accepted else 0
        allowed = {row.pk for row in heads.voters}
        strangers = [row.voter_id for row in accepted.roll.all() if row.voter_id not in allowed] if accepted else []
        transaction.set_rollback(True)

    assert heads.voter_count is None or total <= heads.voter_count
    assert strangers == []


def test_database_keeps_one_vote_of_each_thing(protocol: Protocol, item: AgendaItem, decision: Decision) -> None:
    for values in ({"item": item}, {"decision": decision}, {}):
        Vote.objects.create(protocol=protocol, **values)
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(protocol=protocol, **values)


def test_database_refuses_counts_that_are_missing(protocol: Protocol) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(protocol=protocol, mode=VoteMode.COUNTS, for_count=1, against_count=1)


def test_database_refuses_a_second_voice(protocol: Protocol, present: list[ProtocolPerson]) -> None:
    vote = Vote.objects.create(protocol=protocol, mode=VoteMode.ROLL)
    RollCall.objects.create(vote=vote, voter=present[0], choice=VoteChoice.FOR)

    with pytest.raises(IntegrityError), transaction.atomic():
        RollCall.objects.create(vote=vote, voter=present[0], choice=VoteChoice.AGAINST)


def test_votes_of_other_meetings_are_not_touched(protocol: Protocol, head: Person, at: datetime) -> None:
    other: Any = ProtocolFactory()
    kept = Vote.objects.create(protocol=other)

    put(protocol, head, at, VoteFields(VoteMode.UNANIMOUS))

    kept.refresh_from_db()
    assert (kept.protocol, kept.version, Vote.objects.count()) == (other, 1, 2)
