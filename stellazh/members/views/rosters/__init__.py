"""Pages of a brought list, step by step."""

from stellazh.members.views.rosters.bringing import (
    roster_columns,
    roster_list,
    roster_read,
    roster_sample,
    roster_start,
)
from stellazh.members.views.rosters.checking import roster_act, roster_bulk, roster_detail, roster_row
from stellazh.members.views.rosters.ending import roster_apply, roster_report, roster_undo

__all__ = [
    "roster_act",
    "roster_apply",
    "roster_bulk",
    "roster_columns",
    "roster_detail",
    "roster_list",
    "roster_read",
    "roster_report",
    "roster_row",
    "roster_sample",
    "roster_start",
    "roster_undo",
]
