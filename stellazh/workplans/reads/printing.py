"""A plan as a file with its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.russian.calendar_words import month_and_year
from stellazh.workplans.models import Plan
from stellazh.workplans.papers.printing import MEDIA_TYPES, PRINTERS
from stellazh.workplans.reads.paper import plan_paper

_NOT_IN_FILE_NAMES = '\\/:*?"<>|'


class NoSuchPrint(DomainError):
    """There is no such form of a plan, or no such kind of file."""


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """The bytes of a file, the name to save it under and its media type."""

    body: bytes
    name: str
    media_type: str


def printed_plan(
    plan: Plan, form: str, kind: str, *, reader: Actor, on: date, month: date | None = None, with_fact: bool = False
) -> PrintedPlan:
    """The plan printed for that reader on that day: `form` sections or matrix, `kind` docx, pdf or xlsx.

    `month` (its first day) cuts one month out; `with_fact` adds what has been done.

    Raises:
        NoSuchPrint: there is no such form or kind.
    """
    printer = PRINTERS.get((form, kind))
    if printer is None:
        raise NoSuchPrint("План печатается в форме sections или matrix, в файл docx, pdf или xlsx.")
    paper = plan_paper(plan, reader=reader, on=on, month=month, with_fact=with_fact)
    if month is not None:
        paper = replace(paper, title=f"{paper.title}: {month_and_year(month)}")
    return PrintedPlan(printer(paper), file_name(plan, kind, month=month), MEDIA_TYPES[kind])


def file_name(plan: Plan, kind: str, *, month: date | None = None) -> str:
    """«План ММО Озёрского округа 2024-2025.docx», without signs that file systems refuse."""
    suffix = f" {month:%Y-%m}" if month is not None else ""
    name = f"План {plan.association.short_name} {plan.year.label.replace('/', '-')}{suffix}.{kind}"
    return "".join(sign for sign in name if sign.isprintable() and sign not in _NOT_IN_FILE_NAMES)
