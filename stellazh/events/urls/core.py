"""Addresses of an event's life: its page, its workplace, copies, series, its association's list."""

from django.urls import URLPattern, path

from stellazh.events.views import copies, editing, life, pages, work

urlpatterns: list[URLPattern] = [
    path("events/own/", work.own_events, name="own_events"),
    path("o/<slug:code>/events/", work.association_events, name="association_events"),
    path("o/<slug:code>/events/new/", editing.event_create, name="event_create"),
    path("events/from-plan/<int:item_id>/", editing.event_from_item, name="event_from_item"),
    path("events/series/<int:series_id>/", copies.series_detail, name="series_detail"),
    path("events/series/<int:series_id>/announce/", copies.series_announce, name="series_announce"),
    path("events/<int:event_id>/", pages.event_detail, name="event_detail"),
    path("events/<int:event_id>/event.ics", pages.event_ics, name="event_ics"),
    path("events/<int:event_id>/print/", pages.event_print, name="event_print"),
    path("events/<int:event_id>/screen/", pages.event_screen, name="event_screen"),
    path("events/<int:event_id>/poster.pdf", pages.event_poster, name="event_poster"),
    path("events/<int:event_id>/work/", work.event_work, name="event_work"),
    path("events/<int:event_id>/tell-plan/", work.event_tell_plan, name="event_tell_plan"),
    path("events/<int:event_id>/edit/", editing.event_edit, name="event_edit"),
    path("events/<int:event_id>/announce/", life.event_announce, name="event_announce"),
    path("events/<int:event_id>/cancel/", life.event_cancel, name="event_cancel"),
    path("events/<int:event_id>/finish/", life.event_finish, name="event_finish"),
    path("events/<int:event_id>/reopen/", life.event_reopen, name="event_reopen"),
    path("events/<int:event_id>/archive/", life.event_archive, name="event_archive"),
    path("events/<int:event_id>/clone/", copies.event_clone, name="event_clone"),
    path("events/<int:event_id>/repeat/", copies.event_repeat, name="event_repeat"),
    path("events/<int:event_id>/following/", copies.event_following, name="event_following"),
]
