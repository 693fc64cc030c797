"""Every write to recordings of events."""

from stellazh.events.services.recordings.keeping import (
    RECORDING,
    RecordingFields,
    add_recording,
    archive_recording,
    move_recording,
    publish_recording,
    restore_recording,
    update_recording,
)
from stellazh.events.services.recordings.watching import (
    AlreadyThere,
    NothingToWatch,
    mark_watched,
    withdraw_watched,
)

__all__ = [
    "RECORDING",
    "AlreadyThere",
    "NothingToWatch",
    "RecordingFields",
    "add_recording",
    "archive_recording",
    "mark_watched",
    "move_recording",
    "publish_recording",
    "restore_recording",
    "update_recording",
    "withdraw_watched",
]
