"""What people are told of events, beside the letters that an organiser writes."""

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

GROUP = "Мероприятия"
EVENT_ENROLMENT = "events.enrolment"
EVENT_INVITATION = "events.invitation"
EVENT_CANCELLED = "events.cancelled"
LETTER = "events.letter"


def register() -> None:
    """Name the kinds: `notice_kinds.add(NoticeKind(CODE, "…", GROUP, default=Delivery.AT_ONCE))`."""
    notice_kinds.add(NoticeKind(EVENT_ENROLMENT, "Моя регистрация на мероприятие", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(EVENT_INVITATION, "Приглашения на мероприятия", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(EVENT_CANCELLED, "Мероприятие отменено", GROUP, default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(LETTER, "Письма участникам мероприятий", GROUP, default=Delivery.AT_ONCE))
