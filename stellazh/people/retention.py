"""How long what is kept: one table, filled by each app from `ready()`, shown to everybody and kept to every night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stellazh.common.registries import Registry


@dataclass(frozen=True)
class RetentionRule:
    """One kind of data: how long it is kept, in words, and why just so long.

    `sweep(at)` forgets what is past its term and says how many things that were; None where nothing ends by the clock.
    """

    code: str
    label: str
    term: str
    why: str
    sweep: Callable[[datetime], int] | None = None


retention_rules: Registry[RetentionRule] = Registry("retention rule", key=lambda entry: entry.code)
