"""In August a resolution is closed point by point, then as a whole; what is left goes into the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.protocols.access import can_close_resolution
from stellazh.protocols.enums import DoneState, ResolutionStatus
from stellazh.protocols.models import Decision, Resolution, ResolutionSection
from stellazh.protocols.papers.resolution_word import closing_docx
from stellazh.protocols.reads.resolutions.content import ResolutionContent, resolution_content
from stellazh.protocols.services.closing import close_decision, reopen_decision
from stellazh.protocols.services.evidence import EvidenceFields
from stellazh.protocols.services.locking import locked_resolution
from stellazh.protocols.services.plain_text import checked_text
from stellazh.protocols.services.resolutions.fields import PointFields, SectionFields
from stellazh.protocols.services.resolutions.holding import editable_resolution, keep
from stellazh.protocols.services.resolutions.life import keep_paper
from stellazh.protocols.services.resolutions.points import make_point
from stellazh.protocols.services.resolutions.refusals import (
    NoSuchRow,
    PointNotLeft,
    PointsWithoutOutcome,
    WrongDay,
    WrongState,
)
from stellazh.protocols.services.resolutions.sections import add_section
from stellazh.protocols.services.resolutions.telling import everybody, tell_people

LEFT = (DoneState.OPEN, DoneState.PARTLY, DoneState.NOT_DONE)
_MOST_NAMED = 6


@transaction.atomic
def close_point(
    point_id: int,
    *,
    state: str,
    words: str,
    evidence: Sequence[EvidenceFields] = (),
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Say what became of one point: done, done in part, not done, or off control.

    Raises:
        PermissionRefused. WrongState: the resolution is not in force, or closed as a whole.
        DecisionIsClosed, WordsMissing, StateUnknown; what `read_evidence` refuses.
    """
    resolution = _in_force(point_id, by)
    point = close_decision(
        point_id, state=state, words=words, evidence=evidence, submission_key=submission_key, by=by, at=at
    )
    point.resolution = resolution
    return point


@transaction.atomic
def reopen_point(point_id: int, *, reason: str, by: Actor, at: datetime) -> Decision:
    """Put a closed point on control again.

    Raises:
        PermissionRefused. WrongState: the resolution is closed as a whole. DecisionIsOpen, WordsMissing.
    """
    _in_force(point_id, by)
    return reopen_decision(point_id, reason=reason, by=by, at=at)


@transaction.atomic
def close_resolution(
    resolution_id: int, *, closed_on: date, closing_words: str = "", by: Actor, at: datetime
) -> Resolution:
    """Close the whole: every point has an outcome. The report is kept as .docx and everybody is told.

    Raises:
        PermissionRefused. WrongState: it is not in force. PointsWithoutOutcome: names those that lack one.
        WrongDay: the day lies ahead or before the adoption. TextTooLong.
    """
    resolution = locked_resolution(resolution_id)
    require(can_close_resolution(by, resolution))
    _require_in_force(resolution)
    today = clock.day_of(at, resolution.association.time_zone)
    if closed_on > today or (resolution.adopted_on and closed_on < resolution.adopted_on):
        raise WrongDay("День итога — не раньше принятия и не позже сегодняшнего.")
    content = resolution_content(resolution, on=today)
    _require_outcomes(content)
    resolution.closing_words = checked_text("Общий итог", closing_words)
    resolution.status, resolution.closed_on = ResolutionStatus.CLOSED, closed_on
    resolution.version += 1
    text = closing_docx(content, made_on=closed_on)
    name = f"О выполнении резолюции, {closed_on:%d.%m.%Y}"
    resolution.closing_file = keep_paper(resolution, text, name, by=by, at=at)
    resolution.save(update_fields=["status", "closed_on", "closing_words", "closing_file", "version"])
    told = ", ".join(f"{label}: {count}" for label, count in content.outcomes)
    keep(
        "resolution_closed",
        resolution,
        resolution,
        by=by,
        at=at,
        changes={"Состояние": ("принята", "закрыта"), "Итог": ("", told)},
    )
    tell_people(
        resolution,
        everybody(resolution, at=at),
        title="Подведён итог резолюции",
        text=f"{resolution.title}. Пункты: {told}.",
        by=by,
        at=at,
    )
    return resolution


@transaction.atomic
def take_left_point(
    resolution_id: int, *, point_id: int, section_id: int | None = None, by: Actor, at: datetime
) -> Decision:
    """Copy a point that the previous resolution left undone into this draft; taken already, it stays as it is.

    Without `section_id` it goes to the section of the same addressees, which is made when there is none.

    Raises:
        PermissionRefused: `by` may not change the draft. NoSuchRow: the section. PointNotLeft: it is done, or it is no
            point of the previous resolution.
    """
    resolution = editable_resolution(resolution_id, by)
    left = Decision.objects.filter(resolution=resolution.previous_id or 0, archived_at=None, state__in=LEFT)
    old = left.filter(pk=point_id, resolution__isnull=False).select_related("section").first()
    if old is None or old.section is None:
        raise PointNotLeft("Этот пункт прошлой резолюции исполнен, снят или убран: переносить нечего.")
    taken = resolution.points.filter(carried_from=old, archived_at=None).first()
    if taken is not None:
        return taken
    sections = resolution.sections.select_related("organisation")
    section = (
        sections.filter(pk=section_id).first()
        if section_id
        else sections.filter(addressee_class=old.section.addressee_class).first()
    )
    if section is None:
        if section_id:
            raise NoSuchRow("Выберите раздел, в который войдёт пункт.")
        section = _same_section(resolution, old, by=by, at=at)
    section.resolution = resolution
    # A term of last year is over: only one without a last day goes on.
    term = "" if old.due_on else old.term_raw
    return make_point(section, PointFields(old.text, term, old.sign_of_done), carried_from=old, by=by, at=at)


def _same_section(resolution: Resolution, old: Decision, *, by: Actor, at: datetime) -> ResolutionSection:
    assert old.section is not None  # noqa: S101 - a point of a resolution stands in a section
    return add_section(resolution.pk, fields=SectionFields.of(old.section), by=by, at=at)


def _in_force(point_id: int, by: Actor) -> Resolution:
    rows = Decision.objects.filter(resolution__isnull=False)
    resolution_id = rows.values_list("resolution_id", flat=True).get(pk=point_id)
    assert resolution_id is not None  # noqa: S101 - the filter above leaves points of resolutions
    resolution = locked_resolution(resolution_id)
    require(can_close_resolution(by, resolution))
    _require_in_force(resolution)
    return resolution


def _require_in_force(resolution: Resolution) -> None:
    if resolution.status == ResolutionStatus.CLOSED:
        raise WrongState("Резолюция уже закрыта: её итоги больше не меняются.")
    if resolution.status != ResolutionStatus.ADOPTED:
        raise WrongState("Резолюция ещё не принята.")


def _require_outcomes(content: ResolutionContent) -> None:
    lacking = [point.number for point in content.without_outcome]
    if lacking:
        named = ", ".join(lacking[:_MOST_NAMED])
        more = f" и ещё {len(lacking) - _MOST_NAMED}" if len(lacking) > _MOST_NAMED else ""
        raise PointsWithoutOutcome(f"Не сказано, чем закончились пункты: {named}{more}. Закройте сначала их.")
