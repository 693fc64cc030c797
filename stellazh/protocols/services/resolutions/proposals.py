"""What members propose for the draft, and support."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.protocols.access import can_propose
from stellazh.protocols.enums import AddresseeClass, ProposalState
from stellazh.protocols.models import Proposal, ProposalVote, Resolution
from stellazh.protocols.services.locking import locked_resolution
from stellazh.protocols.services.plain_text import checked_text
from stellazh.protocols.services.refusals import TextMissing, TextTooLong
from stellazh.protocols.services.resolutions.holding import keep
from stellazh.protocols.services.resolutions.refusals import (
    NotYourProposal,
    OwnProposal,
    ProposalDecided,
    ProposalSupported,
)

LONGEST_PROPOSAL: Final = 2_000


@transaction.atomic
def propose(
    resolution_id: int,
    *,
    addressee_class: str,
    text: str,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Propose a commitment for a class of addressees. The same `submission_key` gives the one it made before.

    Raises:
        PermissionRefused: nothing is collected, or `by` does not belong here. TextMissing, TextTooLong.
    """
    resolution = _collecting(resolution_id, by)
    if made := made_before(resolution.proposals.all(), submission_key):
        return made
    code, words = _checked(addressee_class, text)
    proposal = Proposal.objects.create(
        resolution=resolution,
        addressee_class=code,
        text=words,
        person_id=int(by.actor_id),
        name=by.actor_name[:200],
        made_at=at,
        submission_key=submission_key,
    )
    keep("proposal_made", proposal, resolution, by=by, at=at, changes=compare({}, _texts(code, words)))
    return proposal


@transaction.atomic
def change_proposal(
    proposal_id: int, *, expected_version: int, addressee_class: str, text: str, by: Actor, at: datetime
) -> Proposal:
    """Word one's own proposal anew, as long as nobody supports it.

    Raises:
        PermissionRefused, ChangedMeanwhile, TextMissing, TextTooLong. NotYourProposal. ProposalDecided.
        ProposalSupported: others stand behind the words that are there.
    """
    proposal, resolution = _own(proposal_id, by)
    code, words = _checked(addressee_class, text)
    before, wanted = _texts(proposal.addressee_class, proposal.text), _texts(code, words)
    if before == wanted:
        return proposal
    if proposal.votes.exists():
        raise ProposalSupported("Предложение уже поддержали: текст больше не меняют. Внесите новое, а это отзовите.")
    require_version(proposal.version, expected_version, theirs=before, mine=wanted)
    proposal.addressee_class, proposal.text = code, words
    proposal.version += 1
    proposal.save(update_fields=["addressee_class", "text", "version"])
    keep("proposal_changed", proposal, resolution, by=by, at=at, changes=compare(before, wanted))
    return proposal


@transaction.atomic
def withdraw_proposal(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    """Take one's own proposal back.

    Raises:
        PermissionRefused, NotYourProposal. ProposalDecided: it has been answered already.
    """
    proposal, resolution = _own(proposal_id, by)
    proposal.state = ProposalState.WITHDRAWN
    proposal.version += 1
    proposal.save(update_fields=["state", "version"])
    keep("proposal_withdrawn", proposal, resolution, by=by, at=at)
    return proposal


@transaction.atomic
def support(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    """Support somebody's proposal; twice is once. Support of one merged meanwhile goes to the one it went into.

    Raises:
        PermissionRefused. OwnProposal: it is one's own. ProposalDecided: there is nothing to support any more.
    """
    proposal, _ = _open(proposal_id, by)
    if proposal.person_id == int(by.actor_id):
        raise OwnProposal("Это ваше предложение: поддерживают его другие.")
    ProposalVote.objects.get_or_create(proposal=proposal, person_id=int(by.actor_id), defaults={"voted_at": at})
    return proposal


@transaction.atomic
def unsupport(proposal_id: int, *, by: Actor, at: datetime) -> Proposal:
    """Take one's support back; without any nothing happens.

    Raises:
        PermissionRefused, ProposalDecided.
    """
    proposal, _ = _open(proposal_id, by)
    ProposalVote.objects.filter(proposal=proposal, person_id=int(by.actor_id)).delete()
    return proposal


def _collecting(resolution_id: int, by: Actor) -> Resolution:
    resolution = locked_resolution(resolution_id)
    require(can_propose(by, resolution))
    return resolution


def _open(proposal_id: int, by: Actor) -> tuple[Proposal, Resolution]:
    """The proposal as it is now; the one it was merged into, when it was."""
    resolution_id = Proposal.objects.values_list("resolution_id", flat=True).get(pk=proposal_id)
    resolution = _collecting(resolution_id, by)
    proposal = Proposal.objects.select_related("merged_into").get(pk=proposal_id)
    while proposal.merged_into is not None:
        proposal = proposal.merged_into
    require_open(proposal)
    return proposal, resolution


def _own(proposal_id: int, by: Actor) -> tuple[Proposal, Resolution]:
    resolution_id = Proposal.objects.values_list("resolution_id", flat=True).get(pk=proposal_id)
    resolution = _collecting(resolution_id, by)
    proposal = Proposal.objects.get(pk=proposal_id)
    if proposal.person_id != int(by.actor_id):
        raise NotYourProposal("Менять и отзывать предложение может только тот, кто его внёс.")
    require_open(proposal)
    return proposal, resolution


def require_open(proposal: Proposal) -> None:
    """Pass when nobody has answered the proposal.

    Raises:
        ProposalDecided.
    """
    if proposal.state != ProposalState.OPEN:
        label = ProposalState(proposal.state).label
        raise ProposalDecided(f"С этим предложением уже решено: {label}.")


def _checked(addressee_class: str, text: str) -> tuple[str, str]:
    if addressee_class not in AddresseeClass.values:
        raise TextMissing("Выберите, кому адресовано предложение.")
    words = checked_text("Предложение", text).lstrip("-–—• ").rstrip("; ").strip()
    if not words:
        raise TextMissing("Напишите, что вы предлагаете.")
    if len(words) > LONGEST_PROPOSAL:
        raise TextTooLong(f"«Предложение»: не больше {LONGEST_PROPOSAL} знаков, а набрано {len(words)}.")
    return addressee_class, words


def _texts(addressee_class: str, text: str) -> dict[str, str]:
    return {"Кому": str(AddresseeClass(addressee_class).label), "Предложение": text}
