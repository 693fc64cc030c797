"""How a question, one decision, or everything at once was voted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.versions import require_version
from stellazh.protocols.enums import VoteChoice, VoteMode
from stellazh.protocols.models import Protocol, RollCall, Vote
from stellazh.protocols.reads.counting import Headcount, headcount
from stellazh.protocols.services.decision_fields import VoteFields
from stellazh.protocols.services.decision_refusals import MoreVotesThanVoters, NotAVoter, WrongVote
from stellazh.protocols.services.refusals import RowIsArchived, RowOfAnotherProtocol
from stellazh.protocols.services.speeches import item_of
from stellazh.protocols.services.touching import editable_protocol, keep_deed, touch
from stellazh.russian.numerals import agree

VOTE_LABELS: Final = {
    "mode": "Как голосовали",
    "for_count": "За",
    "against_count": "Против",
    "abstained_count": "Воздержались",
    "roll": "Поимённо",
}
COUNTS: Final = ("for_count", "against_count", "abstained_count")
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Place:
    """What is voted: one question, one decision, or the whole meeting."""

    item_id: int | None
    decision_id: int | None


@transaction.atomic
def put_vote(
    protocol_id: int,
    *,
    item_id: int | None,
    decision_id: int | None,
    fields: VoteFields,
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Vote:
    """Keep how it was voted: a question (`item_id`), one decision (`decision_id` alone), or with neither everything.

    `expected_version` is None for a vote that is not there yet. A vote by roll is counted from its names; a unanimous
    one is «за» of everybody who has a vote, where that is known. What is stored already is taken for saved.

    Raises:
        PermissionRefused: `by` may not change the text.
        ChangedMeanwhile: somebody saved first; both by their Russian names are in it.
        RowOfAnotherProtocol, RowIsArchived: what is voted does not stand in the protocol, or was put away.
        MoreVotesThanVoters: more votes than people who have one, or than members.
        NotAVoter: somebody in the roll is not there, has no vote, or votes twice.
        WrongVote: a code or a count is unknown.
    """
    protocol = editable_protocol(protocol_id, by)
    place = _place(protocol, item_id, decision_id)
    stored = _votes_at(protocol, place).first()
    heads = headcount(protocol)
    checked = _checked(protocol, fields, heads)
    roll = _roll_of(stored) if stored else ()
    before = _texts(_fields_of(stored, roll), heads) if stored else {}
    wanted = _texts(checked, heads)
    if stored is not None:
        if _fields_of(stored, roll) == checked:
            return stored
        require_version(stored.version, expected_version or 0, theirs=before, mine=wanted)
    vote = stored or Vote(protocol=protocol, item_id=place.item_id, decision_id=place.decision_id)
    vote.mode = checked.mode
    for name in COUNTS:
        setattr(vote, name, getattr(checked, name))
    if stored is not None:
        vote.version += 1
    vote.save()
    if roll != checked.roll:
        vote.roll.all().delete()
        RollCall.objects.bulk_create(
            [RollCall(vote=vote, voter_id=voter, choice=choice) for voter, choice in checked.roll]
        )
    keep_deed("vote_put", protocol, protocol, by=by, at=at, changes=compare(before, wanted))
    touch(protocol, at=at, block=vote_block(vote))
    return vote


@transaction.atomic
def withdraw_vote(vote_id: int, *, by: Actor, at: datetime) -> None:
    """Take a vote out of the protocol; what it was stays in the journal. One that is not there any more is no trouble.

    Raises:
        PermissionRefused: `by` may not change the text.
    """
    protocol_id = Vote.objects.filter(pk=vote_id).values_list("protocol_id", flat=True).first()
    if protocol_id is None:
        return
    protocol = editable_protocol(protocol_id, by)
    vote = protocol.votes.filter(pk=vote_id).first()
    if vote is None:
        return
    before = _texts(_fields_of(vote, _roll_of(vote)), headcount(protocol))
    vote.delete()
    keep_deed("vote_withdrawn", protocol, protocol, by=by, at=at, changes=compare(before, {}))
    touch(protocol, at=at, block=f"vote-{vote_id}")


def vote_block(vote: Vote) -> str:
    """Its place in the protocol: «vote-12»."""
    return f"vote-{vote.pk}"


def vote_fields(vote: Vote) -> VoteFields:
    """A stored vote as it would come in. One query when it was by roll, unless the roll was fetched."""
    return _fields_of(vote, _roll_of(vote) if vote.mode == VoteMode.ROLL else ())


def unfit_reason(protocol: Protocol, vote: VoteFields, heads: Headcount) -> str:
    """Why a stored vote does not fit those present any more; empty when it does."""
    try:
        checked = _checked(protocol, vote, heads)
    except WrongVote as refusal:
        return str(refusal)
    if vote.mode == VoteMode.UNANIMOUS and checked.for_count != vote.for_count:
        if vote.for_count is None:
            return ""
        return f"Единогласно записано {_votes(vote.for_count)}, а с правом голоса {_people(checked.for_count or 0)}."
    return ""


def require_votes_fit(protocol: Protocol) -> None:
    """Pass when no vote counts more than those who have one: somebody may have been taken out since. Two queries.

    Raises:
        MoreVotesThanVoters: what to put right.
    """
    most = _most_votes(protocol, headcount(protocol))
    if most is None:
        return
    rows = protocol.votes.exclude(decision__archived_at__isnull=False).exclude(item__archived_at__isnull=False)
    for vote in rows:
        total = sum(getattr(vote, name) or 0 for name in COUNTS)
        if total > most:
            raise MoreVotesThanVoters(
                f"В одном из голосований посчитано {_votes(total)}, а с правом голоса {_people(most)}. Откройте "
                "протокол и поправьте голосование или список присутствующих."
            )


def _most_votes(protocol: Protocol, heads: Headcount) -> int | None:
    """Where nobody was listed, members with a vote are the most there can be."""
    return protocol.member_count if heads.voter_count is None else heads.voter_count


def _place(protocol: Protocol, item_id: int | None, decision_id: int | None) -> _Place:
    if decision_id is None:
        item = item_of(protocol, item_id)
        return _Place(item.pk if item else None, None)
    decision = protocol.decisions.filter(pk=decision_id).first()
    if decision is None or item_id not in (None, decision.item_id):
        raise RowOfAnotherProtocol("Такого решения в этом протоколе нет.")
    if decision.archived_at is not None:
        raise RowIsArchived("Решение убрано из протокола: сначала верните его.")
    # The decision knows its question itself, and may be moved to another.
    return _Place(None, decision.pk)


def _votes_at(protocol: Protocol, place: _Place) -> QuerySet[Vote]:
    rows = protocol.votes.filter(item=None) if place.item_id is None else protocol.votes.filter(item=place.item_id)
    return rows.filter(decision=None) if place.decision_id is None else rows.filter(decision=place.decision_id)


def _checked(protocol: Protocol, fields: VoteFields, heads: Headcount) -> VoteFields:
    """The vote with its counts: as typed, counted from the roll, or everybody's."""
    if fields.mode not in VoteMode.values:
        raise WrongVote("Выберите, как голосовали.")
    if fields.mode == VoteMode.UNANIMOUS:
        everybody = heads.voter_count
        nobody = None if everybody is None else 0
        return VoteFields(VoteMode.UNANIMOUS, everybody, nobody, nobody)
    if fields.mode == VoteMode.ROLL:
        roll = _checked_roll(fields.roll, heads)
        choices = [choice for _, choice in roll]
        counts = [choices.count(choice) for choice in (VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAINED)]
    else:
        roll = ()
        counts = [getattr(fields, name) or 0 for name in COUNTS]
        if any(not 0 <= count <= _MOST for count in counts):
            raise WrongVote("Число голосов — от нуля и больше.")
    total = sum(counts)
    most = _most_votes(protocol, heads)
    if most is not None and total > most:
        raise MoreVotesThanVoters(
            f"Посчитано {_votes(total)}, а с правом голоса {_people(most)}. Проверьте числа или отметки присутствия."
        )
    return VoteFields(fields.mode, counts[0], counts[1], counts[2], roll)


