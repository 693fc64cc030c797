"""Who may do what with events: one sentence per question."""

from stellazh.events.access.events import (
    can_announce_event,
    can_create_event,
    can_edit_event,
    can_manage_enrolments,
    can_mark_attendance,
    can_read_figures,
    can_read_participants,
    can_restore_event,
    can_see_workplace,
    can_write_letters,
)

__all__ = [
    "can_announce_event",
    "can_create_event",
    "can_edit_event",
    "can_manage_enrolments",
    "can_mark_attendance",
    "can_read_figures",
    "can_read_participants",
    "can_restore_event",
    "can_see_workplace",
    "can_write_letters",
]
