"""Taking a confirmed paper back: the number returns, the protocol goes to the archive, the file and the seal stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.protocols.access import can_create_protocol
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.enums import IntakeStatus
from stellazh.protocols.models import ProtocolIntake
from stellazh.protocols.services.intake.opening import locked_intake
from stellazh.protocols.services.intake.refusals import NotConfirmed
from stellazh.protocols.services.life import archive_protocol
from stellazh.protocols.services.life_refusals import SigningStands
from stellazh.protocols.services.locking import locked_protocol
from stellazh.protocols.services.signing import undo_signing

REASON = "Отменено внесение из файла Word"


@transaction.atomic
def undo_intake(intake_id: int, *, by: Actor, at: datetime) -> ProtocolIntake:
    """Take back what was taken in. Undoing twice changes nothing.

    Raises:
        PermissionRefused: `by` keeps, or signs, no protocols there.
        NotConfirmed: it was never taken in.
        SigningStands: a plan or a resolution rests on it; or it came as a draft and was signed since.
        AlreadyAnswered: somebody has reported on its decisions. NumberNotLast: later protocols have numbers.
    """
    intake = locked_intake(intake_id)
    require(can_create_protocol(by, intake.association))
    if intake.status == IntakeStatus.UNDONE:
        return intake
    if intake.status != IntakeStatus.CONFIRMED or intake.protocol_id is None:
        raise NotConfirmed("Отменить можно только внесённый протокол.")
    protocol = locked_protocol(intake.protocol_id)
    if protocol.is_signed:
        if ProtocolDraft.from_json(intake.reading).choices.as_draft:
            raise SigningStands("Протокол подписан после внесения: сначала отмените подписание на его странице.")
        undo_signing(protocol.pk, reason=REASON, by=by, at=at)
        # Those that were not followed kept the numbers they were printed with.
        protocol.decisions.update(number_text="")
    if protocol.archived_at is None:
        archive_protocol(protocol.pk, by=by, at=at)
    intake.status = IntakeStatus.UNDONE
    intake.version += 1
    intake.save(update_fields=["status", "version"])
    record("intake_undone", intake, by=by, at=at, scope=intake.association.path, note=str(protocol)[:300])
    return intake
