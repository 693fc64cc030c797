"""What the demonstration is filled with by apps that `pages`, which fills it, does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry


@dataclass(frozen=True)
class DemoPart:
    """One app's part: `fill(by, at)` is called once, after plans, events and protocols are there."""

    code: str
    fill: Callable[[Actor, datetime], None]


demo_parts: Registry[DemoPart] = Registry("part of the demonstration", key=lambda entry: entry.code)
