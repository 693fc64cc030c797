"""Why an attendance is not marked. Each message is one Russian sentence fit to show; nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class EventIsCancelled(DomainError):
    """Nobody takes part in what was called off."""


class WrongWindow(DomainError):
    """A code would end before it begins, or has ended already."""


class TooManyCodes(DomainError):
    """The event has had as many codes as one may guess among."""


class WrongCode(DomainError):
    """No code of the event is that one; it is counted."""


class CodeNotOpen(DomainError):
    """The code is right, the time is not; it is counted too."""


class TooManyTries(DomainError):
    """So many wrong codes that one must wait; the message says how long."""


class OnlyForRegistered(DomainError):
    """The event marks those registered only."""


class ExcuseWithoutReason(DomainError):
    """An absence is excused with a reason."""


class GuestWithoutName(DomainError):
    """A guest needs a name."""


class WrongDay(DomainError):
    """The event does not go on that day."""


class TooManyScans(DomainError):
    """More scans at once than a phone can have gathered."""


class TooLateForDoor(DomainError):
    """The event has ended so long ago that nobody stands at its door."""
