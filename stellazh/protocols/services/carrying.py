"""Decisions still open are carried to the next meeting, again and again, until a meeting closes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.versions import require_version
from stellazh.protocols.enums import AgendaKind, AgendaOutcome, CarryResult, DoneState
from stellazh.protocols.models import AgendaItem, CarryOver, Decision, ProgressEntry, Protocol
from stellazh.protocols.services.closing import set_closed
from stellazh.protocols.services.marks import add_entry
from stellazh.protocols.services.touching import editable_protocol, keep_text, touch

FOLLOW_UP_TITLE: Final = "О выполнении решений предыдущих заседаний"
_CLOSING: Final = {
    CarryResult.DONE: DoneState.DONE,
    CarryResult.PARTLY: DoneState.PARTLY,
    CarryResult.NOT_DONE: DoneState.NOT_DONE,
    CarryResult.WITHDRAWN: DoneState.WITHDRAWN,
}
_MEETING_SAID: Final = "Рассмотрено на заседании"


class ResultUnknown(DomainError):
    """There is no such result, or it needs words."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was brought into the protocol, and what left it because it is closed."""

    decision_count: int
    item_count: int
    dropped_count: int


@transaction.atomic
def carry_over_into(protocol: Protocol | int, *, by: Actor, at: datetime) -> Carried:
    """Bring open decisions of earlier signed protocols of the association into this draft, under one question put
    first, and the questions that the last meeting postponed as new ones.

    Done again it adds what is new, and drops what has been closed meanwhile unless somebody wrote of it here.

    Raises:
        PermissionRefused: `by` may not edit the protocol, or it is signed.
    """
    protocol = editable_protocol(protocol if isinstance(protocol, int) else protocol.pk, by)
    dropped = _drop_closed(protocol)
    decisions = _still_open(protocol)
    _put_first(protocol, decisions)
    items = _postponed(protocol)
    if decisions or items or dropped:
        record(
            "carried_over",
            protocol,
            by=by,
            at=at,
            scope=protocol.association.path,
            note=f"решений: {len(decisions)}, вопросов: {len(items)}, убрано: {dropped}",
        )
        touch(protocol, at=at)
    return Carried(len(decisions), len(items), dropped)


@transaction.atomic
def update_carry(
    carry_id: int, *, result: str, words: str, expected_version: int, by: Actor, at: datetime
) -> CarryOver:
    """Set down what the meeting said of an earlier decision. It takes effect when the protocol is signed.

    Raises:
        PermissionRefused: `by` may not edit the protocol, or it is signed. ResultUnknown.
        ChangedMeanwhile: somebody saved this row first.
    """
    protocol_id = CarryOver.objects.values_list("protocol_id", flat=True).get(pk=carry_id)
    protocol = editable_protocol(protocol_id, by)
    row = CarryOver.objects.get(pk=carry_id)
    if result not in CarryResult.values:
        raise ResultUnknown("Выберите итог из списка.")
    words = words.strip()
    wanted = {"Итог": str(CarryResult(result).label), "Что сказано": words}
    require_version(row.version, expected_version, theirs=_shown(row), mine=wanted)
    before, stored = _shown(row), {"result": row.result, "words": row.words}
    if before == wanted:
        return row
    row.result, row.words = result, words
    row.version += 1
    row.save(update_fields=["result", "words", "version"])
    keep_text(
        "carry_changed",
        protocol,
        protocol,
        f"carry-{row.pk}",
        stored=stored,
        before=before,
        wanted=wanted,
        after={"result": result, "words": words},
        by=by,
        at=at,
    )
    return row


def apply_carried(protocol: Protocol, *, by: Actor, at: datetime) -> None:
    """Let what the meeting said of earlier decisions take effect: close them, or note that they stay on control.

    Part of signing: the protocol is locked. One closed meanwhile, or no longer in force, stays as it is.
    """
    keys = protocol.carried.values_list("decision_id", flat=True)
    held = {
        row.pk: row
        for row in Decision.objects.open()
        .select_for_update(of=("self",))
        .select_related("association__territory")
        .filter(pk__in=list(keys))
    }
    for carry in protocol.carried.order_by("position", "pk"):
        decision = held.get(carry.decision_id)
        if decision is None:
            continue
        words = carry.words or f"{_MEETING_SAID} {protocol.held_on:%d.%m.%Y}."
        state = _CLOSING.get(CarryResult(carry.result))
        if state is None:
            add_entry(decision, state=DoneState.OPEN, words=words, protocol_id=protocol.pk, by=by, at=at)
        else:
            set_closed(decision, state=state, words=words, protocol_id=protocol.pk, by=by, at=at)


