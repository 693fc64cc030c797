"""Who may follow the progress of a campaign: whoever may see its page."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.numerals import whole_number
from stellazh.live.topics import LiveTopic, topics
from stellazh.members.models import Campaign


def may_follow_campaign(actor: Actor, key: str) -> bool:
    """Whether the actor sees the campaign with that key."""
    number = whole_number(key)
    return number is not None and Campaign.objects.visible_to(actor).filter(pk=number).exists()


def follow_campaigns() -> None:
    """Register the topic `campaign:<key>`."""
    topics.add(LiveTopic("campaign", may_follow_campaign))
