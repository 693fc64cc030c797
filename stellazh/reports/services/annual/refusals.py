"""Why a report is not written, changed or sealed."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class ReportTextMissing(DomainError):
    """A field that must say something is empty, or too long."""


class ReportIsThere(DomainError):
    """The year has a draft of this form already."""


class YearNotOurs(DomainError):
    """No such school year, or one that has not begun."""


class WrongDay(DomainError):
    """A day outside of what it may be."""


class NameTaken(DomainError):
    """A figure of that name is there."""


class NotAnAddress(DomainError):
    """A link that is no address of the web."""


class RowIsGone(DomainError):
    """It was taken out meanwhile."""


class AlreadySealed(DomainError):
    """Somebody sealed it first."""


class DoubtsRemain(DomainError):
    """The check found what does not fit, and nobody has said that it is right so."""


class NothingToSeal(DomainError):
    """There is no text, or nobody to sign."""


class NotSealed(DomainError):
    """Only a sealed report may be published."""
