"""Earlier decisions in the agenda of a meeting, each with what former meetings said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from stellazh.protocols.enums import CarryResult, DoneState
from stellazh.protocols.models import Assignment, CarryOver, Protocol
from stellazh.protocols.reads.assignments import source_of
from stellazh.protocols.reads.due_words import Due, due_of


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """What an earlier meeting said of the decision."""

    source: str
    result: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """One earlier decision as the editor shows it: its block is «carry-12»."""

    pk: int
    version: int
    decision_id: int
    number: str
    text: str
    source: str
    owners: str
    due: Due
    is_closed: bool
    result: str
    words: str
    done_count: int
    mark_count: int
    history: Sequence[SaidBefore]

    @property
    def block(self) -> str:
        return f"carry-{self.pk}"

    @property
    def results(self) -> Sequence[tuple[str, str]]:
        """What may be chosen."""
        return [(str(code), str(label)) for code, label in CarryResult.choices]

    @property
    def action(self) -> str:
        return reverse("protocols:carry_edit", args=[self.pk])


def carried_rows(protocol: Protocol) -> list[CarriedRow]:
    """The rows in their order, terms as they stand on the day of the meeting. Four queries."""
    rows = list(
        protocol.carried.select_related("decision__protocol", "decision__resolution")
        .prefetch_related("decision__owners")
        .order_by("position", "pk")
    )
    keys = [row.decision_id for row in rows]
    said, marks = _said_before(protocol, keys), _marks(keys)
    return [
        CarriedRow(
            pk=row.pk,
            version=row.version,
            decision_id=row.decision_id,
            number=row.decision.number_text,
            text=row.decision.text,
            source=source_of(row.decision),
            owners=", ".join(owner.name for owner in row.decision.owners.all()),
            due=due_of(row.decision.due_on, row.decision.state, on=protocol.held_on),
            is_closed=row.decision.state != DoneState.OPEN,
            result=row.result,
            words=row.words,
            done_count=marks[row.decision_id].count(DoneState.DONE.value),
            mark_count=len(marks[row.decision_id]),
            history=said[row.decision_id],
        )
        for row in rows
    ]


def _said_before(protocol: Protocol, decision_ids: Sequence[int]) -> dict[int, list[SaidBefore]]:
    rows = (
        CarryOver.objects.filter(decision_id__in=decision_ids, protocol__in=Protocol.objects.signed())
        .exclude(protocol=protocol)
        .select_related("protocol")
        .order_by("protocol__held_on", "protocol_id")
    )
    found: dict[int, list[SaidBefore]] = defaultdict(list)
    for row in rows:
        found[row.decision_id].append(
            SaidBefore(
                str(row.protocol), str(CarryResult(row.result).label), row.words, row.protocol.get_absolute_url()
            )
        )
    return found


def _marks(decision_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(decision_id__in=decision_ids).exclude(state=DoneState.WITHDRAWN)
    for decision_id, state in rows.order_by().values_list("decision_id", "state"):
        found[decision_id].append(state)
    return found
