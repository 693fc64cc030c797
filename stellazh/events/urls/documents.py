"""Addresses of the documents given for an event."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.events.views import documents

urlpatterns: list[URLPattern] = [
    path("events/<int:event_id>/documents/", documents.documents, name="documents"),
]
