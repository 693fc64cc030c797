"""Refusals of decisions, of those who answer for them, and of votes."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class UnknownOwner(DomainError):
    """Somebody or something named as responsible is not there, or not within the association's reach."""


class TooManyOwners(DomainError):
    """More are named than a paper can carry."""


class WrongVote(DomainError):
    """What was voted cannot be so."""


class MoreVotesThanVoters(WrongVote):
    """More votes are counted than people who had one."""


class NotAVoter(WrongVote):
    """Somebody in the roll had no vote at this meeting, or stands in it twice."""
