"""Why a step of bringing a list is refused. Nothing has been stored when one of these is raised."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class NotInReview(DomainError):
    """The rows cannot be decided now: they are being read or taken in, or that is done."""


class NoNameColumn(DomainError):
    """No column says whom, or which school, a row is about."""


class ListIsEmpty(DomainError):
    """There are headings, and not one row below them."""


class UnknownAnswer(DomainError):
    """A decision that is not offered for this row, or a field that there is none."""


class RowIsBad(DomainError):
    """The row cannot be taken in as it stands: it must be corrected first."""


class NothingToApply(DomainError):
    """No row is to be taken in."""


class NotApplied(DomainError):
    """Only a list that was taken in can be taken back."""


class RosterIsBusy(DomainError):
    """A job of this list is under way."""
