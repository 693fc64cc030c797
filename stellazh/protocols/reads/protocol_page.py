"""What stands beside the text of a protocol on its page: the seal, the files, remarks, what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from stellazh.common.actor import Actor
from stellazh.protocols.enums import DoneState, PaperKind, RemarkState
from stellazh.protocols.models import PlanApproval, Protocol, ProtocolPaper, ProtocolQuerySet, ProtocolSeal, Remark
from stellazh.protocols.papers.record import canonical_record
from stellazh.protocols.reads.content import ProtocolContent
from stellazh.protocols.reads.parts import may_have, with_parts
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


def page_rows() -> ProtocolQuerySet:
    """Protocols with what their page names in passing, each knowing which parts it has."""
    rows = Protocol.objects.select_related("association__territory", "event__plan_item", "source_file")
    own = _approvable().filter(association_id=OuterRef("association_id"))
    return with_parts(rows).annotate(has_plans=Exists(own))


def fetch_shared(protocol: Protocol) -> None:
    """Fetch what more than one part of the page speaks of: people, decisions, files. Three queries at most."""
    prefetch_related_objects([protocol], "people", "decisions")
    if may_have(protocol, "papers"):
        prefetch_related_objects([protocol], Prefetch("papers", ProtocolPaper.objects.select_related("file")))


def seals_of(protocol: Protocol, content: ProtocolContent) -> Seals:
    """One query, none when it was never sealed."""
    rows = list(protocol.seals.select_related("docx", "pdf")) if may_have(protocol, "seals") else []
    current = next((seal for seal in rows if seal.withdrawn_at is None), None)
    withdrawn = tuple(seal for seal in rows if seal.withdrawn_at is not None)
    is_same = current is not None and canonical_record(content) == current.record
    return Seals(current, withdrawn, is_same)


def papers_of(protocol: Protocol) -> Papers:
    """No query once they are fetched."""
    rows = list(protocol.papers.all()) if may_have(protocol, "papers") else []
    here = [paper for paper in rows if paper.archived_at is None]
    return Papers(
        attachments=tuple(paper for paper in here if paper.kind == PaperKind.ATTACHMENT),
        signed=tuple(paper for paper in here if paper.kind != PaperKind.ATTACHMENT),
        old=tuple(paper for paper in rows if paper.archived_at is not None),
    )


def remarks_of(protocol: Protocol) -> tuple[list[Remark], int]:
    """The remarks in the order they came, and how many wait for an answer. One query, none when nobody made any."""
    rows = list(protocol.remarks.select_related("item")) if may_have(protocol, "remarks") else []
    return rows, sum(remark.state == RemarkState.OPEN for remark in rows)


def fulfilment(protocol: Protocol, on: date) -> Fulfilment:
    """No query once its decisions are fetched."""
    binding = [
        row
        for row in protocol.decisions.all()
        if row.binding_at is not None and row.archived_at is None and not row.is_for_information
    ]
    still_open = [row for row in binding if row.state == DoneState.OPEN]
    overdue = sum(row.due_on is not None and row.due_on < on for row in still_open)
    return Fulfilment(len(binding), len(binding) - len(still_open), overdue)


def approvals_of(protocol: Protocol) -> Sequence[PlanApproval]:
    """The plans that rest on the protocol. One query, none when none does."""
    if not may_have(protocol, "approvals"):
        return ()
    return list(protocol.plan_approvals.select_related("plan__association", "decision"))


def plans_to_approve(protocol: Protocol, actor: Actor) -> list[Plan]:
    """Drafts of the association's plans that the actor may approve by this protocol, this year's first. One query,
    none when there are no drafts.
    """
    if not may_have(protocol, "plans"):
        return []
    plans = _approvable().filter(association_id=protocol.association_id)
    rows = list(plans.select_related("association__territory").distinct().order_by("-school_year")[:3])
    return [plan for plan in rows if can_approve_plan(actor, plan)]


def _approvable() -> QuerySet[Plan]:
    return Plan.objects.present().filter(status__in=APPROVABLE, items__archived_at=None, items__isnull=False)