def unapply_carried(protocol: Protocol, *, by: Actor, at: datetime) -> None:
    """Open again what this protocol closed, because its signing is undone. Part of undoing a signature."""
    entries = ProgressEntry.objects.filter(decision=OuterRef("pk"), assignment=None).order_by("-made_at", "-pk")
    carried = Decision.objects.filter(pk__in=protocol.carried.values("decision_id")).exclude(closing_words="")
    spoken_of = carried.annotate(said_last=Subquery(entries.values("protocol_id")[:1]))
    # Closed by this meeting and not by somebody else since.
    for decision in spoken_of.filter(said_last=protocol.pk).select_for_update(of=("self",)):
        decision.state, decision.closed_at, decision.closing_words = DoneState.OPEN, None, ""
        decision.save(update_fields=["state", "closed_at", "closing_words"])
        add_entry(decision, state=DoneState.OPEN, words="Подписание протокола отменено.", by=by, at=at)


def _still_open(protocol: Protocol) -> list[Decision]:
    """Open decisions of protocols signed for earlier meetings, the oldest first, that this one does not have yet."""
    earlier = Q(protocol__held_on__lt=protocol.held_on) | Q(
        protocol__held_on=protocol.held_on, protocol__pk__lt=protocol.pk
    )
    rows = Decision.objects.open().filter(
        earlier, association_id=protocol.association_id, protocol__in=Protocol.objects.present().signed()
    )
    known = protocol.carried.values("decision_id")
    return list(rows.exclude(pk__in=known).order_by("protocol__held_on", "protocol_id", "position", "pk"))


def _put_first(protocol: Protocol, decisions: Sequence[Decision]) -> None:
    if not decisions:
        return
    last = protocol.carried.order_by("-position").values_list("position", flat=True).first()
    begin = 0 if last is None else last + 1
    CarryOver.objects.bulk_create(
        [CarryOver(protocol=protocol, decision=one, position=begin + place) for place, one in enumerate(decisions)]
    )
    if protocol.agenda.filter(kind=AgendaKind.FOLLOW_UP, archived_at=None).exists():
        return
    protocol.agenda.update(position=F("position") + 1)
    AgendaItem.objects.create(protocol=protocol, position=0, kind=AgendaKind.FOLLOW_UP, title=FOLLOW_UP_TITLE)


def _postponed(protocol: Protocol) -> list[AgendaItem]:
    """New questions for those that the last meeting put off."""
    previous = (
        Protocol.objects.present()
        .signed()
        .filter(association_id=protocol.association_id, held_on__lt=protocol.held_on)
        .order_by("-held_on", "-number", "-pk")
        .first()
    )
    if previous is None:
        return []
    rows = previous.agenda.filter(archived_at=None, outcome=AgendaOutcome.POSTPONED).exclude(
        # Put away here by hand, it does not come back.
        pk__in=protocol.agenda.filter(carried_from__isnull=False).values("carried_from_id")
    )
    last = protocol.agenda.order_by("-position").values_list("position", flat=True).first()
    begin = 0 if last is None else last + 1
    return AgendaItem.objects.bulk_create(
        [
            AgendaItem(
                protocol=protocol,
                position=begin + place,
                kind=row.kind,
                title=row.title,
                reporters=row.reporters,
                carried_from=row,
            )
            for place, row in enumerate(rows.order_by("position", "pk"))
        ]
    )


def _drop_closed(protocol: Protocol) -> int:
    """What was closed since stays only if somebody wrote of it here."""
    untouched = protocol.carried.filter(result=CarryResult.KEPT, words="").exclude(
        decision__in=Decision.objects.open().values("pk")
    )
    count, _ = untouched.delete()
    return count


def _shown(row: CarryOver) -> dict[str, str]:
    return {"Итог": str(CarryResult(row.result).label), "Что сказано": row.words}
