"""What may be followed: each app registers its topics and says who may listen, in `AppConfig.ready()`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry

MAX_TOPICS = 20
_TOPIC = re.compile(r"([a-z][a-z_]{0,31}):([A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True, slots=True)
class LiveTopic:
    """A family of topics `prefix:key`. `may_follow(actor, key)` is asked at the start of a stream and every minute.

    `for_guests` lets somebody not signed in ask at all; `may_follow` still decides.
    """

    prefix: str
    may_follow: Callable[[Actor, str], bool]
    for_guests: bool = False


topics: Registry[LiveTopic] = Registry("live topic", key=lambda entry: entry.prefix)


def read_topics(text: str) -> tuple[str, ...]:
    """The topics of a comma-separated list, each once, in order.

    Raises:
        ValueError: none, too many, or one that is not written `prefix:key`.
    """
    names = tuple(dict.fromkeys(part for part in text.split(",") if part))
    if not 0 < len(names) <= MAX_TOPICS or not all(_TOPIC.fullmatch(name) for name in names):
        raise ValueError("not a list of topics")
    return names


def followable(actor: Actor, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `names` that the actor may follow now. Unknown families are followed by nobody."""
    return tuple(name for name in names if _may_follow(actor, name))


def _may_follow(actor: Actor, name: str) -> bool:
    prefix, _, key = name.partition(":")
    topic = topics.get(prefix)
    if topic is None or (actor.actor_kind == "guest" and not topic.for_guests):
        return False
    return topic.may_follow(actor, key)
