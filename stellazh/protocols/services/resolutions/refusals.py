"""Why a change of a resolution is refused, each in one Russian sentence fit to show. Nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class WrongYear(DomainError):
    """No school year of the site opens then."""


class WrongEvent(DomainError):
    """The event belongs to another association, or has been put away."""


class WrongState(DomainError):
    """The resolution has gone on: what was asked belongs to another stage of its life."""


class NoSuchRow(DomainError):
    """What is named belongs to another resolution, or is there no more."""


class SectionHasPoints(DomainError):
    """A section with points is not taken out."""


class SectionsThere(DomainError):
    """The usual sections are for a draft that has none."""


class WrongAddressee(DomainError):
    """Marks cannot be kept so, or the organisation lies outside of the association's territory."""


class ProposalDecided(DomainError):
    """The proposal has been taken, merged, declined or withdrawn already."""


class NotYourProposal(DomainError):
    """Only the author changes and withdraws a proposal."""


class OwnProposal(DomainError):
    """Nobody supports her own proposal: it speaks for her already."""


class ProposalSupported(DomainError):
    """Others support the proposal as it is worded."""


class NothingToMerge(DomainError):
    """Two proposals at least are needed."""


class AnswerMissing(DomainError):
    """Whoever proposed is told why not."""


class NothingToAdopt(DomainError):
    """There are no points, or a section is empty."""


class WrongDay(DomainError):
    """The day lies ahead, or before what it must follow."""


class WrongProtocol(DomainError):
    """The protocol belongs to another association or is not signed."""


class PointsWithoutOutcome(DomainError):
    """Some points are still in work; the sentence names them."""


class PointNotLeft(DomainError):
    """The point is no point of the previous resolution that was left undone."""
