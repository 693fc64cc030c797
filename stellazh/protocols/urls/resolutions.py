"""Addresses of resolutions."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views.resolutions import pages

_AT = "resolutions/<int:resolution_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_AT}/", pages.resolution_detail, name="resolution_detail"),
]
