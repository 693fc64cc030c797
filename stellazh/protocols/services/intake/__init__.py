"""An old protocol comes from a file of Word: read, corrected, taken in, taken back."""

from stellazh.protocols.services.intake.bringing import abandon_intake, bring_protocol, read_waiting, resume_intake
from stellazh.protocols.services.intake.confirming import confirm_intake
from stellazh.protocols.services.intake.correcting import IntakeChanges, correct_intake
from stellazh.protocols.services.intake.refusals import (
    EventNotOffered,
    FactsIncomplete,
    IntakeNotOpen,
    LinesLeft,
    NotConfirmed,
    NumberNotFree,
    UnknownPlace,
)
from stellazh.protocols.services.intake.undoing import undo_intake

__all__ = [
    "EventNotOffered",
    "FactsIncomplete",
    "IntakeChanges",
    "IntakeNotOpen",
    "LinesLeft",
    "NotConfirmed",
    "NumberNotFree",
    "UnknownPlace",
    "abandon_intake",
    "bring_protocol",
    "confirm_intake",
    "correct_intake",
    "read_waiting",
    "resume_intake",
    "undo_intake",
]
