"""Who may do what about papers and reports."""

from stellazh.reports.access.annual import (
    can_archive_report,
    can_create_report,
    can_edit_report,
    can_manage_report_forms,
    can_read_plan_fact,
    can_read_report,
    can_seal_report,
)
from stellazh.reports.access.papers import (
    can_edit_rules,
    can_hand_in,
    can_read_board,
    can_read_handed_file,
    can_read_own_papers,
    can_write_late,
)

__all__ = [
    "can_archive_report",
    "can_create_report",
    "can_edit_report",
    "can_edit_rules",
    "can_hand_in",
    "can_manage_report_forms",
    "can_read_board",
    "can_read_handed_file",
    "can_read_own_papers",
    "can_read_plan_fact",
    "can_read_report",
    "can_seal_report",
    "can_write_late",
]
