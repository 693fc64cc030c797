"""What people are told of documents."""

from __future__ import annotations

from typing import Final

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

TO_READ: Final = "documents.to_read"
SHEET_DUE: Final = "documents.sheet_due"
_GROUP: Final = "Документы"


def register() -> None:
    """Name the kinds."""
    # The letter with the personal link goes to everybody asked: a second one about the same would be too much.
    notice_kinds.add(NoticeKind(TO_READ, "Просят ознакомиться с документом", _GROUP, default=Delivery.OFF))
    notice_kinds.add(NoticeKind(SHEET_DUE, "Вышел срок листа ознакомления", _GROUP, default=Delivery.AT_ONCE))
