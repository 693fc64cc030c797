"""Who may see and keep what of members, one module per subject."""

from stellazh.members.access.people import (
    can_archive_person,
    can_create_person,
    can_edit_members,
    can_edit_person,
    can_invite_person,
    can_merge_people,
    can_read_members,
    can_set_address,
    why_not_absorb,
)

__all__ = [
    "can_archive_person",
    "can_create_person",
    "can_edit_members",
    "can_edit_person",
    "can_invite_person",
    "can_merge_people",
    "can_read_members",
    "can_set_address",
    "why_not_absorb",
]
