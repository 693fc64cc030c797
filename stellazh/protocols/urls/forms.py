"""Addresses of an association's own Word forms."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import paper_forms as views

_PAPER = "o/<slug:code>/forms/<slug:kind>"

urlpatterns: list[URLPattern] = [
    path("o/<slug:code>/forms/", views.paper_forms, name="paper_forms"),
    path(f"{_PAPER}/bring/", views.paper_form_bring, name="paper_form_bring"),
    path(f"{_PAPER}/check/<uuid:public_id>/", views.paper_form_check, name="paper_form_check"),
    path(f"{_PAPER}/check/<uuid:public_id>/sample.docx", views.paper_form_sample, name="paper_form_sample"),
    path(f"{_PAPER}/example.docx", views.paper_form_example, name="paper_form_example"),
    path(f"{_PAPER}/retire/", views.paper_form_retire, name="paper_form_retire"),
]
