"""Every write to memberships and posts."""

from stellazh.members.services.invitations import (
    Invitee,
    NobodyChosen,
    NotInvited,
    invite_listed,
    request_invitations,
)
from stellazh.members.services.memberships import (
    AlreadyMember,
    LeavesBeforeJoining,
    MemberFields,
    add_member,
    end_membership,
    enter_member,
    update_membership,
)
from stellazh.members.services.posts import PostFields, add_post, end_post, update_post
from stellazh.members.services.registration_decisions import (
    CardIsNotHers,
    RegistrationDecided,
    approve_registration,
    decline_registration,
    how_decided,
    redirect_registration,
    reopen_registration,
)
from stellazh.members.services.registrations import (
    ConsentIsMissing,
    RegistrationAlreadyWaits,
    RegistrationFields,
    SchoolIsElsewhere,
    confirm_registration,
    send_registration,
    send_registration_letter,
)
from stellazh.members.services.responsible import AlreadyResponsible, end_responsible, name_responsible

__all__ = [
    "AlreadyMember",
    "AlreadyResponsible",
    "CardIsNotHers",
    "ConsentIsMissing",
    "Invitee",
    "LeavesBeforeJoining",
    "MemberFields",
    "NobodyChosen",
    "NotInvited",
    "PostFields",
    "RegistrationAlreadyWaits",
    "RegistrationDecided",
    "RegistrationFields",
    "SchoolIsElsewhere",
    "add_member",
    "add_post",
    "approve_registration",
    "confirm_registration",
    "decline_registration",
    "end_membership",
    "end_post",
    "end_responsible",
    "enter_member",
    "how_decided",
    "invite_listed",
    "name_responsible",
    "redirect_registration",
    "reopen_registration",
    "request_invitations",
    "send_registration",
    "send_registration_letter",
    "update_membership",
    "update_post",
]
