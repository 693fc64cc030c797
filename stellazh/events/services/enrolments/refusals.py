"""Why the services of registration say no."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class EnrolmentClosed(DomainError):
    """Registration does not go on at that moment."""


class NoPlacesLeft(DomainError):
    """All places are taken and there is no waiting list."""


class AlreadyEnrolled(DomainError):
    """The person or the address is registered already."""


class EnrolmentRejected(DomainError):
    """Those who run the event have said no to this person."""


class NotInvited(DomainError):
    """Registration is for those invited."""


class ComingAsUnknown(DomainError):
    """At an event of mixed format one says how one comes."""


class GuestIsUnnamed(DomainError):
    """A guest needs a name, and an address to which the ticket is sent."""


class GuestConsentMissing(DomainError):
    """Without a consent to the text now in force nothing of a guest may be kept."""


class ReasonMissing(DomainError):
    """A rejection says why."""


class EnrolmentSettled(DomainError):
    """The registration was withdrawn or rejected: there is nothing to change."""


class TooManyAtOnce(DomainError):
    """More people than are registered in one go."""
