"""What people are told of certificates."""

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

GROUP = "Сертификаты и благодарности"
ISSUED = "certificates.issued"
WITHDRAWN = "certificates.withdrawn"
APPROVAL = "certificates.approval"
RETURNED = "certificates.returned"


def register() -> None:
    """Name the kinds."""
    notice_kinds.add(NoticeKind(ISSUED, "Мне выдан документ", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(WITHDRAWN, "Мой документ отозван", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(APPROVAL, "Выдача документов ждёт моего утверждения", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(RETURNED, "Мою выдачу документов вернули", GROUP, default=Delivery.AT_ONCE))
