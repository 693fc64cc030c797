"""Every write of protocols, decisions and resolutions."""

from stellazh.protocols.services.agenda import add_item, archive_item, move_item, restore_item, update_item
from stellazh.protocols.services.decision_fields import DecisionFields, OwnerFields, VoteFields
from stellazh.protocols.services.decision_owners import owners_of, put_owners
from stellazh.protocols.services.decision_refusals import (
    MoreVotesThanVoters,
    NotAVoter,
    TooManyOwners,
    UnknownOwner,
    WrongVote,
)
from stellazh.protocols.services.decisions import (
    add_decision,
    archive_decision,
    move_decision,
    restore_decision,
    update_decision,
)
from stellazh.protocols.services.fields import ItemFields, PersonFields, ProtocolFields, SpeechFields
from stellazh.protocols.services.from_attendance import PeopleTaken, take_people_again
from stellazh.protocols.services.moving import Way
from stellazh.protocols.services.people_rows import add_person, remove_person, update_person
from stellazh.protocols.services.refusals import (
    AlreadyNamed,
    EventHasNoProtocol,
    ItemHasDecisions,
    LeadsTheMeeting,
    RowIsArchived,
    RowOfAnotherProtocol,
    TextMissing,
    TextTooLong,
    UnknownPerson,
    VotedByRoll,
    WrongNumber,
    WrongTimes,
)
from stellazh.protocols.services.revisions import keep_revision, keep_set_aside
from stellazh.protocols.services.speeches import (
    add_speech,
    archive_speech,
    move_speech,
    restore_speech,
    update_speech,
)
from stellazh.protocols.services.votes import put_vote, withdraw_vote
from stellazh.protocols.services.writing import create_from_event, create_protocol, set_body_form, update_heading

__all__ = [
    "AlreadyNamed",
    "DecisionFields",
    "EventHasNoProtocol",
    "ItemFields",
    "ItemHasDecisions",
    "LeadsTheMeeting",
    "MoreVotesThanVoters",
    "NotAVoter",
    "OwnerFields",
    "PeopleTaken",
    "PersonFields",
    "ProtocolFields",
    "RowIsArchived",
    "RowOfAnotherProtocol",
    "SpeechFields",
    "TextMissing",
    "TextTooLong",
    "TooManyOwners",
    "UnknownOwner",
    "UnknownPerson",
    "VoteFields",
    "VotedByRoll",
    "Way",
    "WrongNumber",
    "WrongTimes",
    "WrongVote",
    "add_decision",
    "add_item",
    "add_person",
    "add_speech",
    "archive_decision",
    "archive_item",
    "archive_speech",
    "create_from_event",
    "create_protocol",
    "keep_revision",
    "keep_set_aside",
    "move_decision",
    "move_item",
    "move_speech",
    "owners_of",
    "put_owners",
    "put_vote",
    "remove_person",
    "restore_decision",
    "restore_item",
    "restore_speech",
    "set_body_form",
    "take_people_again",
    "update_decision",
    "update_heading",
    "update_item",
    "update_person",
    "update_speech",
    "withdraw_vote",
]
