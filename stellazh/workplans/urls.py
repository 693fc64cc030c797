"""Addresses of this app."""

from django.urls import URLPattern

app_name = "workplans"
urlpatterns: list[URLPattern] = []
