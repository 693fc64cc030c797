"""Addresses of assignments and their marks."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
