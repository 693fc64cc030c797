"""What a secret link can be for. Each app registers its own purposes from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from stellazh.common.registries import Registry

NOTHING_OPENS = "По ней больше ничего не откроется."

if TYPE_CHECKING:
    from stellazh.common.actor import Actor
    from stellazh.common.verdict import Verdict
    from stellazh.links.models import SecretLink


@dataclass(frozen=True, slots=True)
class LinkPurpose:
    """One kind of link. `lifetime` is used where no other end is named; None is «until revoked».

    `once_revoked` is what its owner should know before taking it back, a sentence. `may_revoke` lets others than the
    link's owner, its maker and its bearer revoke it.
    """

    code: str
    label: str
    lifetime: timedelta | None = None
    is_single_use: bool = False
    once_revoked: str = NOTHING_OPENS
    may_revoke: Callable[[Actor, SecretLink], Verdict] | None = None


purposes: Registry[LinkPurpose] = Registry("link purpose", key=lambda entry: entry.code)
