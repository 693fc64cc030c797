"""Letters to those registered: written, planned, sent, and seen to arrive."""

from stellazh.events.services.letters.parts import ATTENDED, STATE_CHOICES, Part, recipients
from stellazh.events.services.letters.sending import LotReport, preview_letter, send_lot
from stellazh.events.services.letters.texts import PLACEHOLDERS, Told, UnknownPlaceholder, checked_letter, subject_words
from stellazh.events.services.letters.writing import (
    LETTERS,
    LetterFields,
    NobodyToWriteTo,
    cancel_letter,
    copy_letters,
    due_moment,
    follow_event,
    plan_letter,
    proposed_letter,
    send_due_letters,
    send_letter,
    update_letter,
    write_letter,
)

__all__ = [
    "ATTENDED",
    "LETTERS",
    "PLACEHOLDERS",
    "STATE_CHOICES",
    "LetterFields",
    "LotReport",
    "NobodyToWriteTo",
    "Part",
    "Told",
    "UnknownPlaceholder",
    "cancel_letter",
    "checked_letter",
    "copy_letters",
    "due_moment",
    "follow_event",
    "plan_letter",
    "preview_letter",
    "proposed_letter",
    "recipients",
    "send_due_letters",
    "send_letter",
    "send_lot",
    "subject_words",
    "update_letter",
    "write_letter",
]
