"""Addresses of papers and reports: one module for each subject."""

from __future__ import annotations

from stellazh.reports.urls import annual, annual_papers, papers, year

app_name = "reports"

urlpatterns = [
    *annual_papers.urlpatterns,
    *annual.urlpatterns,
    *papers.urlpatterns,
    *year.urlpatterns,
]
