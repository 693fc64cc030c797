"""Addresses of the protocol's editor."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import editor, editor_history, editor_people, editor_rows

_EDIT = "protocols/<int:protocol_id>/edit/"

urlpatterns: list[URLPattern] = [
    path("o/<slug:code>/protocols/new/", editor.protocol_new, name="protocol_new"),
    path("protocols/from-event/<int:event_id>/", editor.protocol_from_event, name="protocol_from_event"),
    path(_EDIT, editor.protocol_edit, name="protocol_edit"),
    path(f"{_EDIT}heading/", editor.heading_edit, name="heading_edit"),
    path(f"{_EDIT}body-form/", editor.body_form_set, name="body_form_set"),
    path(f"{_EDIT}wanting/", editor.protocol_wanting, name="protocol_wanting"),
    path(f"{_EDIT}news/", editor.protocol_news, name="protocol_news"),
    path(f"{_EDIT}people/", editor_people.person_add, name="person_add"),
    path(f"{_EDIT}people/again/", editor_people.people_again, name="people_again"),
    path(f"{_EDIT}people/search/", editor_people.person_search, name="person_search"),
    path(f"{_EDIT}people/<int:row_id>/", editor_people.person_edit, name="person_edit"),
    path(f"{_EDIT}people/<int:row_id>/remove/", editor_people.person_remove, name="person_remove"),
    path(f"{_EDIT}items/", editor_rows.item_add, name="item_add"),
    path(f"{_EDIT}items/<int:item_id>/", editor_rows.item_edit, name="item_edit"),
    path(f"{_EDIT}items/<int:item_id>/move/", editor_rows.item_move, name="item_move"),
    path(f"{_EDIT}items/<int:item_id>/archive/", editor_rows.item_archive, name="item_archive"),
    path(f"{_EDIT}items/<int:item_id>/restore/", editor_rows.item_restore, name="item_restore"),
    path(f"{_EDIT}speeches/", editor_rows.speech_add, name="speech_add"),
    path(f"{_EDIT}speeches/<int:speech_id>/", editor_rows.speech_edit, name="speech_edit"),
    path(f"{_EDIT}speeches/<int:speech_id>/move/", editor_rows.speech_move, name="speech_move"),
    path(f"{_EDIT}speeches/<int:speech_id>/archive/", editor_rows.speech_archive, name="speech_archive"),
    path(f"{_EDIT}speeches/<int:speech_id>/restore/", editor_rows.speech_restore, name="speech_restore"),
    path(f"{_EDIT}earlier/<slug:kind>/<int:key>/", editor_history.block_history, name="block_history"),
    path(f"{_EDIT}earlier/<int:revision_id>/restore/", editor_history.text_restore, name="text_restore"),
]
