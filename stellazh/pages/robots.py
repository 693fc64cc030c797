"""What search engines pass by, and where they find the list of what they may read."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse

from stellazh.ui.robots import RobotRule, robot_rules

# Behind a sign-in or of no use to a reader of search results. Pages with secret links say «noindex» themselves.
CLOSED: Final = (
    "/account/",
    "/api/",
    "/cms/",
    "/desk/",
    "/files/",
    "/jobs/",
    "/live/",
    "/notices/",
    "/outbox/",
    "/vision/",
)


def register() -> None:
    """Add the lines."""
    robot_rules.add(RobotRule("pages", lines))


def lines() -> list[str]:
    """Closed paths and the address of the site map."""
    closed = [f"Disallow: {path}" for path in CLOSED]
    return [*closed, "", f"Sitemap: {settings.SITE_URL}{reverse('pages:sitemap')}"]
