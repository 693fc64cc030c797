"""The secret links of this app."""

from datetime import timedelta

from stellazh.links.purposes import LinkPurpose, purposes
from stellazh.members.access.cards import CONFIRMATION

REGISTRATION = "members.registration"


def register() -> None:
    """Name the purposes."""
    purposes.add(LinkPurpose(REGISTRATION, "Подтверждение адреса", lifetime=timedelta(days=3), is_single_use=True))
    purposes.add(
        LinkPurpose(
            CONFIRMATION,
            "Подтверждение карточки",
            once_revoked="Подтвердить карточку прямо из письма больше не получится – только войдя на сайт.",
        )
    )
