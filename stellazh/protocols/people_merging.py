"""Two cards of one person made one, in protocols and resolutions.

Every change is a value that can be put back. Of two rows that would say the same twice the one of the card that goes
stays with it: a paper never loses a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stellazh.people.holders import Moved, move, move_all
from stellazh.people.models import Person
from stellazh.protocols.models import Assignment, DecisionOwner, Proposal, ProposalVote, ProtocolPerson, Remark, Speech


def repoint_meetings(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Lines of protocols go over, but for a role that both have in one protocol; speeches go over."""
    taken = set(ProtocolPerson.objects.filter(person=survivor).values_list("protocol_id", "role"))
    rows = ProtocolPerson.objects.filter(person=absorbed).order_by("pk")
    free = [row for row in rows if (row.protocol_id, row.role) not in taken]
    speeches = Speech.objects.filter(person=absorbed).order_by("pk")
    return [*move_all(free, "person_id", survivor.pk), *move_all(speeches, "person_id", survivor.pk)]


def repoint_remarks(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Remarks go over."""
    return move_all(Remark.objects.filter(person=absorbed).order_by("pk"), "person_id", survivor.pk)


def repoint_decisions(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """What either card answers for, one person answers for: the key of the mark follows the person."""
    owners = DecisionOwner.objects.filter(person=absorbed).order_by("pk")
    moved = move_all(owners, "person_id", survivor.pk)
    old, new = f"person:{absorbed.pk}", f"person:{survivor.pk}"
    taken = set(Assignment.objects.filter(key=new).values_list("owner_id", flat=True))
    for row in Assignment.objects.filter(person=absorbed).order_by("pk"):
        if row.key == old and row.owner_id in taken:
            continue
        moved.append(move(row, "person_id", survivor.pk))
        if row.key == old:
            moved.append(move(row, "key", new))
    return moved


def repoint_proposals(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Proposals go over, and votes but for proposals that both support."""
    both = ProposalVote.objects.filter(person=survivor).values("proposal_id")
    votes = ProposalVote.objects.filter(person=absorbed).exclude(proposal_id__in=both).order_by("pk")
    proposals = Proposal.objects.filter(person=absorbed).order_by("pk")
    return [*move_all(proposals, "person_id", survivor.pk), *move_all(votes, "person_id", survivor.pk)]
