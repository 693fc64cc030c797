"""Every write to notices, to what people chose about them, and to marks of dead addresses."""

from stellazh.notices.services.bounces import (
    AddressIsNotMarked,
    check_again,
    clear_address,
    mark_bounced,
    take_bounce,
    tell_former_address,
)
from stellazh.notices.services.choosing import (
    Choices,
    QuietHoursAreHalf,
    UnknownChoice,
    set_choices,
    switch_off,
    zone_of,
)
from stellazh.notices.services.digests import send_digests
from stellazh.notices.services.notifying import notify, topic_of
from stellazh.notices.services.reading import clear_old, read_all_notices, read_notice, settle

__all__ = [
    "AddressIsNotMarked",
    "Choices",
    "QuietHoursAreHalf",
    "UnknownChoice",
    "check_again",
    "clear_address",
    "clear_old",
    "mark_bounced",
    "notify",
    "read_all_notices",
    "read_notice",
    "send_digests",
    "set_choices",
    "settle",
    "switch_off",
    "take_bounce",
    "tell_former_address",
    "topic_of",
    "zone_of",
]
