"""Addresses of the protocol's editor."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
