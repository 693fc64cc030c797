"""Addresses of assignments and their marks."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import assignments

urlpatterns: list[URLPattern] = [
    path("assignments/mine/", assignments.my_assignments, name="my_assignments"),
]
