"""What media can belong to. Each higher app registers its own uses from `AppConfig.ready()`.

An item knows its use and a key that the use itself has chosen, «event:17»; the use answers for the rights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stellazh.common.errors import DomainError
from stellazh.common.registries import Registry
from stellazh.media.enums import MediaKind

if TYPE_CHECKING:
    from stellazh.common.actor import Actor
    from stellazh.common.verdict import Verdict
    from stellazh.media.models import MediaItem

DEFAULT_MAX_BYTES = 2 * 1024**3


class UnknownMediaUse(DomainError):
    """No app that is installed knows this use."""


@dataclass(frozen=True, slots=True)
class MediaUse:
    """One kind of place for media: what it takes, who sees it and who keeps it.

    `scope` gives the path of the association that an object belongs to, for the audit; empty when there is none.
    `max_bytes` is never more than the installation's own limit, `STELLAZH_MEDIA_MAX_MB`.
    """

    code: str
    label: str
    kinds: frozenset[MediaKind]
    max_bytes: int
    may_see: Callable[[Actor, MediaItem], Verdict]
    may_manage: Callable[[Actor, str], Verdict]
    scope: Callable[[str], str]


media_uses: Registry[MediaUse] = Registry("media use", key=lambda entry: entry.code)


def use_of(code: str) -> MediaUse:
    """The use of that code.

    Raises:
        UnknownMediaUse: nobody registered it.
    """
    use = media_uses.get(code)
    if use is None:
        raise UnknownMediaUse("Раздел, для которого предназначен файл, отключён. Обновите страницу.")
    return use
