"""Searching, and the words that mean the same."""

from django.urls import path

from stellazh.search.views import finding, synonyms

app_name = "search"
urlpatterns = [
    path("search/", finding.find, name="find"),
    path("search/offers/", finding.offers, name="offers"),
    path("search/synonyms/", synonyms.synonym_list, name="synonym_list"),
    path("search/synonyms/<int:set_id>/", synonyms.synonym_edit, name="synonym_edit"),
    path("search/synonyms/<int:set_id>/switch/", synonyms.synonym_switch, name="synonym_switch"),
]
