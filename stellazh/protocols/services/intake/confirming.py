"""Taking a checked paper in: the protocol with all its rows, in one transaction; signed under its own number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.common.school_year import SchoolYear
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.models import Event
from stellazh.live.bus import publish
from stellazh.numbering.services import NumberTaken, claim_number
from stellazh.protocols.access import can_create_protocol, can_sign_protocol
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.enums import IntakeStatus
from stellazh.protocols.models import Protocol, ProtocolIntake
from stellazh.protocols.reads.intake_events import events_offered
from stellazh.protocols.reads.intake_numbers import out_of_order, who_has_number
from stellazh.protocols.services.intake.checking import heading_fields, number_of, require_facts, require_lengths
from stellazh.protocols.services.intake.opening import locked_intake, require_open
from stellazh.protocols.services.intake.refusals import (
    EventNotOffered,
    FactsIncomplete,
    LinesLeft,
    NumberNotFree,
)
from stellazh.protocols.services.intake.writing import write_protocol
from stellazh.protocols.services.signing import put_in_force
from stellazh.protocols.services.whole import require_whole

ORDER_REASON = "номер взят из бумаги"


@transaction.atomic
def confirm_intake(intake_id: int, *, expected_version: int, by: Actor, at: datetime) -> ProtocolIntake:
    """Make the protocol: signed and sealed under the paper's number, or a draft when that was chosen.

    The file of Word stays with it as its source. Decisions that are not followed get no marks and no reminders.
    Nobody is told of an old meeting; whoever gets an assignment of followed decisions is.

    Raises:
        PermissionRefused: `by` keeps no protocols there; or signs none, and it is no draft.
        IntakeNotOpen: it does not wait to be checked: somebody was faster.
        ChangedMeanwhile: it is not what `by` has seen.
        LinesLeft: lines wait for a decision. FactsIncomplete, NothingToSign: says what is missing.
        NumberNotFree: names the protocol that has the number.
        EventNotOffered: its event is not free any more. UnknownPerson, AlreadyNamed: a card that a name is linked to.
        TextMissing, TextTooLong, WrongTimes, WrongNumber, UnknownOwner, TooManyOwners: a fact is not acceptable.
    """
    intake = locked_intake(intake_id)
    require(can_create_protocol(by, intake.association))
    draft = require_open(intake)
    require_version(intake.version, expected_version)
    _require_decided(draft)
    require_lengths(draft.facts)
    require_facts(draft.facts)
    fields = heading_fields(draft.facts.heading)
    number = None if draft.choices.as_draft else _number(draft)
    protocol = Protocol(
        association=intake.association,
        event=_event(intake, draft),
        school_year=SchoolYear.of(fields.held_on).start,
        source_file=intake.file,
        created_at=at,
        updated_at=at,
    )
    write_protocol(protocol, draft, fields, by=by, at=at)
    if number is not None:
        _sign(protocol, number, follows=draft.choices.follows, by=by, at=at)
    intake.status, intake.protocol, intake.decided_at = IntakeStatus.CONFIRMED, protocol, at
    intake.version += 1
    intake.save(update_fields=["status", "protocol", "decided_at", "version"])
    record("intake_confirmed", intake, by=by, at=at, scope=intake.association.path, note=str(protocol)[:300])
    publish(f"protocol:{protocol.pk}", {"block": "life"})
    return intake


def _require_decided(draft: ProtocolDraft) -> None:
    count = len(draft.open_leftovers)
    if count:
        words = agree(count, "строка", "строки", "строк")
        raise LinesLeft(f"Неразобрано: {count} {words}. Выберите для каждой, куда её перенести, или «не переносить».")


def _number(draft: ProtocolDraft) -> int:
    number = number_of(draft.facts.heading)
    if number is None:
        raise FactsIncomplete("Впишите номер протокола цифрами. Если номера нет, внесите протокол черновиком.")
    return number


def _event(intake: ProtocolIntake, draft: ProtocolDraft) -> Event | None:
    wanted = draft.choices.event_id
    if wanted is None:
        return None
    offered = events_offered(intake.association, draft.facts.heading.held_on)
    event = next((event for event in offered if event.pk == wanted), None)
    if event is None:
        raise EventNotOffered("К этому мероприятию протокол уже не привязать: выберите другое или «без мероприятия».")
    # Held, so that nobody begins its protocol meanwhile.
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _sign(protocol: Protocol, number: int, *, follows: bool, by: Actor, at: datetime) -> None:
    require(can_sign_protocol(by, protocol))
    require_whole(protocol)
    try:
        claim_number(protocol.series_code, number, object_key=protocol.object_key, by=by, at=at)
    except NumberTaken as taken:
        other = who_has_number(protocol.association, protocol.school_year, number)
        whose = f": протокол от {other.held_on:%d.%m.%Y}" if other else ""
        raise NumberNotFree(
            f"№\xa0{number} за {protocol.year.label} уже есть{whose}. Проверьте номер и дату."
        ) from taken
    reason = ORDER_REASON if out_of_order(protocol.association, protocol.held_on, number) else ""
    put_in_force(protocol, number, order_reason=reason, follows=follows, by=by, at=at)
