"""Figures of a year: counted from rows as of a day, written in prose, compared, doubted, each with its list.

Nothing here knows of reports as papers: whoever keeps a report gives a scope, its texts and what was entered by hand.
"""

from stellazh.reports.figures.comparing import Compared, compared
from stellazh.reports.figures.counting import (
    NoSuchFigure,
    can_open_figure,
    counted,
    figure_list,
    figures,
    grouped,
    shows_people,
)
from stellazh.reports.figures.model import Figure, FigureList, FigureRow, FigureRule, FigureSource, LazyRows
from stellazh.reports.figures.one_event import event_marks
from stellazh.reports.figures.prose import (
    Mark,
    Piece,
    codes_in,
    fill_figures,
    mark_for,
    marks_in,
    plain_text,
    unknown_marks,
)
from stellazh.reports.figures.scopes import Scope, last_year

__all__ = [
    "Compared",
    "Figure",
    "FigureList",
    "FigureRow",
    "FigureRule",
    "FigureSource",
    "LazyRows",
    "Mark",
    "NoSuchFigure",
    "Piece",
    "Scope",
    "can_open_figure",
    "codes_in",
    "compared",
    "counted",
    "event_marks",
    "figure_list",
    "figures",
    "fill_figures",
    "grouped",
    "last_year",
    "mark_for",
    "marks_in",
    "plain_text",
    "shows_people",
    "unknown_marks",
]
