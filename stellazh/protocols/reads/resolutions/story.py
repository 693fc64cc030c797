"""What was said and done about the points over the year, the newest first."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Evidence, ProgressEntry, Resolution

TONES = {DoneState.DONE: "ok", DoneState.PARTLY: "warn", DoneState.NOT_DONE: "bad"}


def story_of(resolution: Resolution) -> QuerySet[ProgressEntry]:
    """Every line of the story of its points, with who, for whom and what shows it. Two queries a page."""
    rows = ProgressEntry.objects.filter(decision__resolution=resolution, decision__archived_at=None)
    evidence = Prefetch("evidence", Evidence.objects.select_related("file"))
    return rows.select_related("decision", "assignment").prefetch_related(evidence).order_by("-made_at", "-pk")


def tone_of(state: str) -> str:
    """The colour beside a state."""
    return TONES.get(DoneState(state), "")
