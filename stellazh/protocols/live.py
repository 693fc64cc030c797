"""Who hears that a protocol is being changed: whoever may open it."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.numerals import whole_number
from stellazh.live.topics import LiveTopic, topics
from stellazh.protocols.models import Protocol


def may_follow_protocol(actor: Actor, key: str) -> bool:
    """Whether the actor may read the protocol with that key."""
    number = whole_number(key)
    return number is not None and Protocol.objects.visible_to(actor).filter(pk=number).exists()


def register() -> None:
    """Register the topic `protocol:<key>`."""
    topics.add(LiveTopic("protocol", may_follow_protocol))
