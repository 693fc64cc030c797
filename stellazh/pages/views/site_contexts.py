"""What stands around the words of a page, by the kind of the page. Previews of the editor ask the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, Guest
from stellazh.events.models import Event
from stellazh.pages.drawn_body import drawn_body
from stellazh.pages.enums import SectionFeed
from stellazh.pages.forms.news import NewsIndexForm
from stellazh.pages.models import NewsIndex, NewsPage, SectionPage, SiteHome, TextPage
from stellazh.pages.reads import feeds, feeds_events, news
from stellazh.pages.reads.showing_pictures import HERO, WIDE, shown_picture
from stellazh.pages.reads.site import SiteAround, around
from stellazh.pages.views.social import shared


def surroundings(request: HttpRequest, page: Page) -> dict[str, Any]:
    """The context of a page's template besides the page itself."""
    site = around(page)
    context: dict[str, Any] = {
        "site": site,
        "share": shared(page, site),
        "body": drawn_body(getattr(page, "body", None), request),
    }
    if site is None:
        return context
    match page:
        case NewsPage():
            return context | _news(page)
        case NewsIndex():
            return context | _index(request, page)
        case SectionPage():
            return context | _section(request, page, site)
        case SiteHome():
            return context | {"picture": shown_picture(page.picture, HERO)}
        case TextPage():
            return context | {"below": _below(page)}
    return context


def feed_context(request: HttpRequest, feed: str, association: Association) -> dict[str, Any]:
    """What a section brings by itself: `feed` and the template that draws it."""
    actor: Actor = getattr(request, "actor", Guest())
    number = request.GET.get("page")
    found: Any
    match feed:
        case SectionFeed.STRUCTURE:
            found = feeds.structure_feed(association, actor, number)
        case SectionFeed.PLAN:
            found = feeds_events.plan_feed(association, actor)
        case SectionFeed.RECORDINGS:
            found = feeds_events.record_feed(association, actor, number)
        case SectionFeed.DOCUMENTS:
            found = feeds.document_feed(association, actor, number)
        case SectionFeed.PROTOCOLS:
            found = feeds.protocol_feed(association, actor, number)
        case SectionFeed.REPORTS:
            found = feeds.report_feed(association, number)
        case SectionFeed.CERTIFICATES:
            found = None
        case _:
            return {}
    return {"feed": found, "feed_template": f"pages/site/feeds/{feed}.html"}


def _section(request: HttpRequest, page: SectionPage, site: SiteAround) -> dict[str, Any]:
    below = {"below": _below(page)}
    if page.feed != SectionFeed.NEWS:
        return below | feed_context(request, page.feed, site.association)
    rows = news.with_facts(news.published_news().filter(path__startswith=site.home.path))
    listing = feeds.page_of(rows, request.GET.get("page"), per_page=news.PER_PAGE)
    cards = news.news_cards(list(listing.object_list))
    return below | {"listing": listing, "cards": cards, "feed_template": "pages/site/feeds/news.html"}


def _index(request: HttpRequest, index: NewsIndex) -> dict[str, Any]:
    menu = news.menu_of_index(index)
    form = NewsIndexForm(request.GET, categories=[one.slug for one in menu.categories], years=menu.years)
    choice = form.choice
    rows = news.with_facts(news.news_of_index(index, choice))
    listing = feeds.page_of(rows, request.GET.get("page"), per_page=news.PER_PAGE)
    chosen = next((one for one in menu.categories if one.slug == choice.category), None)
    return {
        "menu": menu,
        "choice": choice,
        "chosen_category": chosen,
        "all_categories": not choice.category,
        "listing": listing,
        "cards": news.news_cards(list(listing.object_list)),
    }


def _news(page: NewsPage) -> dict[str, Any]:
    return {
        "picture": shown_picture(page.picture, WIDE),
        "categories": list(page.categories.all()),
        "cards": news.news_cards(news.neighbours_of(page), shows_categories=False) if page.pk else [],
        "event": _open_event(page),
    }


def _open_event(page: NewsPage) -> Event | None:
    """The event that the news tells of, when everybody may open its page."""
    if page.event_id is None:
        return None
    return Event.objects.present().visible_to(Guest()).filter(pk=page.event_id).first()


def _below(page: Page) -> list[tuple[str, str]]:
    """Pages under this one."""
    rows = page.get_children().live().in_menu() if page.pk else Page.objects.none()
    return [
        (title, reverse("wagtail_serve", args=[_tail(path)])) for title, path in rows.values_list("title", "url_path")
    ]


def _tail(url_path: str) -> str:
    return url_path.split("/", 2)[2]
