"""What robots are asked to pass by: higher apps add their lines in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stellazh.common.registries import Registry


@dataclass(frozen=True)
class RobotRule:
    """Lines of robots.txt, asked for at each request: «Disallow: /api/»."""

    code: str
    lines: Callable[[], list[str]]


robot_rules: Registry[RobotRule] = Registry("rule of robots.txt", key=lambda entry: entry.code)
