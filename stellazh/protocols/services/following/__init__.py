"""What follows from decisions once they bind: numbers, marks, notices."""

from stellazh.protocols.services.following.binding import (
    AlreadyAnswered,
    bind_decisions,
    make_binding,
    unmake_binding,
)
from stellazh.protocols.services.following.unfolding import unfold, unfold_again
from stellazh.protocols.services.standing import DecisionIsClosed, DecisionNotBinding, settle

__all__ = [
    "AlreadyAnswered",
    "DecisionIsClosed",
    "DecisionNotBinding",
    "bind_decisions",
    "make_binding",
    "settle",
    "unfold",
    "unfold_again",
    "unmake_binding",
]
