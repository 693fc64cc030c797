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

__all__ = [
    "AlreadyMember",
    "LeavesBeforeJoining",
    "MemberFields",
    "PostFields",
    "add_member",
    "add_post",
    "end_membership",
    "end_post",
    "enter_member",
    "update_membership",
]
