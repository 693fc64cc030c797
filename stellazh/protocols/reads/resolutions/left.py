"""What the previous resolution left undone, offered to the draft."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Decision, Resolution
from stellazh.protocols.services.resolutions.closing import LEFT


@dataclass(frozen=True, slots=True)
class LeftPoint:
    """A point of the previous resolution that was not done in full."""

    point: Decision
    heading: str
    state_words: str
    tone: str
    is_taken: bool


def offer_left_points(resolution: Resolution) -> list[LeftPoint]:
    """Points of the previous resolution closed in part, not done or still in work; whether the draft has them already.
    Two queries; none when nothing went before.
    """
    if resolution.previous_id is None:
        return []
    taken = set(
        resolution.points.filter(archived_at=None, carried_from__isnull=False).values_list("carried_from_id", flat=True)
    )
    rows = Decision.objects.filter(resolution_id=resolution.previous_id, archived_at=None, state__in=LEFT)
    tones = {DoneState.PARTLY: "warn", DoneState.NOT_DONE: "bad"}
    return [
        LeftPoint(
            row,
            str(row.section),
            str(DoneState(row.state).label),
            tones.get(DoneState(row.state), ""),
            row.pk in taken,
        )
        for row in rows.select_related("section").order_by("section__position", "position", "pk")
    ]
