"""Why a step of bringing an old protocol is refused. Nothing has been stored when one of these is raised."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class IntakeNotOpen(DomainError):
    """It is confirmed, undone, put off or still being read."""


class LinesLeft(DomainError):
    """Nobody has said what becomes of some lines of the paper."""


class FactsIncomplete(DomainError):
    """A fact without which there is no protocol is missing, or two facts contradict one another."""


class NumberNotFree(DomainError):
    """Another protocol of that school year has the number; the message names it."""


class EventNotOffered(DomainError):
    """The event is another association's, of another day, or has its protocol."""


class UnknownPlace(DomainError):
    """A line is sent to a speech or decision that is not there."""


class NotConfirmed(DomainError):
    """Only what was taken in can be taken back."""
