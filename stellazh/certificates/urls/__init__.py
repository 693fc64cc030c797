"""Addresses of certificates: one module for each subject."""

from __future__ import annotations

from django.urls import URLPattern

from stellazh.certificates.urls import check, kinds, register, runs, templates

app_name = "certificates"

urlpatterns: list[URLPattern] = [
    *runs.urlpatterns,
    *kinds.urlpatterns,
    *register.urlpatterns,
    *check.urlpatterns,
    *templates.urlpatterns,
]
