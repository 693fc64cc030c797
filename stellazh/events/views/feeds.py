"""Events for calendar programs and news readers; subscribing with one's own rights."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed as Syndication
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Guest
from stellazh.common.requests import Request
from stellazh.events.forms.calendar import EventFilterForm, SubscriptionForm
from stellazh.events.models import Event
from stellazh.events.reads import event_feeds
from stellazh.events.reads.event_feeds import Feed
from stellazh.events.reads.event_filters import places, site_zone
from stellazh.events.services.subscriptions import NotAPerson, open_event_subscription, subscribe_to_events
from stellazh.events.wording import when_words

ALL = "Мероприятия"
OWN = "Мои мероприятия"


@login_not_required
@require_GET
def event_feed(request: Request) -> HttpResponse:
    """What everybody may see, as a calendar to subscribe to; the filters of the list narrow it."""
    form, at = EventFilterForm(request.GET, places=places()), clock.now()
    name = f"{ALL}: {form.place.name}" if form.place else ALL
    return _file(request, event_feeds.public_feed(Guest(), form.filters, name=name, zone=site_zone(), at=at), at)


@login_not_required
@require_GET
def event_feed_personal(request: Request, token: str) -> HttpResponse:
    """The calendar behind a personal address, with its owner's rights at this moment."""
    at = clock.now()
    subscription = open_event_subscription(token, at=at)
    if subscription is None:
        raise Http404
    association = subscription.association
    feed = event_feeds.personal_feed(
        subscription.owner,
        path=association.path if association else None,
        name=f"{ALL}: {association.short_name}" if association else OWN,
        zone=site_zone(),
        at=at,
    )
    return _file(request, feed, at)


@require_POST
@never_cache
def event_subscribe(request: Request) -> HttpResponse:
    """A personal address of events, shown once."""
    form = SubscriptionForm(request.POST)
    code = form.cleaned_data["association"] if form.is_valid() else ""
    association = get_object_or_404(Association, code=code) if code else None
    try:
        issued = subscribe_to_events(association.pk if association else None, by=request.actor, at=clock.now())
    except NotAPerson:
        return redirect(f"{reverse('people:sign_in')}?{urlencode({'next': reverse('events:event_list')})}")
    feed = request.build_absolute_uri(reverse("events:event_feed_personal", args=[issued.token]))
    return render(
        request,
        "events/event_subscribed.html",
        {"association": association, "feed": feed, "webcal": f"webcal://{feed.partition('://')[2]}"},
    )


@login_not_required
@require_GET
def event_rss(request: Request) -> HttpResponse:
    """Events as news (RSS 2.0), the latest announced first; the filters of the list narrow them."""
    response = _News()(request)
    response["Cache-Control"] = "max-age=600"
    return response


def _file(request: Request, feed: Feed, at: datetime) -> HttpResponse:
    state = event_feeds.state_of(feed, at=at)
    etag = quote_etag(hashlib.sha256(f"{request.get_full_path()}|{state}".encode()).hexdigest()[:32])
    # Programs ask every few hours: what has not changed is not written again.
    response = get_conditional_response(request, etag=etag, response=None)
    if response is None:
        body = event_feeds.feed_file(feed, address=_addresses(request))
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="events.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=600"
    return response


def _addresses(request: HttpRequest) -> Callable[[int], str]:
    pattern = request.build_absolute_uri(reverse("events:event_detail", args=[0]))
    before, _, after = pattern.rpartition("/0/")
    return lambda pk: f"{before}/{pk}/{after}"


class _News(Syndication):  # type: ignore[type-arg]
    """RSS 2.0 of what guests may see."""

    description = "Заседания, семинары, вебинары и другие мероприятия школьных библиотекарей"
    language = "ru"

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> EventFilterForm:
        return EventFilterForm(request.GET, places=places())

    def title(self, obj: EventFilterForm) -> str:
        return f"{ALL}: {obj.place.name}" if obj.place else f"{ALL} — {settings.SITE_NAME}"

    def link(self, obj: EventFilterForm) -> str:
        address = reverse("events:event_list")
        return f"{address}?{urlencode(obj.kept)}" if obj.kept else address

    def items(self, obj: EventFilterForm) -> list[Event]:
        return list(event_feeds.news(Guest(), obj.filters, zone=site_zone(), at=clock.now()))

    def item_title(self, item: Event) -> str:
        return f"Отменено: {item.full_title}" if item.status == "cancelled" else item.full_title

    def item_description(self, item: Event) -> str:
        parts = (when_words(item), item.place or item.get_format_display(), item.association.short_name, item.summary)
        return ". ".join(part.rstrip(".") for part in parts if part)

    def item_link(self, item: Event) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: Event) -> str:
        return f"urn:uuid:{item.uid}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Event) -> datetime | None:
        return item.announced_at

    def item_categories(self, item: Event) -> list[str]:
        return [item.get_form_display(), item.association.short_name]
