"""Signing: a number without gaps, the seal over the canonical record, both papers kept; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.files.services import store_file
from stellazh.live.bus import publish
from stellazh.numbering.services import return_number, take_number
from stellazh.protocols.access import can_sign_protocol
from stellazh.protocols.enums import PaperKind, ProtocolStatus, RemarkState, ResolutionStatus
from stellazh.protocols.models import Decision, Protocol, ProtocolSeal
from stellazh.protocols.notice_kinds import SIGNED
from stellazh.protocols.papers.sealing import seal_papers
from stellazh.protocols.reads.content import protocol_content
from stellazh.protocols.reads.numbers import order_doubts
from stellazh.protocols.reads.parts import may_have
from stellazh.protocols.services.beside import SEAL_FILE
from stellazh.protocols.services.following import make_binding, unmake_binding
from stellazh.protocols.services.life_refusals import (
    AlreadySigned,
    NotSigned,
    NumberOutOfOrder,
    ReasonMissing,
    RemarksWaiting,
    SigningStands,
)
from stellazh.protocols.services.locking import locked_protocol
from stellazh.protocols.services.plain_text import checked_lines
from stellazh.protocols.services.plan_links import tell_plan, withdraw_from_plan
from stellazh.protocols.services.publishing import hide
from stellazh.protocols.services.telling import keepers, people_there, tell
from stellazh.protocols.services.turns import own_turn
from stellazh.protocols.services.votes import require_votes_fit
from stellazh.protocols.services.whole import require_whole
from stellazh.russian.calendar_words import day_and_month


@dataclass(frozen=True, slots=True)
class _Accepted:
    """What the one who signs says yes to."""

    order: bool
    order_reason: str
    remarks: bool


def sign_protocol(
    protocol_id: int,
    *,
    accept_order: bool = False,
    order_reason: str = "",
    accept_remarks: bool = False,
    by: Actor,
    at: datetime,
) -> ProtocolSeal:
    """Fix the number, seal the text as it is, put the decisions in force, tell the plan and those who were there.

    Until it is done nobody else gets a number of the series, and a refusal gives the number back: no gaps, no doubles.
    `accept_order` with a reason signs against the order of days; `accept_remarks` with remarks that nobody answered.

    Raises:
        PermissionRefused: `by` does not sign there, or it is put away.
        AlreadySigned: somebody was faster; the number and the seal are theirs.
        NothingToSign: says what is missing. MoreVotesThanVoters: somebody was taken out after the vote.
        RemarksWaiting: remarks wait for an answer.
        NumberOutOfOrder: says why numbers would not follow the days. ReasonMissing: accepted without a reason.
    """
    accepted = _Accepted(order=accept_order, order_reason=order_reason, remarks=accept_remarks)
    with own_turn():
        return _sign(protocol_id, accepted, by=by, at=at)


@transaction.atomic
def put_in_force(
    protocol: Protocol, number: int, *, order_reason: str = "", follows: bool = True, by: Actor, at: datetime
) -> ProtocolSeal:
    """Make the protocol signed under a number that is its own already: decisions, seal, plan, journal.

    Without `follows` the decisions of an old paper get the numbers they are printed with and nothing more: no marks,
    no reminders. Part of signing and of bringing an old protocol: it is locked, right and wholeness are asked there.
    """
    before = _shown(protocol)
    protocol.order_reason = order_reason
    protocol.status, protocol.number, protocol.signed_at, protocol.updated_at = ProtocolStatus.SIGNED, number, at, at
    protocol.save(update_fields=["status", "number", "signed_at", "order_reason", "updated_at"])
    # Before the papers are made, so that they print the numbers that the decisions keep.
    if follows:
        make_binding(protocol, by=by, at=at)
    else:
        _fix_numbers(protocol)
    seal = _seal(protocol, number, by=by, at=at)
    tell_plan(protocol, by=by, at=at)
    changes = compare(before, _shown(protocol)) | {"Отпечаток": ("", seal.sha256)}
    record("protocol_signed", protocol, by=by, at=at, scope=protocol.association.path, changes=changes)
    return seal


@transaction.atomic
def undo_signing(protocol_id: int, *, reason: str, by: Actor, at: datetime) -> Protocol:
    """Make a signed protocol a draft again and give its number back. The seal stays, with why it was taken back.

    Scans and signatures brought for it are put away: they belong to the text that is opened again.

    Raises:
        PermissionRefused: `by` does not sign there. NotSigned: it is no signed protocol.
        ReasonMissing: no reason is given. TextTooLong: the reason.
        SigningStands: a plan or a resolution rests on it.
        AlreadyAnswered: somebody has reported on its decisions.
        NumberNotLast: later protocols have numbers.
    """
    protocol = locked_protocol(protocol_id)
    require(can_sign_protocol(by, protocol))
    if not protocol.is_signed:
        raise NotSigned("Протокол не подписан.")
    words = checked_lines(ProtocolSeal, {"withdrawn_reason": reason})["withdrawn_reason"]
    if not words:
        raise ReasonMissing("Напишите, почему подписание отменяется: это останется в истории.")
    _require_nothing_rests(protocol)
    if protocol.is_published:
        # What is opened again is not for everybody; signed anew, it is looked at and shown anew.
        hide(protocol, by=by, at=at)
    before = _shown(protocol)
    unmake_binding(protocol, by=by, at=at)
    return_number(protocol.series_code, object_key=protocol.object_key, by=by, at=at)
    protocol.seals.filter(withdrawn_at=None).update(withdrawn_at=at, withdrawn_reason=words)
    stale = protocol.papers.filter(kind__in=(PaperKind.SCAN, PaperKind.SIGNATURE), archived_at=None)
    stale.update(archived_at=at)
    protocol.status, protocol.number, protocol.signed_at = ProtocolStatus.DRAFT, None, None
    protocol.order_reason, protocol.remarks_until, protocol.updated_at = "", None, at
    protocol.save(update_fields=["status", "number", "signed_at", "order_reason", "remarks_until", "updated_at"])
    withdraw_from_plan(protocol, by=by, at=at)
    changes = compare(before, _shown(protocol))
    scope = protocol.association.path
    record("protocol_signing_undone", protocol, by=by, at=at, scope=scope, changes=changes, note=words)
    publish(f"protocol:{protocol.pk}", {"block": "life"})
    return protocol


def open_remarks(protocol: Protocol) -> int:
    """How many remarks nobody has answered. One query, none when nobody made any."""
    if not may_have(protocol, "remarks"):
        return 0
    return protocol.remarks.filter(state=RemarkState.OPEN).count()


def what_rests(protocol: Protocol) -> list[str]:
    """What would stand on nothing if the signature were taken back. Two queries."""
    plans = protocol.plan_approvals.select_related("plan")
    bound = (ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED)
    resolutions = protocol.resolutions.filter(status__in=bound, archived_at=None)
    return [
        *(f"утверждён план на {approval.plan.year.label}" for approval in plans),
        *(f"принята резолюция «{resolution.title}»" for resolution in resolutions),
    ]


@transaction.atomic
def _sign(protocol_id: int, accepted: _Accepted, *, by: Actor, at: datetime) -> ProtocolSeal:
    protocol = locked_protocol(protocol_id)
    require(can_sign_protocol(by, protocol))
    if protocol.is_signed:
        raise AlreadySigned(f"Протокол уже подписан под №\xa0{protocol.number}.")
    require_whole(protocol)
    require_votes_fit(protocol)
    _require_answers(protocol, accepted=accepted.remarks)
    # From here on others of the same series wait.
    number = take_number(protocol.series_code, object_key=protocol.object_key, by=by, at=at)
    reason = _accepted_order(protocol, number, accepted)
    seal = put_in_force(protocol, number, order_reason=reason, by=by, at=at)
    _tell(protocol, by=by, at=at)
    publish(f"protocol:{protocol.pk}", {"block": "life"})
    return seal


def _require_answers(protocol: Protocol, *, accepted: bool) -> None:
    count = open_remarks(protocol)
    if count and not accepted:
        words = agree(count, "замечание ждёт", "замечания ждут", "замечаний ждут")
        raise RemarksWaiting(f"{count} {words} ответа. Ответьте на них или подтвердите, что подписываете так.")


def _accepted_order(protocol: Protocol, number: int, accepted: _Accepted) -> str:
    """The reason to keep: nothing when numbers follow the days."""
    doubts = order_doubts(protocol, number=number)
    if not doubts:
        return ""
    if not accepted.order:
        raise NumberOutOfOrder(" ".join(doubts.words))
    words = checked_lines(Protocol, {"order_reason": accepted.order_reason})["order_reason"]
    if not words:
        raise ReasonMissing("Напишите, почему номер идёт не по порядку дат.")
    return words


def _fix_numbers(protocol: Protocol) -> None:
    numbers = protocol_content(protocol).decision_numbers
    decisions = list(protocol.decisions.filter(pk__in=numbers))
    for decision in decisions:
        decision.number_text = numbers[decision.pk]
    Decision.objects.bulk_update(decisions, ["number_text"])


def _seal(protocol: Protocol, number: int, *, by: Actor, at: datetime) -> ProtocolSeal:
    made = seal_papers(protocol, at=at)
    name = f"Протокол № {number} от {protocol.held_on:%d.%m.%Y}"
    scope = protocol.association.path
    return ProtocolSeal.objects.create(
        protocol=protocol,
        number=number,
        record=made.record,
        sha256=made.sha256,
        docx=store_file(made.docx, name=f"{name}.docx", purpose=SEAL_FILE, scope=scope, by=by, at=at),
        pdf=store_file(made.pdf, name=f"{name}.pdf", purpose=SEAL_FILE, scope=scope, by=by, at=at),
        sealed_at=at,
        sealed_by=by.actor_name[:200],
    )


def _require_nothing_rests(protocol: Protocol) -> None:
    resting = what_rests(protocol)
    if resting:
        raise SigningStands(f"Этим протоколом {'; '.join(resting)}: подписание не отменить.")


def _tell(protocol: Protocol, *, by: Actor, at: datetime) -> None:
    tell(
        SIGNED,
        people_there(protocol) | keepers(protocol.association, at=at),
        protocol,
        title=f"Подписан протокол №\xa0{protocol.number}: {protocol.title}",
        text=f"{protocol.association.short_name}, заседание {day_and_month(protocol.held_on)}. Протокол можно "
        "прочитать и скачать.",
        by=by,
        at=at,
    )


def _shown(protocol: Protocol) -> dict[str, str]:
    return {
        "Состояние": str(ProtocolStatus(protocol.status).label),
        "Номер": str(protocol.number or ""),
        "Почему номер не по порядку дат": protocol.order_reason,
    }
