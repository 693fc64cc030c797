"""Addresses of old protocols brought from Word."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
