"""What may be done with one page: what Wagtail asks of groups, and what a site never allows to anybody."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from wagtail.models import Page, PagePermissionTester

# Made with the site: nobody deletes, moves, copies or takes down these.
_FRAME: Final = frozenset({"sitetree", "sitehome", "newsindex"})


class SitePermissions(PagePermissionTester):
    """As Wagtail's, but the frame of a site stays, and a page that was ever published is taken down, not deleted."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not is_frame(self.page) and not was_published(self.page) and super().can_delete(ignore_bulk=ignore_bulk)

    def can_move(self) -> bool:
        # Not by way of deleting: a published page may be moved by whoever publishes.
        return not is_frame(self.page) and super().can_delete(ignore_bulk=True)

    def can_unpublish(self) -> bool:
        return not is_frame(self.page) and super().can_unpublish()

    def can_copy(self) -> bool:
        return not is_frame(self.page) and super().can_copy()

    def can_set_view_restrictions(self) -> bool:
        return False


def was_published(page: Page) -> bool:
    """Whether somebody could ever read the page or one below it."""
    seen = Q(live=True) | Q(first_published_at__isnull=False)
    return bool(page.get_descendants(inclusive=True).filter(seen).exists())


def is_frame(page: Page) -> bool:
    """Whether the page is part of the frame that each site has."""
    return page.specific_class is not None and page.specific_class._meta.model_name in _FRAME  # noqa: SLF001
