"""Addresses of this app."""

from django.urls import URLPattern

app_name = "associations"
urlpatterns: list[URLPattern] = []
