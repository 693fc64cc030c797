"""Why a change of a protocol is refused. Each message is one Russian sentence fit to show; nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class TextMissing(DomainError):
    """A text that must be there is empty, or a code is unknown."""


class TextTooLong(DomainError):
    """A text is longer than its place."""


class WrongTimes(DomainError):
    """The end lies before the beginning, or the day in a year that no school year of the site holds."""


class WrongNumber(DomainError):
    """A count lies outside what makes sense."""


class EventHasNoProtocol(DomainError):
    """The event was called off or put away: no protocol begins with it."""


class RowIsArchived(DomainError):
    """The row has been put away: it is brought back before it is changed."""


class RowOfAnotherProtocol(DomainError):
    """What is named belongs to another protocol, or is there no more."""


class AlreadyNamed(DomainError):
    """The person stands in the lists of those present or absent already."""


class UnknownPerson(DomainError):
    """The person chosen is known no more."""


class LeadsTheMeeting(DomainError):
    """Whoever leads or writes is present: another is named first."""


class VotedByRoll(DomainError):
    """The person's vote stands in a roll call."""


class ItemHasDecisions(DomainError):
    """A question with decisions is not put away."""
