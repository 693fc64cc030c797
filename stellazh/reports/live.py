"""Who hears that a report is being changed: whoever may open it."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.numerals import whole_number
from stellazh.live.topics import LiveTopic, topics
from stellazh.reports.models import AnnualReport


def may_follow_report(actor: Actor, key: str) -> bool:
    """Whether the actor may read the report with that key."""
    number = whole_number(key)
    return number is not None and AnnualReport.objects.visible_to(actor).filter(pk=number).exists()


def register() -> None:
    """Register the topic `report:<key>`."""
    topics.add(LiveTopic("report", may_follow_report))
