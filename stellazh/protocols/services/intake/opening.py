"""Finding what was brought and locking it. To a stranger what other associations brought does not exist."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from stellazh.associations.access import can, reach
from stellazh.common.actor import Actor
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.enums import IntakeStatus
from stellazh.protocols.models import Protocol, ProtocolIntake
from stellazh.protocols.services.intake.refusals import IntakeNotOpen

_WHY_NOT_OPEN: Final = {
    IntakeStatus.READING: "Файл ещё читается: подождите немного.",
    IntakeStatus.CONFIRMED: "Этот протокол уже внесён.",
    IntakeStatus.UNDONE: "Это внесение отменено: загрузите файл заново.",
    IntakeStatus.ABANDONED: "Эта загрузка отложена: сначала продолжите её.",
}


def visible_intakes(actor: Actor) -> QuerySet[ProtocolIntake]:
    """What was brought to the associations whose protocols the actor keeps, the latest first."""
    rows = ProtocolIntake.objects.filter(reach(actor, "protocols.edit_protocol", "association__"))
    return rows.select_related("association__territory", "file", "protocol")


def locked_intake(intake_id: int) -> ProtocolIntake:
    """The row with its association, held until the transaction ends.

    Raises:
        ProtocolIntake.DoesNotExist: there is none.
    """
    rows = ProtocolIntake.objects.select_for_update(of=("self",)).select_related("association__territory", "file")
    return rows.get(pk=intake_id)


def require_open(intake: ProtocolIntake) -> ProtocolDraft:
    """The draft, while it waits to be checked.

    Raises:
        IntakeNotOpen: it does not.
    """
    if intake.status != IntakeStatus.PREVIEW:
        raise IntakeNotOpen(_WHY_NOT_OPEN[IntakeStatus(intake.status)])
    return ProtocolDraft.from_json(intake.reading)


def can_read_source(actor: Actor, stored: StoredFile) -> Verdict:
    """Who may open the file: those who keep protocols there, and whoever reads the protocol made of it."""
    rows = list(ProtocolIntake.objects.filter(file=stored).select_related("association__territory"))
    if any(can(actor, "protocols.edit_protocol", row.association) for row in rows):
        return ALLOWED
    if Protocol.objects.visible_to(actor).filter(source_file=stored).exists():
        return ALLOWED
    return refuse("Этот файл открыт тем, кто читает протокол.")


def brought_before(intake: ProtocolIntake) -> ProtocolIntake | None:
    """The same file brought to the association earlier, taken in or still waiting; None when there is none."""
    alive = (IntakeStatus.CONFIRMED, IntakeStatus.PREVIEW)
    rows = ProtocolIntake.objects.filter(association_id=intake.association_id, status__in=alive)
    same = rows.filter(file__sha256=intake.file.sha256).exclude(pk=intake.pk)
    return same.select_related("protocol", "file").order_by("-status", "pk").first()
