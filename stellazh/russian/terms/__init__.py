"""Date phrases of work plans: «Апрель - Май, 2024 г.», «до 25 января», «4-й понедельник октября»."""

from stellazh.russian.terms.calendar import DEFAULT_CALENDAR, Stretch, StudyCalendar
from stellazh.russian.terms.model import Term, TermKind, TermWarning
from stellazh.russian.terms.reading import MAX_LENGTH, parse_term

__all__ = [
    "DEFAULT_CALENDAR",
    "MAX_LENGTH",
    "Stretch",
    "StudyCalendar",
    "Term",
    "TermKind",
    "TermWarning",
    "parse_term",
]
