"""The secret links of protocols."""

from __future__ import annotations

from datetime import timedelta

from stellazh.links.purposes import LinkPurpose, purposes
from stellazh.protocols.access.assignments import REPORT_LINK, can_revoke_report_link


def register() -> None:
    """Add the entries."""
    # A term that nobody named: longer than a school year.
    purposes.add(
        LinkPurpose(
            REPORT_LINK,
            "Ответ о поручении без входа",
            lifetime=timedelta(days=400),
            once_revoked="Тот, кому её дали, больше не сможет по ней ответить.",
            may_revoke=can_revoke_report_link,
        )
    )