def _checked_roll(roll: tuple[tuple[int, str], ...], heads: Headcount) -> tuple[tuple[int, str], ...]:
    """The pairs in the order in which `_roll_of` gives them."""
    keys = [voter for voter, _ in roll]
    if len(set(keys)) != len(keys):
        raise NotAVoter("Кто-то голосует дважды: оставьте один голос.")
    if not set(keys) <= {person.pk for person in heads.voters}:
        raise NotAVoter("В поимённом голосовании есть тот, кого нет среди присутствующих с правом голоса.")
    if any(choice not in VoteChoice.values for _, choice in roll):
        raise WrongVote("Выберите: за, против или воздержались.")
    return tuple(sorted(roll))


def _roll_of(vote: Vote) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((row.voter_id, row.choice) for row in vote.roll.all()))


def _fields_of(vote: Vote, roll: tuple[tuple[int, str], ...]) -> VoteFields:
    return VoteFields(vote.mode, vote.for_count, vote.against_count, vote.abstained_count, roll)


def _texts(fields: VoteFields, heads: Headcount) -> Mapping[str, str]:
    """The vote by Russian names."""
    choices = dict(fields.roll)
    roll = [f"{person.name}: {VoteChoice(choices[person.pk]).label}" for person in heads.voters if person.pk in choices]
    counts = {VOTE_LABELS[name]: _count(getattr(fields, name)) for name in COUNTS}
    return {VOTE_LABELS["mode"]: str(VoteMode(fields.mode).label), **counts, VOTE_LABELS["roll"]: "; ".join(roll)}


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _votes(count: int) -> str:
    return f"{count} {agree(count, 'голос', 'голоса', 'голосов')}"


def _people(count: int) -> str:
    return f"{count} {agree(count, 'человек', 'человека', 'человек')}"
