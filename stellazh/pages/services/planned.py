"""What comes out and goes by the clock: published and taken down at the moment that its editor named."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from wagtail.models import Page, Revision

from stellazh.common.actor import System
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.pages.access import can_publish_site
from stellazh.pages.models.site import SitePage
from stellazh.pages.services.publishing import association_of_page, check_pictures
from stellazh.pages.services.telling import tell_refused

CLOCKWORK: Final = System("выход новостей")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """What came of one look at the clock: how many pages were published, taken down, and could not be."""

    published: int = 0
    taken_down: int = 0
    refused: int = 0


def publish_due(*, at: datetime) -> Due:
    """Publish what has come due and take down what has expired, each page by itself. Twice is harmless.

    A page that may not be published any more leaves the plan; its publishers are told by `refuse_due`.
    """
    published = taken = refused = 0
    for page_id in list(Page.objects.filter(live=True, expire_at__lte=at).values_list("pk", flat=True)):
        taken += _take_down_due(page_id, at)
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at", "pk")
    for revision_id in list(due.values_list("pk", flat=True)):
        try:
            published += _publish_due(revision_id, at)
        except DomainError as refusal:
            refused += 1
            refuse_due(revision_id, str(refusal), at=at)
    return Due(published, taken, refused)


@transaction.atomic
def refuse_due(revision_id: int, why: str, *, at: datetime) -> None:
    """Take a page out of the plan that may not be published, and tell its publishers and its author why."""
    revision = Revision.objects.select_for_update().filter(pk=revision_id, approved_go_live_at__lte=at).first()
    if revision is None:
        return
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    logger.warning("Revision %s was due and may not be published: %s", revision_id, why)
    tell_refused(revision.content_object, revision.user, why, by=CLOCKWORK, at=at)


@transaction.atomic
def _publish_due(revision_id: int, at: datetime) -> bool:
    revision = Revision.objects.select_for_update().filter(pk=revision_id, approved_go_live_at__lte=at).first()
    if revision is None or not isinstance(revision.content_object, SitePage):
        return False
    association = association_of_page(revision.content_object)
    if association is not None:
        # Of an association closed meanwhile nothing comes out any more.
        require(can_publish_site(CLOCKWORK, association))
    check_pictures(revision.as_object())
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


@transaction.atomic
def _take_down_due(page_id: int, at: datetime) -> bool:
    page = Page.objects.select_for_update().filter(pk=page_id, live=True, expire_at__lte=at).first()
    if page is None:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True
