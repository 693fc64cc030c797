"""Addresses of papers and reports: one module for each subject."""

from __future__ import annotations

from stellazh.reports.urls import papers, year

app_name = "reports"

urlpatterns = [
    *papers.urlpatterns,
    *year.urlpatterns,
]
