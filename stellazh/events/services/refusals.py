"""Why a change of an event is refused. Each message is one Russian sentence fit to show; nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class TextMissing(DomainError):
    """A text that must be there is empty, or a code is unknown."""


class TextTooLong(DomainError):
    """A text is longer than its place."""


class UnsafeAddress(DomainError):
    """An address is none of the web."""


class WrongTimes(DomainError):
    """The end lies before the beginning, or the days outside what a school year can hold."""


class EnrolmentTimesCrossed(DomainError):
    """Registration would close before it opens."""


class NumberTaken(DomainError):
    """Another event of that form and year has the number."""


class WrongNumber(DomainError):
    """A count or a number lies outside what makes sense."""


class FewerPlacesThanPeople(DomainError):
    """More people hold places than would be left."""


class NotReadyToAnnounce(DomainError):
    """What people need to come is not filled in yet."""


class WrongStatus(DomainError):
    """The event is in a state from which this cannot be done."""


class NotBegunYet(DomainError):
    """What has not begun cannot have been held."""


class ReasonNeeded(DomainError):
    """Calling an event off needs a reason."""


class PeopleAreWaiting(DomainError):
    """People are registered: call the event off first, so that they hear of it."""


class PartsRemain(DomainError):
    """The umbrella still has parts."""


class WrongUmbrella(DomainError):
    """The event cannot be a part of that one."""


class ItemUnavailable(DomainError):
    """The item of the plan has been put away."""


class WrongRepetition(DomainError):
    """Nothing, or too much, would come of repeating so."""
