"""What members may be told of, beside what they are written to anyway."""

from stellazh.notices.enums import Delivery
from stellazh.notices.kinds import NoticeKind, notice_kinds

CARD_TO_CONFIRM = "members.card_to_confirm"

REGISTRATION_WAITING = "members.registration_waiting"
TAKEN_INTO_LIST = "members.taken_into_list"


def register() -> None:
    """Name the kinds."""
    # The personal letter of the campaign is written to everybody: a second one about the same would be too much.
    notice_kinds.add(NoticeKind(CARD_TO_CONFIRM, "Пора подтвердить свою карточку", "Люди", default=Delivery.OFF))
    # Whoever keeps a list may take in anybody known, and sees then what is open to a leader: never in silence.
    notice_kinds.add(NoticeKind(TAKEN_INTO_LIST, "Вас внесли в список объединения", "Люди", default=Delivery.AT_ONCE))
    notice_kinds.add(NoticeKind(REGISTRATION_WAITING, "Пришла заявка на вступление", "Люди", default=Delivery.AT_ONCE))
