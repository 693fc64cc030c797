"""What stands on the screens by which a site is kept: its pages with their state, former addresses, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Case, CharField, DateTimeField, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, WorkflowState

from stellazh.pages.models import NewsIndex, SiteHome, SitePicture
from stellazh.pages.services.addresses import prefix_of

_FRAME: Final = ("sitehome", "newsindex")


class PageState(StrEnum):
    """Where a page stands on its way to readers."""

    DRAFT = "draft"
    WAITING = "waiting"
    PLANNED = "planned"
    PUBLISHED = "published"
    CHANGED = "changed"


WORDS: Final = {
    PageState.DRAFT: "черновик",
    PageState.WAITING: "ждёт проверки",
    PageState.PLANNED: "выйдет в срок",
    PageState.PUBLISHED: "опубликовано",
    PageState.CHANGED: "опубликовано, есть правки",
}
TONES: Final = {
    PageState.WAITING: "warn",
    PageState.PLANNED: "warn",
    PageState.PUBLISHED: "ok",
    PageState.CHANGED: "ok",
}


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page in the list."""

    page: Page
    kind: str
    state: PageState
    out_at: datetime | None
    expires_at: datetime | None
    changed_at: datetime | None
    url: str
    is_frame: bool

    @property
    def words(self) -> str:
        """The state in Russian."""
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        """The colour of the state's tag."""
        return TONES.get(self.state, "")


def pages_of(home: SiteHome, *, state: str = "", words: str = "", is_news: bool | None = None) -> Any:
    """Pages of the site with `state`, `out_at`; what was changed last stands first."""
    waits = WorkflowState.objects.active().filter(object_id=Cast(OuterRef("pk"), CharField()))
    out = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    ).values("approved_go_live_at")[:1]
    rows = (
        Page.objects.filter(path__startswith=home.path)
        .select_related("content_type")
        .annotate(is_waiting=Exists(waits), out_at=Subquery(out, output_field=DateTimeField()))
        .annotate(
            state=Case(
                When(is_waiting=True, then=Value(PageState.WAITING.value)),
                When(out_at__isnull=False, then=Value(PageState.PLANNED.value)),
                When(Q(live=True, has_unpublished_changes=True), then=Value(PageState.CHANGED.value)),
                When(live=True, then=Value(PageState.PUBLISHED.value)),
                default=Value(PageState.DRAFT.value),
                output_field=CharField(),
            )
        )
    )
    if state:
        rows = rows.filter(state=state)
    for word in words.split()[:6]:
        # SQLite folds the case of Latin letters only.
        spelt = {word, word.lower(), word.upper(), word.capitalize()}
        rows = rows.filter(reduce(or_, (Q(title__icontains=one) | Q(draft_title__icontains=one) for one in spelt)))
    if is_news is not None:
        of_news = Q(content_type__model="newspage")
        rows = rows.filter(of_news if is_news else ~of_news)
    return rows.order_by("-latest_revision_created_at", "path")


def page_rows(home: SiteHome, pages: Sequence[Any]) -> list[PageRow]:
    """The rows of one screen; asks nothing more of the database."""
    return [
        PageRow(
            page,
            str(page.content_type.model_class()._meta.verbose_name),  # noqa: SLF001
            PageState(page.state),
            page.out_at,
            page.expire_at,
            page.latest_revision_created_at or page.last_published_at,
            _address(home, page),
            page.content_type.model in _FRAME,
        )
        for page in pages
    ]


def waiting_count(home: SiteHome) -> int:
    """How many pages of the site wait for a check. One query."""
    return int(pages_of(home, state=PageState.WAITING).count())


def news_index_of(home: SiteHome) -> NewsIndex | None:
    """The feed of news of the site."""
    found: NewsIndex | None = NewsIndex.objects.child_of(home).first()
    return found


def addresses_of(home: SiteHome) -> Any:
    """Former addresses of the site and where each leads."""
    rows = Redirect.objects.filter(old_path__startswith=prefix_of(home)).select_related("redirect_page")
    return rows.order_by("old_path")


def targets_of(home: SiteHome) -> Any:
    """Pages of the site that a former address may lead to."""
    return Page.objects.filter(path__startswith=home.path, live=True).order_by("path")


def pictures_of(home: SiteHome, *, people: str = "") -> Any:
    """Pictures of the site, the newest first; those that nobody described before all others."""
    rows = (
        SitePicture.objects.filter(collection=home.collection_id) if home.collection_id else SitePicture.objects.none()
    )
    if people == "hidden":
        return rows.exclude(hidden_at=None).order_by("-created_at", "-pk")
    if people:
        rows = rows.filter(people=people, hidden_at=None)
    return rows.order_by("-created_at", "-pk")


def _address(home: SiteHome, page: Page) -> str:
    below = page.url_path.removeprefix(home.url_path)
    return f"{prefix_of(home)}{below}"
