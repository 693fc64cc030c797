"""The list of resolutions with how far each is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from stellazh.protocols.enums import DoneState, ResolutionStatus
from stellazh.protocols.models import Assignment, Decision, Proposal, Resolution
from stellazh.protocols.reads.resolutions.marks import Marks, marks_of, mean, point_percent
from stellazh.protocols.services.standing import is_closed_by_hand

TONES = {ResolutionStatus.COLLECTING: "warn", ResolutionStatus.ADOPTED: "ok"}


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """One line of the list."""

    resolution: Resolution
    point_count: int
    proposal_count: int
    percent: int | None

    @property
    def state(self) -> str:
        """In words."""
        if self.resolution.archived_at is not None:
            return "в архиве"
        return str(self.resolution.get_status_display())

    @property
    def tone(self) -> str:
        """The colour of the state."""
        if self.resolution.archived_at is not None:
            return ""
        return TONES.get(ResolutionStatus(self.resolution.status), "")


def resolution_rows(resolutions: Sequence[Resolution], *, on: date) -> list[ResolutionRow]:
    """Lines for these resolutions. Three queries, however many there are."""
    keys = [row.pk for row in resolutions]
    late = Count("pk", filter=Q(state=DoneState.OPEN, due_on__lt=on))
    counts: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    marks = Assignment.objects.filter(decision__resolution__in=keys).order_by()
    for found in marks.values("decision_id", "state").annotate(count=Count("pk"), late=late):
        counts[found["decision_id"]].append((found["state"], found["count"], found["late"]))
    percents: dict[int, list[int | None]] = defaultdict(list)
    points = Decision.objects.filter(resolution__in=keys, archived_at=None).only(
        "pk", "resolution_id", "state", "closing_words"
    )
    for point in points:
        known = marks_of(counts[point.pk]) if point.pk in counts else Marks()
        percents[point.resolution_id or 0].append(
            point_percent(point.state, is_closed_by_hand=is_closed_by_hand(point), marks=known)
        )
    proposed = Proposal.objects.filter(resolution__in=keys).order_by().values_list("resolution_id")
    proposals = dict(proposed.annotate(count=Count("pk")))
    return [
        ResolutionRow(
            row,
            len(percents[row.pk]),
            proposals.get(row.pk, 0),
            mean(percents[row.pk]) if row.is_binding else None,
        )
        for row in resolutions
    ]
