"""Resolutions begun, their headings and problem fields changed, drafts put away and brought back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.models import Event
from stellazh.protocols.access import can_archive_resolution, can_create_resolution
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.models import ProblemPoint, Resolution
from stellazh.protocols.services.locking import locked_resolution
from stellazh.protocols.services.plain_text import checked_lines
from stellazh.protocols.services.refusals import TextTooLong
from stellazh.protocols.services.resolutions.fields import ResolutionFields, checked_resolution
from stellazh.protocols.services.resolutions.holding import editable_resolution, keep
from stellazh.protocols.services.resolutions.points import read_terms_again
from stellazh.protocols.services.resolutions.refusals import WrongEvent

MOST_PROBLEMS: Final = 40
_BOUND: Final = (ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED)


@transaction.atomic
def create_resolution(
    association_id: int, *, fields: ResolutionFields, submission_key: UUID | None, by: Actor, at: datetime
) -> Resolution:
    """Begin a resolution that collects proposals. It follows the last one the association adopted.

    The same `submission_key` gives the one it made before. Nobody is told: `call_for_proposals` does that.

    Raises:
        PermissionRefused: `by` prepares no resolutions there, or the association is closed.
        TextMissing, TextTooLong, WrongYear, WrongEvent: a field is not acceptable.
    """
    # Locked, so that the second of two clicks at once finds the resolution of the first.
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_create_resolution(by, association))
    if made := made_before(Resolution.objects.filter(association=association), submission_key):
        return made
    checked = checked_resolution(fields)
    _require_event(checked.event_id, association)
    resolution = Resolution(
        association=association,
        previous=last_adopted(association),
        submission_key=submission_key,
        created_at=at,
    )
    _put(resolution, checked)
    resolution.updated_at = at
    resolution.save()
    keep("resolution_created", resolution, resolution, by=by, at=at, changes=compare({}, checked.texts()))
    return resolution


def last_adopted(association: Association) -> Resolution | None:
    """The newest of the association that is or was in force."""
    rows = Resolution.objects.present().filter(association=association, status__in=_BOUND)
    return rows.order_by("-adopted_on", "-pk").first()


@transaction.atomic
def update_resolution(
    resolution_id: int, *, expected_version: int, fields: ResolutionFields, by: Actor, at: datetime
) -> Resolution:
    """Change the heading. Another school year lets the terms of all points be read anew.

    Raises:
        PermissionRefused: `by` may not change it. ChangedMeanwhile: somebody saved first.
        TextMissing, TextTooLong, WrongYear, WrongEvent: a field is not acceptable.
    """
    resolution = editable_resolution(resolution_id, by)
    checked = checked_resolution(fields)
    stored = ResolutionFields.of(resolution)
    if stored == checked:
        return resolution
    require_version(resolution.version, expected_version, theirs=stored.texts(), mine=checked.texts())
    if checked.event_id != stored.event_id:
        _require_event(checked.event_id, resolution.association)
    _put(resolution, checked)
    resolution.version += 1
    resolution.save()
    if checked.school_year != stored.school_year:
        read_terms_again(resolution)
    changes = compare(stored.texts(), checked.texts())
    keep("resolution_updated", resolution, resolution, by=by, at=at, changes=changes)
    return resolution


@transaction.atomic
def put_problems(
    resolution_id: int, *, texts: Iterable[str], expected_version: int, by: Actor, at: datetime
) -> list[ProblemPoint]:
    """Let the problem field be these lines, in this order; empty ones are left out.

    Raises:
        PermissionRefused, ChangedMeanwhile. TextTooLong: a line, or more than 40 of them.
    """
    resolution = editable_resolution(resolution_id, by)
    lines = [_problem(text) for text in texts]
    wanted = [line for line in lines if line]
    if len(wanted) > MOST_PROBLEMS:
        raise TextTooLong(f"Проблем не больше {MOST_PROBLEMS}: объедините близкие.")
    rows = list(resolution.problems.all())
    stored = [row.text for row in rows]
    if stored == wanted:
        return rows
    before, after = {"Проблемное поле": "\n".join(stored)}, {"Проблемное поле": "\n".join(wanted)}
    require_version(resolution.version, expected_version, theirs=before, mine=after)
    resolution.problems.all().delete()
    made = [ProblemPoint(resolution=resolution, position=place, text=text) for place, text in enumerate(wanted, 1)]
    ProblemPoint.objects.bulk_create(made)
    _next_version(resolution)
    keep("resolution_problems_put", resolution, resolution, by=by, at=at, changes=compare(before, after))
    return made


@transaction.atomic
def archive_resolution(resolution_id: int, *, by: Actor, at: datetime) -> Resolution:
    """Put a resolution away that is not adopted. One that is away stays so.

    Raises:
        PermissionRefused: `by` prepares no resolutions there, or it is adopted.
    """
    resolution = locked_resolution(resolution_id)
    require(can_archive_resolution(by, resolution))
    return resolution if resolution.archived_at else _set_away(resolution, "resolution_archived", by=by, at=at)


@transaction.atomic
def restore_resolution(resolution_id: int, *, by: Actor, at: datetime) -> Resolution:
    """Bring a resolution back. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` prepares no resolutions there.
    """
    resolution = locked_resolution(resolution_id)
    require(can_archive_resolution(by, resolution))
    return _set_away(resolution, "resolution_restored", by=by, at=at) if resolution.archived_at else resolution


def _set_away(resolution: Resolution, action: str, *, by: Actor, at: datetime) -> Resolution:
    resolution.archived_at = at if resolution.archived_at is None else None
    resolution.version += 1
    resolution.save(update_fields=["archived_at", "version"])
    keep(action, resolution, resolution, by=by, at=at)
    return resolution


def _put(resolution: Resolution, fields: ResolutionFields) -> None:
    resolution.title, resolution.school_year = fields.title, fields.school_year
    resolution.meeting_words, resolution.preamble = fields.meeting_words, fields.preamble
    resolution.proposals_until, resolution.event_id = fields.proposals_until, fields.event_id


def _require_event(event_id: int | None, association: Association) -> None:
    if event_id is None:
        return
    if not Event.objects.present().filter(pk=event_id, association=association).exists():
        raise WrongEvent("Такого мероприятия у вашего объединения нет.")


def _problem(text: str) -> str:
    return checked_lines(ProblemPoint, {"text": text.strip().lstrip("-–—• ")})["text"].rstrip(";")


def _next_version(resolution: Resolution) -> None:
    resolution.version += 1
    resolution.save(update_fields=["version"])
