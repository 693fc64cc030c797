"""Addresses of kinds of documents."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.certificates.views import kinds

urlpatterns: list[URLPattern] = [
    path("o/<slug:code>/certificates/kinds/", kinds.kind_list, name="kind_list"),
    path("o/<slug:code>/certificates/kinds/usual/", kinds.kind_usual, name="kind_usual"),
    path("o/<slug:code>/certificates/kinds/new/", kinds.kind_new, name="kind_new"),
    path("o/<slug:code>/certificates/kinds/example/", kinds.kind_example, name="kind_example"),
    path("certificates/kinds/<int:kind_id>/", kinds.kind_edit, name="kind_edit"),
    path("certificates/kinds/<int:kind_id>/archive/", kinds.kind_archive, name="kind_archive"),
]
