"""Every write to events."""

from stellazh.events.services.cloned import invite_same_people
from stellazh.events.services.copying import clone_event
from stellazh.events.services.events import create_event, update_event
from stellazh.events.services.fields import EventFields
from stellazh.events.services.from_items import create_event_from_item, propose_from_item
from stellazh.events.services.life import (
    announce_event,
    archive_event,
    cancel_event,
    finish_event,
    reopen_event,
    restore_event,
)
from stellazh.events.services.outcomes import tell_plan, tell_plan_again
from stellazh.events.services.refusals import (
    EnrolmentTimesCrossed,
    FewerPlacesThanPeople,
    ItemUnavailable,
    NotBegunYet,
    NotReadyToAnnounce,
    NumberTaken,
    PartsRemain,
    PeopleAreWaiting,
    ReasonNeeded,
    TextMissing,
    TextTooLong,
    UnsafeAddress,
    WrongNumber,
    WrongRepetition,
    WrongStatus,
    WrongTimes,
    WrongUmbrella,
)
from stellazh.events.services.series import announce_series, change_following, make_series

__all__ = [
    "EnrolmentTimesCrossed",
    "EventFields",
    "FewerPlacesThanPeople",
    "ItemUnavailable",
    "NotBegunYet",
    "NotReadyToAnnounce",
    "NumberTaken",
    "PartsRemain",
    "PeopleAreWaiting",
    "ReasonNeeded",
    "TextMissing",
    "TextTooLong",
    "UnsafeAddress",
    "WrongNumber",
    "WrongRepetition",
    "WrongStatus",
    "WrongTimes",
    "WrongUmbrella",
    "announce_event",
    "announce_series",
    "archive_event",
    "cancel_event",
    "change_following",
    "clone_event",
    "create_event",
    "create_event_from_item",
    "finish_event",
    "invite_same_people",
    "make_series",
    "propose_from_item",
    "reopen_event",
    "restore_event",
    "tell_plan",
    "tell_plan_again",
    "update_event",
]
