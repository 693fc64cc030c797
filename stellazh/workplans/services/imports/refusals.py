"""Why a step of an import is refused. Nothing has been stored when one of these is raised."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class ImportNotOpen(DomainError):
    """The import is confirmed, undone, abandoned or still being read."""


class NothingToTake(DomainError):
    """Every row is left out."""


class NothingChosen(DomainError):
    """The paper says what the plan says, or nothing of it was chosen."""


class NotConfirmed(DomainError):
    """Only a confirmed import can be undone."""


class PlanBecameBinding(DomainError):
    """The plan that this import made was approved meanwhile."""


class UnknownChoice(DomainError):
    """An answer names somebody who is not offered."""
