"""Addresses of an association's own Word forms."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
