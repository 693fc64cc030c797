"""Addresses of papers made of a protocol."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import papers

urlpatterns: list[URLPattern] = [
    path("protocols/<int:protocol_id>/protocol.docx", papers.protocol_word, name="protocol_word"),
    path("protocols/<int:protocol_id>/protocol.pdf", papers.protocol_pdf, name="protocol_pdf"),
    path("protocols/<int:protocol_id>/extract/", papers.protocol_extract, name="protocol_extract"),
    path("protocols/<int:protocol_id>/extract/extract.docx", papers.extract_docx, name="extract_docx"),
    path("protocols/<int:protocol_id>/extract/extract.pdf", papers.extract_as_pdf, name="extract_as_pdf"),
]
