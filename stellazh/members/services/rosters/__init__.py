"""Bringing lists of people and of schools: read, checked row by row, taken in, taken back."""

from stellazh.members.services.rosters.applying import apply_roster, apply_waiting, outcome_counts
from stellazh.members.services.rosters.bringing import (
    bring_roster,
    choose_columns,
    give_up_reading,
    read_again,
    read_roster,
)
from stellazh.members.services.rosters.deciding import Bulk, correct_cells, decide_all, decide_row, take_fields
from stellazh.members.services.rosters.opening import (
    APPLY_ROSTER,
    READ_ROSTER,
    ROSTER_FILE,
    UNDO_ROSTER,
    visible_rosters,
)
from stellazh.members.services.rosters.refusals import (
    ListIsEmpty,
    NoNameColumn,
    NotApplied,
    NothingToApply,
    NotInReview,
    RosterIsBusy,
    RowIsBad,
    UnknownAnswer,
)
from stellazh.members.services.rosters.undoing import undo_roster, undo_waiting

__all__ = [
    "APPLY_ROSTER",
    "READ_ROSTER",
    "ROSTER_FILE",
    "UNDO_ROSTER",
    "Bulk",
    "ListIsEmpty",
    "NoNameColumn",
    "NotApplied",
    "NotInReview",
    "NothingToApply",
    "RosterIsBusy",
    "RowIsBad",
    "UnknownAnswer",
    "apply_roster",
    "apply_waiting",
    "bring_roster",
    "choose_columns",
    "correct_cells",
    "decide_all",
    "decide_row",
    "give_up_reading",
    "outcome_counts",
    "read_again",
    "read_roster",
    "take_fields",
    "undo_roster",
    "undo_waiting",
    "visible_rosters",
]
