"""The life of a resolution up to its adoption: proposals are collected, the draft is written, the meeting adopts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file
from stellazh.protocols.access import can_adopt_resolution
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.models import Decision, Protocol, Resolution
from stellazh.protocols.papers.resolution_word import text_docx
from stellazh.protocols.reads.resolutions.content import ResolutionContent, resolution_content
from stellazh.protocols.services.following import bind_decisions
from stellazh.protocols.services.locking import locked_resolution
from stellazh.protocols.services.resolutions.holding import editable_resolution, keep
from stellazh.protocols.services.resolutions.refusals import NothingToAdopt, WrongDay, WrongProtocol, WrongState
from stellazh.protocols.services.resolutions.telling import everybody, tell_people

RESOLUTION_FILE: Final = "protocols.resolution"
MOST_RESOLUTION_BYTES: Final = 10 * 1024 * 1024


@transaction.atomic
def call_for_proposals(resolution_id: int, *, by: Actor, at: datetime) -> int:
    """Tell everybody of the association and below that proposals are collected; how many were told.

    Raises:
        PermissionRefused. WrongState: the collecting is over.
    """
    resolution = editable_resolution(resolution_id, by)
    _require_state(resolution, ResolutionStatus.COLLECTING, "Сбор предложений окончен.")
    until = f" до {resolution.proposals_until:%d.%m.%Y}" if resolution.proposals_until else ""
    told = tell_people(
        resolution,
        everybody(resolution, at=at),
        title="Ждём предложений в резолюцию",
        text=f"{resolution.title}. Предложения и голоса за чужие принимаются{until}.",
        part="proposals/",
        by=by,
        at=at,
    )
    keep("resolution_called", resolution, resolution, by=by, at=at, note=f"сообщено: {told}")
    return told


@transaction.atomic
def close_collecting(resolution_id: int, *, by: Actor, at: datetime) -> Resolution:
    """End the collecting: what was proposed is answered and the draft written.

    Raises:
        PermissionRefused. WrongState: it is over already.
    """
    resolution = editable_resolution(resolution_id, by)
    _require_state(resolution, ResolutionStatus.COLLECTING, "Сбор предложений уже окончен.")
    return _set_state(resolution, ResolutionStatus.DRAFT, "collecting_closed", by=by, at=at)


@transaction.atomic
def reopen_collecting(resolution_id: int, *, by: Actor, at: datetime) -> Resolution:
    """Collect proposals again.

    Raises:
        PermissionRefused. WrongState: they are being collected.
    """
    resolution = editable_resolution(resolution_id, by)
    _require_state(resolution, ResolutionStatus.DRAFT, "Предложения уже собираются.")
    return _set_state(resolution, ResolutionStatus.COLLECTING, "collecting_reopened", by=by, at=at)


@transaction.atomic
def adopt_resolution(
    resolution_id: int, *, adopted_on: date, protocol_id: int | None = None, by: Actor, at: datetime
) -> Resolution:
    """Make the draft binding: its numbers are fixed, its points unfold into marks, its text is kept as .docx, and
    everybody of the association and below is told. From now on the text does not change.

    Raises:
        PermissionRefused: `by` does not adopt resolutions there. WrongState: it is adopted already.
        NothingToAdopt: there are no points. WrongDay: the day lies ahead, or is long past.
        WrongProtocol: it is of another association or not signed.
    """
    # Locked, so that two heads pressing at once send the members one notice, not two.
    resolution = locked_resolution(resolution_id)
    require(can_adopt_resolution(by, resolution))
    if resolution.is_binding:
        raise WrongState("Резолюция уже принята.")
    _require_day(resolution, adopted_on, at=at)
    resolution.protocol = _protocol(resolution, protocol_id)
    content = resolution_content(resolution)
    if not content.points:
        raise NothingToAdopt("В проекте нет ни одного пункта: принимать нечего.")
    points = _numbered(content)
    resolution.status, resolution.adopted_on = ResolutionStatus.ADOPTED, adopted_on
    resolution.version += 1
    resolution.save(update_fields=["status", "adopted_on", "protocol", "version"])
    made = bind_decisions(points, by=by, at=at)
    text = text_docx(resolution_content(resolution), made_on=adopted_on)
    resolution.adopted_file = keep_paper(resolution, text, f"Резолюция от {adopted_on:%d.%m.%Y}", by=by, at=at)
    resolution.save(update_fields=["adopted_file"])
    keep(
        "resolution_adopted",
        resolution,
        resolution,
        by=by,
        at=at,
        changes={"Состояние": ("проект", "принята"), "Принята": ("", f"{adopted_on:%d.%m.%Y}")},
        note=f"пунктов: {len(points)}, отметок: {len(made)}",
    )
    count = len(points)
    words = agree(count, "пункт", "пункта", "пунктов")
    tell_people(
        resolution,
        everybody(resolution, at=at),
        title="Принята резолюция",
        text=f"{resolution.title}: {count} {words} на {resolution.year.label} учебный год.",
        by=by,
        at=at,
    )
    return resolution


def keep_paper(resolution: Resolution, content: bytes, name: str, *, by: Actor, at: datetime) -> StoredFile:
    """Store a paper of the resolution."""
    scope = resolution.association.path
    return store_file(content, name=f"{name}.docx", purpose=RESOLUTION_FILE, scope=scope, by=by, at=at)


def _numbered(content: ResolutionContent) -> list[Decision]:
    """The points with the numbers that they keep, and with the association at hand."""
    points = []
    for section in content.sections:
        for point in section.points:
            point.point.association = content.resolution.association
            points.append(point.point)
    number = 0
    for section in content.sections:
        # Sections without points are left out of the adopted text: they take no number.
        number += bool(section.points)
        for place, point in enumerate(section.points, start=1):
            point.point.number_text = f"{number}.{place}"
    Decision.objects.bulk_update(points, ["number_text"])
    return points


def _require_day(resolution: Resolution, adopted_on: date, *, at: datetime) -> None:
    today = clock.day_of(at, resolution.association.time_zone)
    if adopted_on > today:
        raise WrongDay("День принятия ещё не наступил.")
    if abs(adopted_on.year - resolution.school_year) > 1:
        raise WrongDay(f"Резолюция на {resolution.year.label} учебный год: проверьте год принятия.")


def _protocol(resolution: Resolution, protocol_id: int | None) -> Protocol | None:
    if protocol_id is None:
        return None
    rows = Protocol.objects.present().signed().filter(association=resolution.association)
    protocol = rows.filter(pk=protocol_id).first()
    if protocol is None:
        raise WrongProtocol("Сослаться можно на подписанный протокол вашего объединения.")
    return protocol


def _require_state(resolution: Resolution, state: ResolutionStatus, refusal: str) -> None:
    if resolution.status != state:
        raise WrongState(refusal)


def _set_state(resolution: Resolution, state: ResolutionStatus, action: str, *, by: Actor, at: datetime) -> Resolution:
    was = ResolutionStatus(resolution.status).label
    resolution.status = state
    resolution.version += 1
    resolution.save(update_fields=["status", "version"])
    keep(action, resolution, resolution, by=by, at=at, changes={"Состояние": (str(was), str(state.label))})
    return resolution
