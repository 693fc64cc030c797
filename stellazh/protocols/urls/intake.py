"""Addresses of old protocols brought from Word."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import intake as views

_ONE = "protocols/import/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("o/<slug:code>/protocols/import/", views.intake_start, name="intake_start"),
    path(_ONE, views.intake_preview, name="intake_preview"),
    path(f"{_ONE}abandon/", views.intake_abandon, name="intake_abandon"),
    path(f"{_ONE}resume/", views.intake_resume, name="intake_resume"),
    path(f"{_ONE}undo/", views.intake_undo, name="intake_undo"),
]
