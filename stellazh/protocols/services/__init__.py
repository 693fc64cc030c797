"""Every write of protocols, decisions and resolutions."""

from stellazh.protocols.services import resolutions
from stellazh.protocols.services.agenda import add_item, archive_item, move_item, restore_item, update_item
from stellazh.protocols.services.beside import ReadyPaper, add_paper, ready_paper, retire_paper
from stellazh.protocols.services.carrying import carry_over_into, update_carry
from stellazh.protocols.services.closing import close_decision, reopen_decision
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
from stellazh.protocols.services.following import bind_decisions, make_binding, unfold, unfold_again, unmake_binding
from stellazh.protocols.services.from_attendance import PeopleTaken, take_people_again
from stellazh.protocols.services.life import (
    answer_remark,
    archive_protocol,
    make_remark,
    restore_protocol,
    send_for_remarks,
    take_back_to_draft,
)
from stellazh.protocols.services.life_refusals import (
    AlreadySigned,
    EventHasAnotherProtocol,
    NothingToSign,
    NotSigned,
    NumberOutOfOrder,
    PaperNotAccepted,
    PlanNotOffered,
    ReasonMissing,
    RemarkMissing,
    RemarksDayPassed,
    RemarksWaiting,
    SigningStands,
    TooManyPapers,
    WrongStatus,
)
from stellazh.protocols.services.marks import remind_assignments, report_assignment, withdraw_assignments
from stellazh.protocols.services.moving import Way
from stellazh.protocols.services.people_rows import add_person, remove_person, update_person
from stellazh.protocols.services.plan_links import approve_plan_by
from stellazh.protocols.services.publishing import publish_protocol, unpublish_protocol
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
from stellazh.protocols.services.report_links import give_report_link, give_report_links
from stellazh.protocols.services.revisions import keep_revision, keep_set_aside
from stellazh.protocols.services.signing import sign_protocol, undo_signing
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
    "AlreadySigned",
    "DecisionFields",
    "EventHasAnotherProtocol",
    "EventHasNoProtocol",
    "ItemFields",
    "ItemHasDecisions",
    "LeadsTheMeeting",
    "MoreVotesThanVoters",
    "NotAVoter",
    "NotSigned",
    "NothingToSign",
    "NumberOutOfOrder",
    "OwnerFields",
    "PaperNotAccepted",
    "PeopleTaken",
    "PersonFields",
    "PlanNotOffered",
    "ProtocolFields",
    "ReadyPaper",
    "ReasonMissing",
    "RemarkMissing",
    "RemarksDayPassed",
    "RemarksWaiting",
    "RowIsArchived",
    "RowOfAnotherProtocol",
    "SigningStands",
    "SpeechFields",
    "TextMissing",
    "TextTooLong",
    "TooManyOwners",
    "TooManyPapers",
    "UnknownOwner",
    "UnknownPerson",
    "VoteFields",
    "VotedByRoll",
    "Way",
    "WrongNumber",
    "WrongStatus",
    "WrongTimes",
    "WrongVote",
    "add_decision",
    "add_item",
    "add_paper",
    "add_person",
    "add_speech",
    "answer_remark",
    "approve_plan_by",
    "archive_decision",
    "archive_item",
    "archive_protocol",
    "archive_speech",
    "bind_decisions",
    "carry_over_into",
    "close_decision",
    "create_from_event",
    "create_protocol",
    "give_report_link",
    "give_report_links",
    "keep_revision",
    "keep_set_aside",
    "make_binding",
    "make_remark",
    "move_decision",
    "move_item",
    "move_speech",
    "owners_of",
    "publish_protocol",
    "put_owners",
    "put_vote",
    "ready_paper",
    "remind_assignments",
    "remove_person",
    "reopen_decision",
    "report_assignment",
    "resolutions",
    "restore_decision",
    "restore_item",
    "restore_protocol",
    "restore_speech",
    "retire_paper",
    "send_for_remarks",
    "set_body_form",
    "sign_protocol",
    "take_back_to_draft",
    "take_people_again",
    "undo_signing",
    "unfold",
    "unfold_again",
    "unmake_binding",
    "unpublish_protocol",
    "update_carry",
    "update_decision",
    "update_heading",
    "update_item",
    "update_person",
    "update_speech",
    "withdraw_assignments",
    "withdraw_vote",
]
