"""The secret links of events."""

from datetime import timedelta

from stellazh.events.access.attendances import DOOR_LINK, can_revoke_door
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.links.purposes import LinkPurpose, purposes

SUBSCRIPTION = "events.subscription"


def register() -> None:
    """Name the purposes: `purposes.add(LinkPurpose(CODE, "…"))`."""
    # Longer than any event lies ahead; afterwards the guest still reads where the recording is.
    purposes.add(LinkPurpose(ENROLMENT_LINK, "Регистрация гостя на мероприятие", lifetime=timedelta(days=400)))
    purposes.add(
        LinkPurpose(
            SUBSCRIPTION,
            "Подписка на мероприятия",
            once_revoked="Календарь, который по ней обновлялся, перестанет обновляться.",
        )
    )
    purposes.add(
        LinkPurpose(
            DOOR_LINK, "Помощник у входа на мероприятие", lifetime=timedelta(days=2), may_revoke=can_revoke_door
        )
    )
