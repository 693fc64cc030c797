"""Addresses of certificates: one module for each subject."""

from __future__ import annotations

from django.urls import URLPattern

from stellazh.certificates.urls import templates

app_name = "certificates"

urlpatterns: list[URLPattern] = [
    *templates.urlpatterns,
]
