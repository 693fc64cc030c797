"""The year of an association at a glance: everything that «Подсчёт участий» counts, beside the year before."""

from stellazh.reports.reads.year.asked import YearAsked
from stellazh.reports.reads.year.counting import Attended, EventRow, Newness, PlaceRow, YearNumbers, year_numbers
from stellazh.reports.reads.year.people import PEOPLE_LISTS, PeopleList
from stellazh.reports.reads.year.pictures import YearPictures, year_pictures
from stellazh.reports.reads.year.planned import PlanYear, plan_year
from stellazh.reports.reads.year.sheets import tables_xlsx

__all__ = [
    "PEOPLE_LISTS",
    "Attended",
    "EventRow",
    "Newness",
    "PeopleList",
    "PlaceRow",
    "PlanYear",
    "YearAsked",
    "YearNumbers",
    "YearPictures",
    "plan_year",
    "tables_xlsx",
    "year_numbers",
    "year_pictures",
]
