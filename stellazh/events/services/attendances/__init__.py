"""Attendance: codes said on air, tickets at the door, the paper list, states by hand."""

from stellazh.events.services.attendances.by_hand import HandMark, clear_hand_marks, mark_by_hand
from stellazh.events.services.attendances.check_in import CheckedIn, check_in_by_code
from stellazh.events.services.attendances.codes import close_check_in, open_check_in, why_not_open
from stellazh.events.services.attendances.door import close_door, open_door, who_stands_at_door
from stellazh.events.services.attendances.paper import (
    PaperOutcome,
    PaperTicks,
    WalkIn,
    add_walk_in,
    mark_paper_list,
)
from stellazh.events.services.attendances.refusals import ExcuseWithoutReason, WrongWindow
from stellazh.events.services.attendances.tickets import (
    MOST_SCANS,
    Scan,
    ScanAnswer,
    ScanVerdict,
    mark_ticket,
    mark_tickets,
)

__all__ = [
    "MOST_SCANS",
    "CheckedIn",
    "ExcuseWithoutReason",
    "HandMark",
    "PaperOutcome",
    "PaperTicks",
    "Scan",
    "ScanAnswer",
    "ScanVerdict",
    "WalkIn",
    "WrongWindow",
    "add_walk_in",
    "check_in_by_code",
    "clear_hand_marks",
    "close_check_in",
    "close_door",
    "mark_by_hand",
    "mark_paper_list",
    "mark_ticket",
    "mark_tickets",
    "open_check_in",
    "open_door",
    "who_stands_at_door",
    "why_not_open",
]
