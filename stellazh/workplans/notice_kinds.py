"""What people are told of plans."""

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

PLAN_APPROVED = "workplans.plan_approved"


def register() -> None:
    """Name the kinds."""
    notice_kinds.add(NoticeKind(PLAN_APPROVED, "План утверждён", "Год объединения", default=Delivery.AT_ONCE))
