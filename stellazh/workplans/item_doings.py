"""What can be done about an item elsewhere: higher apps add their buttons and links, one call for many items."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from stellazh.common.registries import Registry
from stellazh.common.requests import Request
from stellazh.workplans.models import PlanItem

DoingKind = Literal["link", "post"]


@dataclass(frozen=True, slots=True)
class ItemDoing:
    """«Мероприятие: 8 октября» is a `link`; «Создать мероприятие» a `post`, a button that makes something.

    `key` is the submission key of a `post`, so that a double click makes one.
    """

    label: str
    href: str
    kind: DoingKind = "link"
    key: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DoingSource:
    """An app's contribution: for each item's key what may be done; as many queries for a hundred items as for one.

    The items come with their plans and associations.
    """

    code: str
    doings: Callable[[Request, Sequence[PlanItem]], Mapping[int, Sequence[ItemDoing]]]


item_doings: Registry[DoingSource] = Registry("source of an item's doings", key=lambda source: source.code)


def doings_of(request: Request, items: Sequence[PlanItem]) -> dict[int, list[ItemDoing]]:
    """What every source says of these items, in the order of registration."""
    found: dict[int, list[ItemDoing]] = {item.pk: [] for item in items}
    for source in item_doings:
        for pk, doings in source.doings(request, items).items():
            found[pk].extend(doings)
    return found
