"""What stands beside the text of a protocol on its page: the seal, the files, remarks, what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from stellazh.common.actor import Actor
from stellazh.protocols.enums import DoneState, PaperKind, RemarkState
from stellazh.protocols.models import PlanApproval, Protocol, ProtocolPaper, ProtocolSeal, Remark
from stellazh.protocols.papers.record import canonical_record
from stellazh.protocols.reads.content import ProtocolContent
from stellazh.protocols.services.plan_links import APPROVABLE
from stellazh.workplans.access import can_approve_plan
from stellazh.workplans.models import Plan


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How the decisions of a signed protocol stand."""

    total: int
    closed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Seals:
    """The seal in force and those taken back. `is_same` says whether the page still reads as it was sealed."""

    current: ProtocolSeal | None
    withdrawn: tuple[ProtocolSeal, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """Files beside the protocol, by kind; `old` were put away and are shown to those who keep protocols."""

    attachments: tuple[ProtocolPaper, ...]
    signed: tuple[ProtocolPaper, ...]
    old: tuple[ProtocolPaper, ...]

    def __bool__(self) -> bool:
        return bool(self.attachments or self.signed)


def seals_of(protocol: Protocol, content: ProtocolContent) -> Seals:
    """One query."""
    rows = list(protocol.seals.select_related("docx", "pdf"))
    current = next((seal for seal in rows if seal.withdrawn_at is None), None)
    withdrawn = tuple(seal for seal in rows if seal.withdrawn_at is not None)
    is_same = current is not None and canonical_record(content) == current.record
    return Seals(current, withdrawn, is_same)


def papers_of(protocol: Protocol) -> Papers:
    """One query."""
    rows = list(protocol.papers.select_related("file"))
    here = [paper for paper in rows if paper.archived_at is None]
    return Papers(
        attachments=tuple(paper for paper in here if paper.kind == PaperKind.ATTACHMENT),
        signed=tuple(paper for paper in here if paper.kind != PaperKind.ATTACHMENT),
        old=tuple(paper for paper in rows if paper.archived_at is not None),
    )


def remarks_of(protocol: Protocol) -> tuple[list[Remark], int]:
    """The remarks in the order they came, and how many wait for an answer. One query."""
    rows = list(protocol.remarks.select_related("item"))
    return rows, sum(remark.state == RemarkState.OPEN for remark in rows)


def fulfilment(protocol: Protocol, on: date) -> Fulfilment:
    """One query."""
    is_open = Q(state=DoneState.OPEN)
    binding = protocol.decisions.filter(binding_at__isnull=False, archived_at=None, is_for_information=False)
    counts = binding.aggregate(
        total=Count("pk"), closed=Count("pk", filter=~is_open), overdue=Count("pk", filter=is_open & Q(due_on__lt=on))
    )
    return Fulfilment(counts["total"], counts["closed"], counts["overdue"])


def approvals_of(protocol: Protocol) -> Sequence[PlanApproval]:
    """The plans that rest on the protocol. One query."""
    return list(protocol.plan_approvals.select_related("plan__association", "decision"))


def plans_to_approve(protocol: Protocol, actor: Actor) -> list[Plan]:
    """Drafts of the association's plans that the actor may approve by this protocol, this year's first. One query."""
    plans = Plan.objects.present().filter(
        association_id=protocol.association_id, status__in=APPROVABLE, items__archived_at=None, items__isnull=False
    )
    rows = list(plans.select_related("association__territory").distinct().order_by("-school_year")[:3])
    return [plan for plan in rows if can_approve_plan(actor, plan)]
