"""What people are told about papers."""

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

MISSING_PAPERS = "reports.missing"


def register() -> None:
    """Name the kind."""
    notice_kinds.add(
        NoticeKind(MISSING_PAPERS, "Не хватает документов объединения", "План работы", default=Delivery.AT_ONCE)
    )
