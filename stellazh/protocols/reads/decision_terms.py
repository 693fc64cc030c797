"""How the term of a decision was understood: said beside the field, never corrected in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import formats

from stellazh.russian.delays import delay_end
from stellazh.russian.terms import TermKind, parse_term

_ENDLESS = (TermKind.PERMANENT, TermKind.UNLIMITED, TermKind.AS_NEEDED, TermKind.BY_SCHEDULE)


@dataclass(frozen=True, slots=True)
class DecisionTerm:
    """`text` tells the last day, or why there is none; `doubts` are sentences to look at."""

    text: str
    doubts: tuple[str, ...] = ()
    has_last_day: bool = False


def decision_term(raw: str, school_year: int, *, held_on: date) -> DecisionTerm:
    """The reading of a wording at a meeting of that day: «до 15 ноября 2024 г.»."""
    term = parse_term(raw, school_year)
    if term.kind == TermKind.NONE:
        return DecisionTerm("")
    counted = delay_end(raw, held_on) if term.kind == TermKind.UNKNOWN else None
    if counted is not None:
        return DecisionTerm(f"до {formats.date_format(counted, 'j E Y')} г., считая от заседания", has_last_day=True)
    if term.kind in (TermKind.UNKNOWN, TermKind.INVALID):
        doubts = tuple(warning.text for warning in term.warnings if term.kind == TermKind.INVALID)
        return DecisionTerm("Дня не видно: напечатается как есть, напоминаний не будет.", doubts)
    doubts = tuple(warning.text for warning in term.warnings)
    if term.end is None:
        words = "Без последнего дня" if term.kind in _ENDLESS or term.start is None else "Последнего дня нет"
        return DecisionTerm(f"{words}: напоминаний не будет.", doubts)
    if term.end < held_on:
        doubts = (*doubts, "Этот день раньше заседания: проверьте год.")
    return DecisionTerm(f"до {formats.date_format(term.end, 'j E Y')} г.", doubts, has_last_day=True)
