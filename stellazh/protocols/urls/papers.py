"""Addresses of papers made of a protocol."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
