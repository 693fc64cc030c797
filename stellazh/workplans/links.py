"""The secret links of plans."""

from stellazh.links.purposes import LinkPurpose, purposes

CALENDAR = "workplans.calendar"


def register() -> None:
    """Name the purposes."""
    purposes.add(
        LinkPurpose(
            CALENDAR,
            "Подписка на календарь",
            once_revoked="Календарь, который по ней обновлялся, перестанет обновляться.",
        )
    )
