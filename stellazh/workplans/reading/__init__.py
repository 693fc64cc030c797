"""Reading yearly plans of associations from papers; needs no Django.

`open_paper` of `stellazh.office.intake` opens a file, `read_plan` says what it means.
"""

from __future__ import annotations

from stellazh.workplans.reading.as_json import reading_to_json
from stellazh.workplans.reading.model import (
    Grif,
    GrifKind,
    ItemReading,
    Passport,
    PlanForm,
    PlanReading,
    Source,
    Warning,
)
from stellazh.workplans.reading.reader import read_plan

__all__ = [
    "Grif",
    "GrifKind",
    "ItemReading",
    "Passport",
    "PlanForm",
    "PlanReading",
    "Source",
    "Warning",
    "read_plan",
    "reading_to_json",
]
