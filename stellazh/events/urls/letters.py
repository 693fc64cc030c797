"""Addresses of letters to those registered."""

from django.urls import URLPattern, path

from stellazh.events.views import letters

_LETTER = "events/<int:event_id>/letters/<int:letter_id>/"

urlpatterns: list[URLPattern] = [
    path("events/<int:event_id>/letters/", letters.letter_list, name="letter_list"),
    path("events/<int:event_id>/letters/new/", letters.letter_create, name="letter_create"),
    path(_LETTER, letters.letter_detail, name="letter_detail"),
    path(f"{_LETTER}edit/", letters.letter_edit, name="letter_edit"),
    path(f"{_LETTER}send/", letters.letter_send, name="letter_send"),
    path(f"{_LETTER}plan/", letters.letter_plan, name="letter_plan"),
    path(f"{_LETTER}cancel/", letters.letter_cancel, name="letter_cancel"),
]
