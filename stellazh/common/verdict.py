"""Answers to «may this actor do that here?»."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stellazh.common.errors import PermissionRefused


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yes, or a no with a reason fit to show. Truthy exactly when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED: Final = Verdict(allowed=True)


def refuse(reason: str) -> Verdict:
    """A no with its reason, a Russian sentence."""
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Pass when allowed.

    Raises:
        PermissionRefused: the verdict is a no; the message is its reason.
    """
    if not verdict:
        raise PermissionRefused(verdict.reason or "На это действие нет права.")
