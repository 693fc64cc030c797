"""Addresses of files of reports, of own forms, of the plan with its fact."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from stellazh.reports.views import annual_papers as views
from stellazh.reports.views import report_forms as forms

_FORM: Final = "o/<slug:code>/reports/form/<slug:kind>"

urlpatterns: list[URLPattern] = [
    path("reports/<int:report_id>/report.docx", views.report_docx, name="report_docx"),
    path("reports/<int:report_id>/report.pdf", views.report_pdf, name="report_pdf"),
    path("reports/<int:report_id>/own/report.docx", views.report_own_docx, name="report_own_docx"),
    path("o/<slug:code>/reports/form/", forms.report_form, name="report_form"),
    path(f"{_FORM}/bring/", forms.report_form_bring, name="report_form_bring"),
    path(f"{_FORM}/check/<uuid:public_id>/", forms.report_form_check, name="report_form_check"),
    path(f"{_FORM}/check/<uuid:public_id>/sample.docx", forms.report_form_sample, name="report_form_sample"),
    path(f"{_FORM}/example.docx", forms.report_form_example, name="report_form_example"),
    path(f"{_FORM}/retire/", forms.report_form_retire, name="report_form_retire"),
    path("o/<slug:code>/plan-fact/", views.plan_fact, name="plan_fact"),
    path("o/<slug:code>/plan-fact/plan-fact.docx", views.plan_fact_docx, name="plan_fact_docx"),
    path("o/<slug:code>/plan-fact/plan-fact.xlsx", views.plan_fact_xlsx, name="plan_fact_xlsx"),
]
