"""Out for remarks and back, remarks and their answers, into the archive and out of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.live.bus import publish
from stellazh.protocols import access
from stellazh.protocols.enums import ProtocolStatus, RemarkState
from stellazh.protocols.models import Protocol, Remark
from stellazh.protocols.notice_kinds import REMARKS
from stellazh.protocols.services.life_refusals import (
    EventHasAnotherProtocol,
    RemarkMissing,
    RemarksDayPassed,
    WrongStatus,
)
from stellazh.protocols.services.locking import locked_protocol
from stellazh.protocols.services.plain_text import checked_text
from stellazh.protocols.services.refusals import RowOfAnotherProtocol, TextTooLong
from stellazh.protocols.services.telling import keepers, people_there, tell
from stellazh.protocols.services.whole import require_something
from stellazh.russian.calendar_words import day_and_month
from stellazh.russian.text_lines import one_line

LONGEST_REMARK = 3000
LONGEST_ANSWER = 500


@transaction.atomic
def send_for_remarks(protocol_id: int, *, until: date, expected_version: int, by: Actor, at: datetime) -> Protocol:
    """Show the draft to those who were there and ask for remarks up to `until`; people with accounts are told.

    Raises:
        PermissionRefused: `by` may not change it, or it is signed or put away.
        WrongStatus: it is out for remarks already.
        ChangedMeanwhile: its heading is not the one that `by` has seen.
        NothingToSign: there is nothing to read in it.
        RemarksDayPassed: the day lies in the past.
    """
    protocol = locked_protocol(protocol_id)
    require(access.can_edit_protocol(by, protocol))
    if protocol.status != ProtocolStatus.DRAFT:
        raise WrongStatus("Протокол уже на замечаниях.")
    require_version(protocol.version, expected_version)
    require_something(protocol)
    if until < clock.day_of(at, protocol.association.time_zone):
        raise RemarksDayPassed("Этот день уже прошёл: дайте хотя бы день на чтение.")
    _put_status(protocol, ProtocolStatus.REMARKS, until, "protocol_sent_for_remarks", by=by, at=at)
    tell(
        REMARKS,
        people_there(protocol),
        protocol,
        title=f"Прочитайте протокол: {protocol.title}",
        text=f"Заседание {day_and_month(protocol.held_on)}. Если что-то записано неверно, напишите замечание до "
        f"{day_and_month(until)}: после этого протокол подпишут.",
        by=by,
        at=at,
    )
    return protocol


@transaction.atomic
def take_back_to_draft(protocol_id: int, *, by: Actor, at: datetime) -> Protocol:
    """End the time of remarks without signing; the remarks stay.

    Raises:
        PermissionRefused: `by` may not change it, or it is signed or put away.
        WrongStatus: it is a draft already.
    """
    protocol = locked_protocol(protocol_id)
    require(access.can_edit_protocol(by, protocol))
    if protocol.status != ProtocolStatus.REMARKS:
        raise WrongStatus("Протокол и так черновик.")
    _put_status(protocol, ProtocolStatus.DRAFT, None, "protocol_taken_back", by=by, at=at)
    return protocol


@transaction.atomic
def make_remark(
    protocol_id: int, *, text: str, item_id: int | None = None, submission_key: UUID | None, by: Actor, at: datetime
) -> Remark:
    """Ask for a change, of the whole or of one question; those who keep the protocol are told.

    Raises:
        PermissionRefused: `by` was not there, or no remarks are taken now.
        RemarkMissing, TextTooLong: the words. FormSentTwice: the form made a remark to another protocol.
        RowOfAnotherProtocol: the question is not one of this protocol.
    """
    protocol = locked_protocol(protocol_id)
    sent = made_before(Remark.objects.filter(protocol=protocol), submission_key)
    if sent is not None:
        return sent
    require(access.can_remark(by, protocol))
    words = checked_text("Замечание", text)
    if not words:
        raise RemarkMissing("Напишите, что исправить.")
    if len(words) > LONGEST_REMARK:
        raise TextTooLong(f"Замечание: не больше {LONGEST_REMARK} знаков, а набрано {len(words)}.")
    item = None
    if item_id is not None:
        item = protocol.agenda.filter(pk=item_id, archived_at=None).first()
        if item is None:
            raise RowOfAnotherProtocol("Этого вопроса в повестке больше нет.")
    remark = Remark.objects.create(
        protocol=protocol,
        item=item,
        person_id=int(by.actor_id) if by.actor_kind == ActorKind.PERSON else None,
        name=by.actor_name[:200],
        text=words,
        made_at=at,
        submission_key=submission_key,
    )
    _keep("remark_made", protocol, {"Замечание": ("", words[:300])}, by=by, at=at)
    tell(
        REMARKS,
        keepers(protocol.association, at=at),
        protocol,
        title=f"Замечание к протоколу: {protocol.title}",
        text=f"{remark.name}: {words[:300]}",
        by=by,
        at=at,
        part="#remarks",
    )
    return remark


@transaction.atomic
def answer_remark(
    remark_id: int, *, state: RemarkState, answer: str = "", expected_version: int, by: Actor, at: datetime
) -> Remark:
    """Say that a remark was taken, or not and why; the one who made it is told. May be said again until signing.

    Raises:
        PermissionRefused: `by` may not change the protocol, or it is signed or put away.
        RemarkMissing: a remark is declined without an answer. TextTooLong: the answer.
        ChangedMeanwhile: somebody has answered.
    """
    protocol = locked_protocol(Remark.objects.values_list("protocol_id", flat=True).get(pk=remark_id))
    require(access.can_edit_protocol(by, protocol))
    remark = Remark.objects.get(pk=remark_id)
    words = one_line(answer)
    if state == RemarkState.DECLINED and not words:
        raise RemarkMissing("Напишите, почему замечание не принято: его автор это прочтёт.")
    if len(words) > LONGEST_ANSWER:
        raise TextTooLong(f"Ответ: не больше {LONGEST_ANSWER} знаков, а набрано {len(words)}.")
    wanted = {"Состояние": str(state.label), "Ответ": words}
    stored = {"Состояние": str(remark.get_state_display()), "Ответ": remark.answer}
    require_version(remark.version, expected_version, theirs=stored, mine=wanted)
    if wanted == stored:
        return remark
    remark.state, remark.answer = state, words
    remark.decided_at = None if state == RemarkState.OPEN else at
    remark.version += 1
    remark.save(update_fields=["state", "answer", "decided_at", "version"])
    _keep("remark_answered", protocol, compare(stored, wanted), by=by, at=at)
    if remark.person_id is not None and state != RemarkState.OPEN:
        tell(
            REMARKS,
            {remark.person_id},
            protocol,
            title=f"Ваше замечание: {state.label}",
            text=words or f"Протокол «{protocol.title}» исправлен по вашему замечанию.",
            by=by,
            at=at,
            part="#remarks",
        )
    return remark


@transaction.atomic
def archive_protocol(protocol_id: int, *, by: Actor, at: datetime) -> Protocol:
    """Put a draft away. A signed protocol stays where it is.

    Raises:
        PermissionRefused: `by` may not, or it is signed. WrongStatus: it is away already.
    """
    protocol = locked_protocol(protocol_id)
    require(access.can_archive_protocol(by, protocol))
    if protocol.archived_at is not None:
        raise WrongStatus("Протокол уже в архиве.")
    protocol.archived_at = at
    _save(protocol, "archived_at", at=at)
    _keep("protocol_archived", protocol, {}, by=by, at=at)
    return protocol


@transaction.atomic
def restore_protocol(protocol_id: int, *, by: Actor, at: datetime) -> Protocol:
    """Bring a draft back from the archive.

    Raises:
        PermissionRefused: `by` may not. WrongStatus: it is not there.
        EventHasAnotherProtocol: its event has another protocol meanwhile.
    """
    protocol = locked_protocol(protocol_id)
    require(access.can_archive_protocol(by, protocol))
    if protocol.archived_at is None:
        raise WrongStatus("Протокол не в архиве.")
    if protocol.event_id and Protocol.objects.present().filter(event_id=protocol.event_id).exists():
        raise EventHasAnotherProtocol("У этого мероприятия уже есть другой протокол: уберите сначала его.")
    protocol.archived_at = None
    _save(protocol, "archived_at", at=at)
    _keep("protocol_restored", protocol, {}, by=by, at=at)
    return protocol


def _put_status(
    protocol: Protocol, status: ProtocolStatus, until: date | None, action: str, *, by: Actor, at: datetime
) -> None:
    before = _shown(protocol)
    protocol.status, protocol.remarks_until = status, until
    _save(protocol, "status", "remarks_until", at=at)
    _keep(action, protocol, compare(before, _shown(protocol)), by=by, at=at)


def _save(protocol: Protocol, *fields: str, at: datetime) -> None:
    """The version is that of the heading, which has not changed: whoever writes there now need not compare texts."""
    protocol.updated_at = at
    protocol.save(update_fields=[*fields, "updated_at"])


def _keep(action: str, protocol: Protocol, changes: dict[str, tuple[str, str]], *, by: Actor, at: datetime) -> None:
    record(action, protocol, by=by, at=at, scope=protocol.association.path, changes=changes, note=protocol.title[:300])
    publish(f"protocol:{protocol.pk}", {"block": "life"})


def _shown(protocol: Protocol) -> dict[str, str]:
    until = protocol.remarks_until
    return {
        "Состояние": str(ProtocolStatus(protocol.status).label),
        "Замечания до": f"{until:%d.%m.%Y}" if until else "",
    }
