"""Addresses of the count of attendances."""

from django.urls import URLPattern, path

from stellazh.events.views import attendance_places, figures

urlpatterns: list[URLPattern] = [
    path("events/figures/", figures.figures_choose, name="figures_choose"),
    path("o/<slug:code>/figures/", figures.figures_page, name="figures"),
    path("o/<slug:code>/figures/<slug:what>/", figures.figure_list, name="figure_list"),
    path(
        "events/<int:event_id>/attendance/<int:attendance_id>/place/",
        attendance_places.attendance_place,
        name="attendance_place",
    ),
]
