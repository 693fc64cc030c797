"""The secret links of this app."""

from stellazh.links.purposes import LinkPurpose, purposes

UNSUBSCRIBE = "notices.unsubscribe"


def register() -> None:
    """Name the purposes."""
    purposes.add(
        LinkPurpose(
            UNSUBSCRIBE,
            "Отписка от писем",
            once_revoked="Отписаться по ссылке из прежних писем больше не получится – только в настройках уведомлений.",
        )
    )
