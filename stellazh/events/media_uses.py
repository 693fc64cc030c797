"""What of media belongs to events."""

from __future__ import annotations

from stellazh.events.access.programme import can_keep_recordings, can_see_recording, event_of_key
from stellazh.events.services.recordings import RECORDING
from stellazh.media.enums import MediaKind
from stellazh.media.uses import DEFAULT_MAX_BYTES, MediaUse, media_uses


def register() -> None:
    """Add the uses."""
    media_uses.add(
        MediaUse(
            RECORDING,
            "Запись мероприятия",
            frozenset({MediaKind.VIDEO, MediaKind.AUDIO}),
            DEFAULT_MAX_BYTES,
            may_see=can_see_recording,
            may_manage=can_keep_recordings,
            scope=_scope,
        )
    )


def _scope(object_key: str) -> str:
    event = event_of_key(object_key)
    return event.association.path if event is not None else ""
