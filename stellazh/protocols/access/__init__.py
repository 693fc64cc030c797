"""Who may do what with protocols, decisions and resolutions."""

from stellazh.protocols.access.assignments import can_give_report_link, can_report
from stellazh.protocols.access.decisions import can_close_decision, can_follow_decisions, can_read_follow_up
from stellazh.protocols.access.protocols import (
    can_archive_protocol,
    can_create_protocol,
    can_edit_protocol,
    can_keep_papers,
    can_manage_forms,
    can_publish_protocol,
    can_remark,
    can_sign_protocol,
)
from stellazh.protocols.access.resolutions import (
    can_adopt_resolution,
    can_archive_resolution,
    can_close_resolution,
    can_create_resolution,
    can_edit_resolution,
    can_follow_resolution,
    can_propose,
    can_publish_resolution,
    can_read_resolution_text,
)

__all__ = [
    "can_adopt_resolution",
    "can_archive_protocol",
    "can_archive_resolution",
    "can_close_decision",
    "can_close_resolution",
    "can_create_protocol",
    "can_create_resolution",
    "can_edit_protocol",
    "can_edit_resolution",
    "can_follow_decisions",
    "can_follow_resolution",
    "can_give_report_link",
    "can_keep_papers",
    "can_manage_forms",
    "can_propose",
    "can_publish_protocol",
    "can_publish_resolution",
    "can_read_follow_up",
    "can_read_resolution_text",
    "can_remark",
    "can_report",
    "can_sign_protocol",
]
