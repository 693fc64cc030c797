"""What people are told of the sites."""

from __future__ import annotations

from typing import Final

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

TO_CHECK: Final = "pages.to_check"
DECIDED: Final = "pages.decided"
DUE_REFUSED: Final = "pages.due_refused"
_GROUP: Final = "Сайт объединения"


def register() -> None:
    """Name the kinds."""
    notice_kinds.add(NoticeKind(TO_CHECK, "Новость или страница ждёт вашей проверки", _GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(
        NoticeKind(DECIDED, "Вашу новость опубликовали или вернули с замечанием", _GROUP, default=Delivery.AT_ONCE)
    )
    notice_kinds.add(
        NoticeKind(DUE_REFUSED, "Запланированная новость не вышла в срок", _GROUP, default=Delivery.AT_ONCE)
    )
