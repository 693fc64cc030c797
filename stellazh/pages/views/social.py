"""How a link to a page looks where somebody shares it: its words, and a picture 1200 × 630."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page

from stellazh.common.requests import Request
from stellazh.pages.models import NewsPage, SiteHome
from stellazh.pages.papers.share_card import ShareCard, card_png
from stellazh.pages.reads.showing_pictures import SHARED, shown_file
from stellazh.pages.reads.site import SiteAround, address_of, around
from stellazh.russian.calendar_words import long_date


@dataclass(frozen=True, slots=True)
class Shared:
    """The words of a shared link and of search engines. Addresses are absolute; `feed` is that of the site's news."""

    title: str
    description: str
    address: str
    picture: str
    kind: str
    feed: str


def shared(page: Page, site: SiteAround | None) -> Shared:
    """What the head of a page says of it. No query."""
    lead = page.search_description or getattr(page, "lead", "")
    name = site.association.name if site else settings.SITE_NAME
    return Shared(
        title=page.seo_title or page.title,
        description=lead or f"{page.title}. {name}",
        address=absolute(address_of(page.url_path)),
        picture=absolute(reverse("pages:share_card", args=[page.pk])) if page.pk else "",
        kind="article" if isinstance(page, NewsPage) else "website",
        feed=reverse("pages:association_news_rss", args=[site.association.code]) if site else "",
    )


def absolute(path: str) -> str:
    """An address as it is given away."""
    return urljoin(f"{settings.SITE_URL}/", path)


@login_not_required
@require_safe
def share_card(request: Request, page_id: int) -> HttpResponseBase:
    """The picture of a shared link: that of the page, or the title on paper where it has none that may be shown."""
    page = Page.objects.live().filter(pk=page_id).specific().first()
    site = around(page) if page is not None else None
    if page is None or site is None:
        raise Http404
    picture = page.picture if isinstance(page, NewsPage | SiteHome) else None
    changed = page.last_published_at or page.first_published_at
    shown = picture is not None and picture.may_be_shown
    etag = quote_etag(
        f"{page.pk}-{changed:%Y%m%d%H%M%S%f}-{picture.pk if shown and picture else 0}" if changed else "0"
    )
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = _drawn(page, site)
    response["ETag"] = etag
    # A picture that is taken back must not live on in a cache for long.
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _drawn(page: Page, site: SiteAround) -> HttpResponse:
    picture = page.picture if isinstance(page, NewsPage | SiteHome) else None
    body = shown_file(picture, SHARED)
    if body is not None:
        return HttpResponse(body, content_type="image/jpeg")
    above = long_date(page.on) if isinstance(page, NewsPage) else ""
    card = ShareCard(title=page.title, above=above, below=site.association.name)
    return HttpResponse(card_png(card), content_type="image/png")
