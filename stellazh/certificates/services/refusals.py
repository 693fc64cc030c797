"""Why a change of kinds and documents is refused. Each message is one Russian sentence fit to show."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class WrongPattern(DomainError):
    """Numbers cannot be written so."""


class KindNameTaken(DomainError):
    """Another kind of the association has this name."""


class KindUnfit(DomainError):
    """A field of the kind is empty, too long or not to be had."""


class KindHasNumbers(DomainError):
    """Numbers of the kind were given out: what they rest on does not change any more."""


class KindIsArchived(DomainError):
    """The kind is put away."""


class ReasonMissing(DomainError):
    """The deed needs a reason, and none that fits was given."""


class WrongState(DomainError):
    """The document is not in the state that the deed begins with."""


class DuplicateUnfit(DomainError):
    """The duplicate cannot be made of what was given."""


class NoSheet(DomainError):
    """The sheet is not made yet."""


class NowhereToWrite(DomainError):
    """Nobody's address is known."""


class NoKey(DomainError):
    """There is no key yet to sign with."""
