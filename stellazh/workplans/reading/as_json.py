"""A reading as plain values for other programs; the shape is a promise and never changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stellazh.workplans.reading.model import ItemReading, PlanReading, Warning


def reading_to_json(reading: PlanReading) -> dict[str, Any]:
    """`{"form", "items": [{"number", "section", "direction", "title", "term": {"raw", "kind", "start", "end"},
    "owners", "warnings"}], "warnings"}` in the order of the paper: dates ISO or null, missing texts "", warnings
    Russian sentences, owners names."""
    return {
        "form": reading.form.value,
        "items": [_item(item) for item in reading.items],
        "warnings": _sentences(reading.warnings),
    }


def _item(item: ItemReading) -> dict[str, Any]:
    return {
        "number": item.number,
        "section": item.section,
        "direction": item.direction,
        "title": item.title,
        "term": {
            "raw": item.term.raw,
            "kind": item.term.kind.value,
            "start": item.term.start.isoformat() if item.term.start else None,
            "end": item.term.end.isoformat() if item.term.end else None,
        },
        "owners": [owner.name for owner in item.owners],
        "warnings": _sentences(item.warnings),
    }


def _sentences(warnings: Iterable[Warning]) -> list[str]:
    return [warning.text for warning in warnings]
