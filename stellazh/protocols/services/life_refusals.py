"""Why a step of a protocol's life is refused. Each message is fit to show; nothing has been stored."""

from __future__ import annotations

from stellazh.common.errors import DomainError


class WrongStatus(DomainError):
    """The protocol does not stand where this step begins: somebody was faster, or it is signed."""


class AlreadySigned(DomainError):
    """Somebody has signed it; it keeps its number and seal."""


class NotSigned(DomainError):
    """The step needs a signed protocol."""


class NothingToSign(DomainError):
    """What a protocol must have is not there; the message names it."""


class NumberOutOfOrder(DomainError):
    """Numbers would not follow the days of meetings, and nobody has said why that is right."""


class RemarksWaiting(DomainError):
    """Remarks wait for an answer, and nobody has said that it may be signed all the same."""


class RemarksDayPassed(DomainError):
    """The last day for remarks lies in the past."""


class RemarkMissing(DomainError):
    """There are no words in the remark, or none in the answer that declines one."""


class ReasonMissing(DomainError):
    """A reason is asked for."""


class SigningStands(DomainError):
    """Something rests on the signed protocol: a plan or a resolution."""


class EventHasAnotherProtocol(DomainError):
    """While this one was away, another was begun for its event."""


class PaperNotAccepted(DomainError):
    """A file of a kind that is not kept here."""


class TooManyPapers(DomainError):
    """There are enough files beside this protocol."""


class PlanNotOffered(DomainError):
    """The plan is another association's, or no draft any more."""
