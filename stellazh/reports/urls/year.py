"""Addresses of the year in pictures."""

from django.urls import path

from stellazh.reports.views import year

urlpatterns = [
    path("year/", year.year_choose, name="year_choose"),
    path("o/<slug:code>/year/", year.year, name="year"),
    path("o/<slug:code>/year/tables/", year.year_tables, name="year_tables"),
    path("o/<slug:code>/year/people/<slug:what>/", year.year_people, name="year_people"),
]
