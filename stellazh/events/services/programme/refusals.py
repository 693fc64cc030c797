"""Why a change of the programme is refused. Each message is a Russian sentence fit to show; nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class SlotTimesWrong(DomainError):
    """A line ends before it begins, ends without beginning, or lasts longer than anybody listens."""


class UnknownSection(DomainError):
    """The section is of another event, is put away or is no section."""


class SectionsDoNotNest(DomainError):
    """A section stands in no section, and one that has talks stays a section."""


class SpeakerTwice(DomainError):
    """One person is named twice at one line."""


class UnknownSpeaker(DomainError):
    """The person chosen stands in no list of the association or near it."""


class TooManySpeakers(DomainError):
    """More people than one line can name."""


class TooManySlots(DomainError):
    """More lines than a programme can be read with."""
