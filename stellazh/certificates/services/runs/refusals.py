"""Why a run is not prepared, submitted or issued as somebody wanted. Nothing has been stored then."""

from __future__ import annotations

from collections.abc import Sequence

from stellazh.common.errors import DomainError


class RunFieldUnfit(DomainError):
    """Something that a run must say is missing or too long."""


class KindUnfit(DomainError):
    """The kind of document is put away or belongs elsewhere."""


class TemplateUnfit(DomainError):
    """The sheet is put away, belongs elsewhere or cannot be printed."""


class SignatoryUnfit(DomainError):
    """Whoever should sign is not among those who sign there now, or there are too many of them."""


class ListUnfit(DomainError):
    """There is no such list, or its people may not be taken."""


class TooManyRecipients(DomainError):
    """A run cannot hold so many people."""


class NobodyNamed(DomainError):
    """There is nobody in what was brought."""


class RowUnfit(DomainError):
    """A row without a name, or with a text that no sheet holds."""


class RowOfAnotherRun(DomainError):
    """The row is gone, or it belongs to another run."""


class RunIsEmpty(DomainError):
    """Nobody in the list gets a document."""


class NamesUnsettled(DomainError):
    """Cases of names are printed that nobody has confirmed; `names` are the first of them."""

    def __init__(self, message: str, names: Sequence[str]) -> None:
        super().__init__(message)
        self.names = tuple(names)


class WrongRunStatus(DomainError):
    """The run is not where this can be done with it."""


class ReasonMissing(DomainError):
    """A reason is asked for, because somebody will read it."""


class SignaturesNotAllowed(DomainError):
    """Pictures of signatures or a seal are placed, and whoever approves may not place them."""
