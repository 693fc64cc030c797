"""What people are told of protocols, decisions and resolutions."""

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

GROUP = "Протоколы и поручения"
ASSIGNMENT = "protocols.assignment"
REMINDER = "protocols.reminder"
OVERDUE = "protocols.overdue"
REMARKS = "protocols.remarks"
SIGNED = "protocols.signed"
RESOLUTION = "protocols.resolution"


def register() -> None:
    """Name the kinds."""
    notice_kinds.add(NoticeKind(ASSIGNMENT, "Мне дано поручение", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(REMINDER, "Подходит срок поручения", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(OVERDUE, "Просроченные решения объединения", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(REMARKS, "Протокол ждёт замечаний", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(SIGNED, "Протокол подписан", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(RESOLUTION, "Сбор предложений и принятие резолюции", GROUP, default=Delivery.AT_ONCE))
