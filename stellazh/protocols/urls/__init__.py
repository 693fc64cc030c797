"""Addresses of protocols: one module for each subject."""

from __future__ import annotations

from stellazh.protocols.urls import decisions, editor, follow_up, forms, intake, life, papers, resolutions

app_name = "protocols"

urlpatterns = [
    *editor.urlpatterns,
    *decisions.urlpatterns,
    *life.urlpatterns,
    *papers.urlpatterns,
    *forms.urlpatterns,
    *intake.urlpatterns,
    *follow_up.urlpatterns,
    *resolutions.urlpatterns,
]
