"""Every write to memberships and posts."""

from stellazh.members.services.memberships import (
    AlreadyMember,
    LeavesBeforeJoining,
    MemberFields,
    add_member,
    end_membership,
    enter_member,
    update_membership,
)
from stellazh.members.services.posts import PostFields, add_post, end_post
from stellazh.members.services.responsible import AlreadyResponsible, end_responsible, name_responsible

__all__ = [
    "AlreadyMember",
    "AlreadyResponsible",
    "LeavesBeforeJoining",
    "MemberFields",
    "PostFields",
    "add_member",
    "add_post",
    "end_membership",
    "end_post",
    "end_responsible",
    "enter_member",
    "name_responsible",
    "update_membership",
]
