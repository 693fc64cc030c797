"""What people are told of events, beside the letters that an organiser writes."""


def register() -> None:
    """Name the kinds: `notice_kinds.add(NoticeKind(CODE, "…", "Мероприятия", default=Delivery.AT_ONCE))`."""
