"""The secret links of documents."""

from __future__ import annotations

from datetime import timedelta

from stellazh.documents.access.acquaintance import ACKNOWLEDGE
from stellazh.links.purposes import LinkPurpose, purposes


def register() -> None:
    """Name the purpose."""
    purposes.add(
        LinkPurpose(
            ACKNOWLEDGE,
            "Ознакомление с документом",
            lifetime=timedelta(days=180),
            once_revoked="Отметить прочтение прямо из письма больше не получится – только войдя на сайт.",
        )
    )
