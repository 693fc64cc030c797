"""Addresses of plans: one block per subject."""

from django.urls import URLPattern, path

from stellazh.workplans.views import calendars, exports

app_name = "workplans"

calendar_urls: list[URLPattern] = [
    path("calendar/", calendars.calendar, name="calendar"),
    path("o/<slug:code>/calendar/", calendars.association_calendar, name="association_calendar"),
    path("o/<slug:code>/calendar/subscribe/", calendars.calendar_subscribe, name="calendar_subscribe"),
    path("o/<slug:code>/calendar.ics", calendars.calendar_feed_public, name="calendar_feed_public"),
    path("calendar/feed/<str:token>.ics", calendars.calendar_feed_personal, name="calendar_feed"),
    path("calendar/item/<uuid:uid>/", calendars.item_by_uid, name="item_by_uid"),
]

export_urls: list[URLPattern] = [
    path("plans/<int:plan_id>/files/<slug:form>.<slug:kind>", exports.plan_export, name="plan_export"),
    path("plans/<int:plan_id>/plan.ics", exports.plan_calendar_file, name="plan_ics"),
]

urlpatterns = [*calendar_urls, *export_urls]
