"""News of all associations, and news for readers of news."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed as Syndication
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag, urlencode
from django.views.decorators.http import require_safe

from stellazh.associations.models import Association
from stellazh.common.requests import Request
from stellazh.events.reads.event_filters import places
from stellazh.pages.forms.news import NewsFilterForm
from stellazh.pages.models import NewsPage
from stellazh.pages.reads import news
from stellazh.pages.reads.feeds import page_of
from stellazh.pages.reads.news import NewsChoice
from stellazh.pages.reads.site import address_of, home_of

ALL = "Новости"
MOST_IN_FEED = 30


@login_not_required
@require_safe
def news_list(request: Request) -> HttpResponse:
    """Published news of all associations, the newest first."""
    form = NewsFilterForm(request.GET, places=places(), years=news.years_everywhere())
    rows = news.with_facts(news.news_everywhere(form.choice))
    listing = page_of(rows, request.GET.get("page"), per_page=news.PER_PAGE)
    kept = urlencode(form.kept)
    feed = reverse("pages:news_rss")
    return render(
        request,
        "pages/news_list.html",
        {
            "form": form,
            "listing": listing,
            "cards": news.news_cards(list(listing.object_list), of_many=True, shows_categories=False),
            "is_narrowed": any(form.chosen.values()),
            "list_path": reverse("pages:news_list"),
            "feed_address": f"{feed}?{kept}" if kept else feed,
        },
    )


@login_not_required
@require_safe
def news_rss(request: Request) -> HttpResponseBase:
    """News of all associations (RSS 2.0); `?territory=` and `?association=` narrow them."""
    return _feed(request, _News(), _chosen(request))


@login_not_required
@require_safe
def news_atom(request: Request) -> HttpResponseBase:
    """The same as Atom."""
    return _feed(request, _AtomNews(), _chosen(request))


@login_not_required
@require_safe
def association_news_rss(request: Request, code: str) -> HttpResponseBase:
    """News of one association alone (RSS 2.0)."""
    association = get_object_or_404(Association, code=code)
    return _feed(request, _News(), _Chosen(NewsChoice(), association, f"{ALL}: {association.short_name}"))


class _Chosen:
    """What a feed holds: a choice among all news, or the news of one site."""

    def __init__(self, choice: NewsChoice, association: Association | None, title: str) -> None:
        self.association, self.title = association, title
        rows = news.news_everywhere(choice)
        if association is not None:
            rows = news.published_news().filter(path__startswith=_home_path(association))
        self.rows: list[NewsPage] = list(news.with_facts(rows)[:MOST_IN_FEED])

    @property
    def etag(self) -> str:
        """What changes whenever the feed does."""
        told = [f"{row.pk}:{row.last_published_at}:{row.on}" for row in self.rows]
        return quote_etag(hashlib.sha256("|".join([self.title, *told]).encode()).hexdigest()[:32])


def _home_path(association: Association) -> str:
    home = home_of(association)
    # Of an association without a site: nothing lies under it.
    return home.path if home else "-"


def _chosen(request: Request) -> _Chosen:
    form = NewsFilterForm(request.GET, places=places())
    named = form.place or form.land
    words = form.place.name if form.place else (form.land.territory_name if form.land else settings.SITE_NAME)
    return _Chosen(form.choice, None, f"{ALL}: {words}" if named else f"{ALL} — {words}")


def _feed(request: Request, feed: _News, chosen: _Chosen) -> HttpResponseBase:
    etag = chosen.etag
    # Programs ask every few minutes: what has not changed is not written again.
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = feed(request, chosen=chosen)
    response["ETag"] = etag
    response["Cache-Control"] = "max-age=600"
    return response


class _News(Syndication):  # type: ignore[type-arg]
    description = "Новости методических объединений школьных библиотекарей"
    language = "ru"

    def get_object(self, request: HttpRequest, *args: object, **kwargs: Any) -> _Chosen:
        chosen: _Chosen = kwargs["chosen"]
        return chosen

    def title(self, obj: _Chosen) -> str:
        return obj.title

    def link(self, obj: _Chosen) -> str:
        return obj.association.get_absolute_url() if obj.association else reverse("pages:news_list")

    def items(self, obj: _Chosen) -> list[NewsPage]:
        return obj.rows

    def item_title(self, item: NewsPage) -> str:
        return str(item.title)

    def item_description(self, item: NewsPage) -> str:
        return item.lead

    def item_link(self, item: NewsPage) -> str:
        return address_of(item.url_path)

    def item_guid(self, item: NewsPage) -> str:
        # An editor may give the page another address: it stays the same news.
        return f"urn:uuid:{item.translation_key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: NewsPage) -> datetime:
        return item.first_published_at or datetime.combine(item.on, time(), UTC)

    def item_updateddate(self, item: NewsPage) -> datetime | None:
        changed: datetime | None = item.last_published_at
        return changed

    def item_author_name(self, item: NewsPage) -> str | None:
        return item.author_words or None

    def item_categories(self, item: NewsPage) -> list[str]:
        return [one.name for one in item.categories.all()]


class _AtomNews(_News):
    feed_type = Atom1Feed
    subtitle = _News.description
