"""Recordings as they are read, and what the reader has said of having watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from stellazh.common.actor import Actor, ActorKind
from stellazh.events.access.programme import PARTICIPANTS, audiences_open_to, can_mark_watched
from stellazh.events.enums import Audience, MarkSource
from stellazh.events.models import COUNTED, Attendance, AttendanceMark, Event, Recording
from stellazh.events.services.recordings import RECORDING
from stellazh.media.models import MediaItem


@dataclass(frozen=True, slots=True)
class RecordingList:
    """What the reader may see. `has_more` when something is for participants alone, and she is none."""

    rows: tuple[Recording, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Watching:
    """What is offered under the player: to say that one has watched, or to take it back."""

    may_mark: bool = False
    has_marked: bool = False
    may_sign_in: bool = False


def recordings_for(event: Event, reader: Actor) -> RecordingList:
    """The recordings of an event whose page the reader may open. One query, and who she is to the event only when
    something is for participants.
    """
    rows = present_recordings(event)
    open_to = PARTICIPANTS
    if any(row.audience == Audience.PARTICIPANTS for row in rows):
        open_to = audiences_open_to(reader, event)
    seen = tuple(row for row in rows if row.audience in open_to)
    return RecordingList(seen, has_more=len(seen) < len(rows))


def present_recordings(event: Event, *, archived: bool = False) -> list[Recording]:
    """Every recording that is shown, or those put away. One query."""
    rows = Recording.objects.filter(event=event, item__archived_at__isnull=not archived)
    return list(rows.select_related("item__file", "slot").order_by("position", "pk"))


def waiting_films(event: Event) -> list[MediaItem]:
    """What was uploaded and is shown to nobody yet. One query."""
    shown = Recording.objects.filter(event=event).values("item_id")
    return list(MediaItem.objects.present().of(RECORDING, event.object_key).exclude(pk__in=shown))


def watching(event: Event, reader: Actor, *, at: datetime) -> Watching:
    """What the reader may say after the end. One query, none before the end and for guests."""
    if at < event.ends_at:
        return Watching()
    if reader.actor_kind == ActorKind.GUEST:
        return Watching(may_sign_in=True)
    if not can_mark_watched(reader, event, at=at):
        return Watching()
    told = AttendanceMark.objects.filter(attendance=OuterRef("pk"), source=MarkSource.RECORDING, withdrawn_at=None)
    own = Attendance.objects.filter(event=event, person_id=int(reader.actor_id))
    state, has_marked = own.annotate(told=Exists(told)).values_list("state", "told").first() or ("", False)
    return Watching(may_mark=not has_marked and state not in COUNTED, has_marked=has_marked)
