"""What pages, papers and other apps read of plans, as plain values."""

from stellazh.workplans.reads.filters import PlanFilters
from stellazh.workplans.reads.history import plan_history
from stellazh.workplans.reads.listing import PlanListing, month_choices, plan_listing
from stellazh.workplans.reads.paper import fact_of, grif_lines, plan_paper
from stellazh.workplans.reads.rows import ItemRow, book_state, item_rows
from stellazh.workplans.reads.shelf import year_shelf

__all__ = [
    "ItemRow",
    "PlanFilters",
    "PlanListing",
    "book_state",
    "fact_of",
    "grif_lines",
    "item_rows",
    "month_choices",
    "plan_history",
    "plan_listing",
    "plan_paper",
    "year_shelf",
]
