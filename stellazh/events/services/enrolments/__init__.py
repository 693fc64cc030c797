"""Every write to registrations: one module per deed, all decided under the event's lock."""

from stellazh.events.services.enrolments.changing import EnrolmentChange, change_enrolment
from stellazh.events.services.enrolments.deciding import Decided, Decision, decide_enrolments
from stellazh.events.services.enrolments.enrolling import EnrolledOthers, enrol, enrol_others
from stellazh.events.services.enrolments.following import follow_events
from stellazh.events.services.enrolments.guests import GuestFields, add_guest, enrol_guest
from stellazh.events.services.enrolments.inviting import invite_members, invite_people
from stellazh.events.services.enrolments.refusals import (
    AlreadyEnrolled,
    ComingAsUnknown,
    EnrolmentClosed,
    EnrolmentRejected,
    EnrolmentSettled,
    GuestConsentMissing,
    GuestIsUnnamed,
    NoPlacesLeft,
    NotInvited,
    ReasonMissing,
    TooManyAtOnce,
)
from stellazh.events.services.enrolments.telling import News, guest_links, tell_cancelled, tell_enrolled
from stellazh.events.services.enrolments.withdrawing import move_up_waiting, withdraw_enrolment

__all__ = [
    "AlreadyEnrolled",
    "ComingAsUnknown",
    "Decided",
    "Decision",
    "EnrolledOthers",
    "EnrolmentChange",
    "EnrolmentClosed",
    "EnrolmentRejected",
    "EnrolmentSettled",
    "GuestConsentMissing",
    "GuestFields",
    "GuestIsUnnamed",
    "News",
    "NoPlacesLeft",
    "NotInvited",
    "ReasonMissing",
    "TooManyAtOnce",
    "add_guest",
    "change_enrolment",
    "decide_enrolments",
    "enrol",
    "enrol_guest",
    "enrol_others",
    "follow_events",
    "guest_links",
    "invite_members",
    "invite_people",
    "move_up_waiting",
    "tell_cancelled",
    "tell_enrolled",
    "withdraw_enrolment",
]
