"""Every write to the programme."""

from stellazh.events.services.programme.following import follow_event
from stellazh.events.services.programme.ordering import Way, move_slot
from stellazh.events.services.programme.refusals import (
    SectionsDoNotNest,
    SlotTimesWrong,
    SpeakerTwice,
    TooManySlots,
    TooManySpeakers,
    UnknownSection,
    UnknownSpeaker,
)
from stellazh.events.services.programme.slots import add_slot, archive_slot, restore_slot, update_slot
from stellazh.events.services.programme.values import MOST_SPEAKERS, SlotFields, SpeakerFields

__all__ = [
    "MOST_SPEAKERS",
    "SectionsDoNotNest",
    "SlotFields",
    "SlotTimesWrong",
    "SpeakerFields",
    "SpeakerTwice",
    "TooManySlots",
    "TooManySpeakers",
    "UnknownSection",
    "UnknownSpeaker",
    "Way",
    "add_slot",
    "archive_slot",
    "follow_event",
    "move_slot",
    "restore_slot",
    "update_slot",
]
