"""The secret links of this app."""

from stellazh.links.purposes import LinkPurpose, purposes

UNSUBSCRIBE = "notices.unsubscribe"


def register() -> None:
    """Name the purposes."""
    purposes.add(LinkPurpose(UNSUBSCRIBE, "Отписка от писем", lifetime=None, is_single_use=False))
