"""Addresses of the calendar: list, months, feeds, clashes."""

from django.urls import URLPattern, path

from stellazh.events.views import calendar, feeds

urlpatterns: list[URLPattern] = [
    path("events/", calendar.event_list, name="event_list"),
    path("events/month/", calendar.event_month, name="event_month"),
    path("events/clashes/", calendar.clashes, name="clashes"),
    path("events/feed.ics", feeds.event_feed, name="event_feed"),
    path("events/rss/", feeds.event_rss, name="event_rss"),
    path("events/subscribe/", feeds.event_subscribe, name="event_subscribe"),
    path("events/feed/<str:token>.ics", feeds.event_feed_personal, name="event_feed_personal"),
]
