"""Who may do what with certificates."""

from stellazh.certificates.access.certificates import (
    can_change_certificate,
    can_read_certificate,
    can_read_register,
    can_spoil_number,
)
from stellazh.certificates.access.runs import can_approve_run, can_drive_run, can_edit_run, can_prepare_run
from stellazh.certificates.access.templates import (
    can_keep_pictures,
    can_manage_templates,
    can_read_picture_file,
    can_see_picture,
    can_use_signatures,
)

__all__ = [
    "can_approve_run",
    "can_change_certificate",
    "can_drive_run",
    "can_edit_run",
    "can_keep_pictures",
    "can_manage_templates",
    "can_prepare_run",
    "can_read_certificate",
    "can_read_picture_file",
    "can_read_register",
    "can_see_picture",
    "can_spoil_number",
    "can_use_signatures",
]
