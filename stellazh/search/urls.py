"""Searching, and the words that mean the same."""

from django.urls import path

from stellazh.search.views import finding

app_name = "search"
urlpatterns = [
    path("search/", finding.find, name="find"),
    path("search/offers/", finding.offers, name="offers"),
]
