"""What services of documents answer when the rules say no."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class TitleMissing(DomainError):
    """A document has a name."""


class TextTooLong(DomainError):
    """A text does not fit into its column; the sentence names the field."""


class UnknownValue(DomainError):
    """A value stands in no list of ours."""


class UnsafeAddress(DomainError):
    """The address of the publication is none of the web."""


class WrongDays(DomainError):
    """Days of a document contradict each other, or lie beyond the calendar of papers."""


class NothingToRead(DomainError):
    """There is no file, no address and no words: nothing to publish."""


class WrongState(DomainError):
    """The document is already as it is asked to be."""


class PeopleStillAsked(DomainError):
    """The document would go from people who are asked to read it, and its keeper was not told of them."""


class FileTakenNowhere(DomainError):
    """The file is of a kind that is not taken."""


class WhatChangedMissing(DomainError):
    """From the second version on it is said what has changed."""


class SameFileAgain(DomainError):
    """The file is the one that lies there already."""


class NewerVersionThere(DomainError):
    """Somebody has added a version meanwhile."""


class TooManyVersions(DomainError):
    """The document has as many versions as it may."""


class TooManyFiles(DomainError):
    """More files at once than are taken."""


class NothingChosen(DomainError):
    """A deed for several documents without a document."""


class ReplacesItself(DomainError):
    """A document would take its own place, at once or through others."""


class ReplacedAlready(DomainError):
    """The older document has been replaced by this very one."""
