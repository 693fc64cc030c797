"""Addresses of a protocol's life: lists, pages, remarks, signing."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
