"""Cards of «Мой стол»: each app says what waits for the person and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from stellazh.common.registries import Registry
from stellazh.common.requests import Request


@dataclass(frozen=True, slots=True)
class DeskTask:
    """One thing that waits for the person: what, why, and where to go on.

    `tone` is "", ok, warn or bad. What `can_wait` stands below everything else.
    """

    title: str
    text: str
    href: str
    action: str
    tag: str = ""
    tone: str = ""
    can_wait: bool = False


@dataclass(frozen=True, slots=True)
class DeskEvent:
    """One thing that comes next."""

    day: date
    when: str
    title: str
    href: str
    where: str = ""


@dataclass(frozen=True)
class DeskCard:
    """An app's contribution. Smaller `order` stands higher; either function may give nothing."""

    code: str
    order: int
    tasks: Callable[[Request], Iterable[DeskTask]]
    events: Callable[[Request], Iterable[DeskEvent]]


desk_cards: Registry[DeskCard] = Registry("desk card", key=lambda entry: entry.code)
