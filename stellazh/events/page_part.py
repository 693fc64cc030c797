"""What a part of an event's public page is, and the parts that higher apps add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stellazh.common.registries import Registry
from stellazh.common.requests import Request
from stellazh.events.models import Event


@dataclass(frozen=True, slots=True)
class PagePart:
    """One part. `context` gives None when there is nothing to draw; smaller `order` stands higher.

    `is_aside` puts it into the narrow column beside the text: registration, one's own ticket, figures. What
    `is_printed` stands on the printed page too. With `has_frames` the page may frame the hosts of films.
    """

    code: str
    order: int
    template: str
    context: Callable[[Request, Event], dict[str, Any] | None]
    is_aside: bool = False
    is_printed: bool = False
    has_frames: bool = False


# Higher apps add theirs from `AppConfig.ready()`: the protocol.
more_parts: Registry[PagePart] = Registry("part of an event's page", key=lambda part: part.code)
