"""What pages, papers and other apps read of plans, as plain values."""

from stellazh.workplans.reads.directory import OwnerDirectory, owner_directory
from stellazh.workplans.reads.filters import PlanFilters
from stellazh.workplans.reads.hints import TermHint, days_text, term_hint
from stellazh.workplans.reads.history import plan_history
from stellazh.workplans.reads.listing import PlanListing, month_choices, plan_listing
from stellazh.workplans.reads.month_plan import (
    MonthLine,
    MonthPage,
    current_month,
    month_docx,
    month_lines,
    month_page,
    year_months,
)
from stellazh.workplans.reads.overview import PlanShelf, PlanTitlePage, plan_shelf, plan_title_page
from stellazh.workplans.reads.paper import fact_of, grif_lines, plan_paper
from stellazh.workplans.reads.rows import ItemRow, book_state, item_row, item_rows, next_number
from stellazh.workplans.reads.shelf import year_shelf

__all__ = [
    "ItemRow",
    "MonthLine",
    "MonthPage",
    "OwnerDirectory",
    "PlanFilters",
    "PlanListing",
    "PlanShelf",
    "PlanTitlePage",
    "TermHint",
    "book_state",
    "current_month",
    "days_text",
    "fact_of",
    "grif_lines",
    "item_row",
    "item_rows",
    "month_choices",
    "month_docx",
    "month_lines",
    "month_page",
    "next_number",
    "owner_directory",
    "plan_history",
    "plan_listing",
    "plan_paper",
    "plan_shelf",
    "plan_title_page",
    "term_hint",
    "year_months",
    "year_shelf",
]
