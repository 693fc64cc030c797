"""What many tests of plans need: fields with one thing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from stellazh.workplans.services import Basis, ItemFields, OwnerFields, PlanFields

BASIS = Basis(text="на заседании ММО, протокол", on=date(2024, 9, 3), number="1")
PLAN = PlanFields(title="План работы", goal="Помогать школам", tasks="Изучить\nОбучить")
ITEM = ItemFields(
    section_id=None,
    title="Семинар «Книга и время»",
    form="seminar",
    term_raw="08.10.2024",
    owners=(OwnerFields("text", "Озерова Т.С.", "методист"),),
)


def item_fields(**changes: Any) -> ItemFields:
    """A seminar on 8 October 2024, with these fields changed."""
    return replace(ITEM, **changes)
