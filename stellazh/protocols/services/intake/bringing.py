"""Bringing a file: read at once when it is small, in the background when it is large; it is kept whatever it says."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import UnreadablePaper
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.files.services import open_file, store_file
from stellazh.jobs.services import enqueue
from stellazh.office.apart import ReadingTakesLong
from stellazh.protocols.access import can_create_protocol
from stellazh.protocols.drafts.apart import read_apart
from stellazh.protocols.drafts.model import ProtocolDraft
from stellazh.protocols.enums import IntakeStatus
from stellazh.protocols.models import ProtocolIntake
from stellazh.protocols.services.intake.opening import locked_intake
from stellazh.protocols.services.intake.refusals import IntakeNotOpen

READ_PROTOCOL: Final = "protocols.read_paper"
SOURCE_FILE: Final = "protocols.source"
MOST_SOURCE_BYTES: Final = 20 * 1024 * 1024
# A protocol is some dozens of kilobytes and is read within two seconds; what is larger or slower waits in the queue.
LARGE_BYTES: Final = 1024 * 1024
SECONDS_IN_REQUEST: Final = 8
SECONDS_IN_BACKGROUND: Final = 120


def bring_protocol(
    association_id: int, *, content: bytes, name: str, submission_key: uuid.UUID | None, by: Actor, at: datetime
) -> ProtocolIntake:
    """Keep the file and read it into a preview; a large one is put into the queue, one that is refused says why.

    The reading runs in a process of its own and outside any transaction. The same `submission_key` gives what it made
    before.

    Raises:
        PermissionRefused: `by` keeps no protocols there, or the association is closed.
        FileIsEmpty, FileTooLarge: there is nothing to keep.
    """
    association = Association.objects.select_related("territory").get(pk=association_id)
    require(can_create_protocol(by, association))
    if made := _made_before(association, submission_key):
        return made
    draft, problem = None, ""
    if len(content) <= LARGE_BYTES:
        try:
            draft = _chosen(read_apart(content, name, seconds=SECONDS_IN_REQUEST), association, at)
        except ReadingTakesLong:
            pass
        except UnreadablePaper as refusal:
            problem = str(refusal)
    return _keep(association, content, name, draft, problem, submission_key, by=by, at=at)


def read_waiting(intake_id: int, *, by: Actor, at: datetime) -> ProtocolIntake:
    """Read the file of one that waits for it; a refusal is kept as its problem. One read already stays as it is."""
    intake = ProtocolIntake.objects.select_related("file", "association__territory").get(pk=intake_id)
    if intake.status != IntakeStatus.READING:
        return intake
    draft, problem = None, ""
    try:
        with open_file(intake.file) as stream:
            read = read_apart(stream.read(), intake.file.name, seconds=SECONDS_IN_BACKGROUND)
        draft = _chosen(read, intake.association, at)
    except UnreadablePaper as refusal:
        problem = str(refusal)
    return _finish(intake_id, draft, problem, by=by, at=at)


@transaction.atomic
def abandon_intake(intake_id: int, *, by: Actor, at: datetime) -> ProtocolIntake:
    """Put a preview off; the file and every correction stay. Doing it twice changes nothing.

    Raises:
        PermissionRefused: `by` keeps no protocols there.
        IntakeNotOpen: it is taken in, or taken back.
    """
    intake = locked_intake(intake_id)
    require(can_create_protocol(by, intake.association))
    if intake.status == IntakeStatus.ABANDONED:
        return intake
    if intake.status not in (IntakeStatus.PREVIEW, IntakeStatus.READING):
        raise IntakeNotOpen("Протокол уже внесён: внесение можно отменить.")
    return _put_status(intake, IntakeStatus.ABANDONED, "intake_abandoned", by=by, at=at)


@transaction.atomic
def resume_intake(intake_id: int, *, by: Actor, at: datetime) -> ProtocolIntake:
    """Take up again what was put off.

    Raises:
        PermissionRefused: `by` keeps no protocols there.
        IntakeNotOpen: it is not put off, or its file could not be read.
    """
    intake = locked_intake(intake_id)
    require(can_create_protocol(by, intake.association))
    if intake.status == IntakeStatus.PREVIEW:
        return intake
    if intake.status != IntakeStatus.ABANDONED or not intake.reading:
        raise IntakeNotOpen("Эту загрузку не продолжить: загрузите файл заново.")
    return _put_status(intake, IntakeStatus.PREVIEW, "intake_resumed", by=by, at=at)


def _made_before(association: Association, submission_key: uuid.UUID | None) -> ProtocolIntake | None:
    rows = ProtocolIntake.objects.filter(association=association).select_related("file", "association__territory")
    return made_before(rows, submission_key)


def _chosen(draft: ProtocolDraft, association: Association, at: datetime) -> ProtocolDraft:
    """With what is proposed: decisions of the present school year are followed, those of earlier ones are not."""
    held_on, today = draft.facts.heading.held_on, clock.day_of(at, association.time_zone)
    is_of_now = held_on is not None and SchoolYear.of(held_on) == SchoolYear.of(today)
    return draft.with_choices(follows=is_of_now, as_draft=not draft.facts.heading.number.isdecimal())


@transaction.atomic
def _keep(
    association: Association,
    content: bytes,
    name: str,
    draft: ProtocolDraft | None,
    problem: str,
    submission_key: uuid.UUID | None,
    *,
    by: Actor,
    at: datetime,
) -> ProtocolIntake:
    # Locked, so that a double click finds what the first one made.
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association.pk)
    if made := _made_before(association, submission_key):
        return made
    stored = store_file(content, name=name, purpose=SOURCE_FILE, scope=association.path, by=by, at=at)
    waits = draft is None and not problem
    status = IntakeStatus.READING if waits else IntakeStatus.PREVIEW if draft else IntakeStatus.ABANDONED
    intake = ProtocolIntake.objects.create(
        association=association,
        file=stored,
        status=status,
        reading=draft.to_json() if draft else {},
        problem=problem[:500],
        brought_at=at,
        brought_by=by.actor_name[:200],
        submission_key=submission_key,
    )
    note = f"{stored.name}: {problem or ('читается в фоне' if waits else 'прочитан')}"
    record("intake_brought", intake, by=by, at=at, scope=association.path, note=note[:300])
    if waits:
        enqueue(
            READ_PROTOCOL,
            {"intake_id": intake.pk},
            by=by,
            at=at,
            label=f"Чтение протокола «{stored.name}»"[:200],
            scope=association.path,
            key=f"{READ_PROTOCOL}:{intake.pk}",
        )
    return intake


@transaction.atomic
def _finish(intake_id: int, draft: ProtocolDraft | None, problem: str, *, by: Actor, at: datetime) -> ProtocolIntake:
    intake = locked_intake(intake_id)
    if intake.status != IntakeStatus.READING:
        return intake
    intake.reading = draft.to_json() if draft else {}
    intake.problem = problem[:500]
    intake.save(update_fields=["reading", "problem"])
    status = IntakeStatus.PREVIEW if draft else IntakeStatus.ABANDONED
    return _put_status(intake, status, "intake_read" if draft else "intake_unread", by=by, at=at)


def _put_status(
    intake: ProtocolIntake, status: IntakeStatus, action: str, *, by: Actor, at: datetime
) -> ProtocolIntake:
    intake.status = status
    intake.version += 1
    intake.save(update_fields=["status", "version"])
    record(action, intake, by=by, at=at, scope=intake.association.path, note=intake.file.name[:300])
    return intake
