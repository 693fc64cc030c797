"""Addresses of one subject of events."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
