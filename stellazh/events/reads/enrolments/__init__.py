"""What is read of registrations: one's own, the organiser's list, whom one may register."""

from stellazh.events.reads.enrolments.listing import ALL, PAGE, EnrolmentList, Line, Wanted, answer_columns
from stellazh.events.reads.enrolments.own import (
    EnrolBox,
    MyEvent,
    MyEvents,
    enrol_box,
    free_places,
    my_events,
    own_enrolment,
    shown_names,
    turn_of,
)
from stellazh.events.reads.enrolments.people import Candidate, candidates_in_lists, find_candidates

__all__ = [
    "ALL",
    "PAGE",
    "Candidate",
    "EnrolBox",
    "EnrolmentList",
    "Line",
    "MyEvent",
    "MyEvents",
    "Wanted",
    "answer_columns",
    "candidates_in_lists",
    "enrol_box",
    "find_candidates",
    "free_places",
    "my_events",
    "own_enrolment",
    "shown_names",
    "turn_of",
]
