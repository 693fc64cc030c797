"""Small standing duties of every worker, done between jobs every few seconds: what must not wait for a clock's line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stellazh.common.registries import Registry


@dataclass(frozen=True)
class Duty:
    """`run(at)` does a bounded piece and says whether there is more. It must bear being done by two workers at once."""

    name: str
    run: Callable[[datetime], bool]


duties: Registry[Duty] = Registry("duty", key=lambda entry: entry.name)
