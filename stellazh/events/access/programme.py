"""Who may open materials and recordings, and who may say that she has watched."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.events.access.enrolments import holds_a_place
from stellazh.events.access.events import can_edit_event, can_read_participants
from stellazh.events.enums import AttendanceState, Audience, EventStatus
from stellazh.events.models import Attendance, Event, Material, MaterialVersion, Recording, Speaker
from stellazh.files.models import StoredFile
from stellazh.media.models import MediaItem

EVERYBODY: Final = frozenset({Audience.EVERYBODY.value})
PARTICIPANTS: Final = frozenset(Audience.values)
_NOT_FOR_YOU = "Открыто тем, кто зарегистрирован или участвовал."
_GONE = "Этого больше нет."


def audiences_open_to(actor: Actor, event: Event) -> frozenset[str]:
    """Which audiences the actor belongs to, of an event whose page she may open: those registered, those who took part
    or watched, speakers and those who run the event are participants. At most three queries besides the grants'.
    """
    if can_edit_event(actor, event) or can_read_participants(actor, event) or holds_a_place(actor, event):
        return PARTICIPANTS
    if actor.actor_kind != ActorKind.PERSON:
        return EVERYBODY
    person_id = int(actor.actor_id)
    took_part = Attendance.objects.filter(event=event, person_id=person_id).exclude(
        state__in=(AttendanceState.ABSENT, AttendanceState.EXCUSED)
    )
    speaks = Speaker.objects.filter(slot__event=event, slot__archived_at=None, person_id=person_id)
    return PARTICIPANTS if took_part.exists() or speaks.exists() else EVERYBODY


def can_open(actor: Actor, event: Event, audience: str) -> Verdict:
    """Whether the actor may open what is meant for that audience of an event."""
    if not Event.objects.present().visible_to(actor).filter(pk=event.pk).exists():
        return refuse(_GONE)
    if audience == Audience.EVERYBODY:
        return ALLOWED
    return ALLOWED if audience in audiences_open_to(actor, event) else refuse(_NOT_FOR_YOU)


def can_read_material(actor: Actor, material: Material) -> Verdict:
    """Whether the actor may open the material as it is now."""
    if material.archived_at is not None:
        return can_edit_event(actor, material.event)
    return can_open(actor, material.event, material.audience)


def can_read_material_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may open a material whose last version the file is; of former versions those who prepare the event.

    A copied event shares its files with the one it was copied from: one material that is open is enough.
    """
    versions = MaterialVersion.objects.filter(file=stored).select_related("material__event__association__territory")
    for version in versions:
        material = version.material
        if can_edit_event(actor, material.event):
            return ALLOWED
        is_last = not material.versions.filter(number__gt=version.number).exists()
        if is_last and can_read_material(actor, material):
            return ALLOWED
    return refuse(_NOT_FOR_YOU if versions else _GONE)


def can_see_recording(actor: Actor, item: MediaItem) -> Verdict:
    """Whoever may open the event and belongs to the recording's audience; not shown yet, those who prepare it."""
    recording = Recording.objects.select_related("event__association__territory").filter(item=item).first()
    if recording is None:
        return can_keep_recordings(actor, item.object_key)
    return can_edit_event(actor, recording.event) or can_open(actor, recording.event, recording.audience)


def can_keep_recordings(actor: Actor, object_key: str) -> Verdict:
    """Whether the actor may add, rename and put away recordings of «event:17»."""
    event = event_of_key(object_key)
    return refuse("Такого мероприятия нет.") if event is None else can_edit_event(actor, event)


def event_of_key(object_key: str) -> Event | None:
    """The event of «event:17»."""
    kind, _, number = object_key.partition(":")
    if kind != "event" or not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    return Event.objects.select_related("association__territory").filter(pk=int(number)).first()


def can_mark_watched(actor: Actor, event: Event, *, at: datetime) -> Verdict:
    """Whether the actor may say that she has watched the recording: a person, of an event that is over."""
    if actor.actor_kind != ActorKind.PERSON:
        return refuse("Войдите, чтобы отметить просмотр записи.")
    if event.archived_at is not None or event.status not in (EventStatus.ANNOUNCED, EventStatus.HELD):
        return refuse("У этого мероприятия просмотр записи не отмечают.")
    if at < event.ends_at:
        return refuse("Мероприятие ещё идёт: просмотр записи отмечают после его окончания.")
    return ALLOWED
