"""Why a sheet of acquaintance is refused something. Each message is fit to show; nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class NobodyToAsk(DomainError):
    """Nobody was chosen, or everybody chosen was asked about this version already."""


class NobodyToRemind(DomainError):
    """Everybody has read, was written to today already, or has no address."""


class DuePassed(DomainError):
    """The day to read by lies behind."""


class SheetIsClosed(DomainError):
    """Signatures are gathered no longer."""


class SheetIsOpen(DomainError):
    """Only a closed sheet can be opened again."""


class UnknownVersion(DomainError):
    """The document has no version of that number."""


class WrongSigningDay(DomainError):
    """A signature bears a day before the ask, or one that has not come yet."""


class NotNotedByOthers(DomainError):
    """The mark is the person's own, or there is none."""
