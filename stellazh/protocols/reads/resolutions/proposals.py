"""Proposals as the page shows them: grouped by addressee, the most supported first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from stellazh.common.actor import Actor, ActorKind
from stellazh.protocols.enums import AddresseeClass, ProposalState
from stellazh.protocols.models import Proposal, ProposalVote, Resolution
from stellazh.protocols.reads.addressee_classes import CLASS_NAMES


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal with its support, and those merged into it."""

    proposal: Proposal
    vote_count: int
    is_mine: bool
    is_supported: bool
    merged: tuple[Proposal, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.proposal.state == ProposalState.OPEN

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return "ok" if self.proposal.state == ProposalState.TAKEN else ""


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """Proposals for one class of addressees."""

    name: str
    rows: tuple[ProposalRow, ...]


@dataclass(frozen=True, slots=True)
class ProposalBoard:
    """Everything that was proposed; `withdrawn` are one's own."""

    open_groups: tuple[ProposalGroup, ...]
    decided: tuple[ProposalRow, ...]
    count: int
    open_count: int


def proposal_board(resolution: Resolution, actor: Actor) -> ProposalBoard:
    """All proposals but those withdrawn. Two queries, however many there are."""
    person_id = int(actor.actor_id) if actor.actor_kind == ActorKind.PERSON else 0
    everything = resolution.proposals.exclude(state=ProposalState.WITHDRAWN).select_related("point")
    rows = list(everything.annotate(vote_count=Count("votes")))
    mine = set(
        ProposalVote.objects.filter(proposal__resolution=resolution, person_id=person_id).values_list(
            "proposal_id", flat=True
        )
    )
    merged: dict[int, list[Proposal]] = {}
    for row in rows:
        if row.merged_into_id is not None:
            merged.setdefault(row.merged_into_id, []).append(row)
    shown = [
        ProposalRow(
            row,
            row.vote_count,
            is_mine=bool(person_id) and row.person_id == person_id,
            is_supported=row.pk in mine,
            merged=tuple(merged.get(row.pk, ())),
        )
        for row in rows
        if row.state != ProposalState.MERGED
    ]
    waiting = sorted((row for row in shown if row.is_open), key=lambda row: (-row.vote_count, row.proposal.pk))
    return ProposalBoard(
        _groups(waiting),
        tuple(row for row in shown if not row.is_open),
        count=len(rows),
        open_count=len(waiting),
    )


def _groups(rows: Sequence[ProposalRow]) -> tuple[ProposalGroup, ...]:
    found = []
    for code in AddresseeClass:
        its = tuple(row for row in rows if row.proposal.addressee_class == code)
        if its:
            found.append(ProposalGroup(CLASS_NAMES[code], its))
    return tuple(found)
