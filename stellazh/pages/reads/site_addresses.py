"""Addresses that everybody may open, for search engines. Each kind is one query; rows are as light as can be."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.showing import PublicAddress, shown_papers
from stellazh.documents.models import Document
from stellazh.events.models import Event
from stellazh.pages.models import NewsPage, SiteHome, SiteTree
from stellazh.pages.reads.site import address_of
from stellazh.workplans.models import Plan

__all__ = ["PublicAddress", "documents", "events", "news", "pages", "papers", "places", "plans"]


def places() -> Iterable[PublicAddress]:
    """The home and the lists, then each association that is not closed."""
    names = (
        "pages:home",
        "pages:news_list",
        "events:event_list",
        "workplans:calendar",
        "associations:association_list",
    )
    codes = Association.objects.present().in_order().values_list("code", flat=True)
    return [
        *(PublicAddress(reverse(name)) for name in names),
        *(PublicAddress(reverse("pages:association_home", args=[code])) for code in codes),
    ]


def pages() -> Iterable[PublicAddress]:
    """Sections, feeds of news and plain pages; homes stand among the places."""
    rows = Page.objects.live().not_type(NewsPage, SiteHome, SiteTree).filter(depth__gt=1)
    return _of_pages(rows)


def news() -> Iterable[PublicAddress]:
    """Every published piece of news, the newest first."""
    return _of_pages(NewsPage.objects.live().order_by("-on", "-pk"))


def plans() -> Iterable[PublicAddress]:
    """Published plans."""
    rows = Plan.objects.present().visible_to(Guest()).order_by("pk").values_list("pk", "updated_at")
    return [PublicAddress(reverse("workplans:plan_detail", args=[pk]), changed) for pk, changed in rows]


def events() -> Iterable[PublicAddress]:
    """Announced and held public events."""
    rows = Event.objects.present().visible_to(Guest()).order_by("-starts_at", "-pk").values_list("pk", "updated_at")
    return [PublicAddress(reverse("events:event_detail", args=[pk]), changed) for pk, changed in rows]


def documents() -> Iterable[PublicAddress]:
    """Documents for everybody."""
    rows = Document.objects.present().visible_to(Guest()).filter(published_at__isnull=False).order_by("pk")
    found = rows.values_list("pk", "updated_at")
    return [PublicAddress(reverse("documents:document_detail", args=[pk]), changed) for pk, changed in found]


def papers() -> Iterable[PublicAddress]:
    """What other apps show on sites: published reports."""
    return [address for kind in shown_papers for address in kind.addresses()]


def _of_pages(rows: object) -> list[PublicAddress]:
    found = rows.values_list("url_path", "last_published_at")  # type: ignore[attr-defined]
    return [PublicAddress(address_of(url_path), changed) for url_path, changed in found]
