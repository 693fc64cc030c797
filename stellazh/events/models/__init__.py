"""Rows of events."""

from stellazh.events.models.attendances import (
    COUNTED,
    Attendance,
    AttendanceMark,
    AttendanceStanding,
    CheckInCode,
    CheckInFailure,
    RoomList,
    RoomListRow,
)
from stellazh.events.models.enrolments import HOLDING_A_PLACE, Enrolment, new_ticket_code
from stellazh.events.models.events import ANNOUNCED, ENROLLED_OR_INVITED, Event, EventQuerySet, EventSeries
from stellazh.events.models.feedback import FeedbackGiven
from stellazh.events.models.letters import EventLetter, LetterDelivery
from stellazh.events.models.programme import Material, MaterialVersion, Recording, Slot, Speaker

__all__ = [
    "ANNOUNCED",
    "COUNTED",
    "ENROLLED_OR_INVITED",
    "HOLDING_A_PLACE",
    "Attendance",
    "AttendanceMark",
    "AttendanceStanding",
    "CheckInCode",
    "CheckInFailure",
    "Enrolment",
    "Event",
    "EventLetter",
    "EventQuerySet",
    "EventSeries",
    "FeedbackGiven",
    "LetterDelivery",
    "Material",
    "MaterialVersion",
    "Recording",
    "RoomList",
    "RoomListRow",
    "Slot",
    "Speaker",
    "new_ticket_code",
]
