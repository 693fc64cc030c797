"""Addresses of events: one module per subject."""

from stellazh.events.urls import (
    attendances,
    calendar,
    core,
    documents,
    enrolments,
    feedback,
    figures,
    letters,
    programme,
    rooms,
)

app_name = "events"

urlpatterns = [
    *calendar.urlpatterns,
    *core.urlpatterns,
    *enrolments.urlpatterns,
    *attendances.urlpatterns,
    *rooms.urlpatterns,
    *programme.urlpatterns,
    *letters.urlpatterns,
    *feedback.urlpatterns,
    *figures.urlpatterns,
    *documents.urlpatterns,
]
