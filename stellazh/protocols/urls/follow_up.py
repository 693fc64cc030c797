"""Addresses of assignments, of decisions on control, of reports by a link, of earlier decisions in an agenda."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import assignments, carrying, decision_marks, followed, reports_by_link

_MARK = "assignments/<int:assignment_id>/"
_DECISION = "decisions/<int:decision_id>/"
_HERE = "o/<slug:code>/assignments/"

urlpatterns: list[URLPattern] = [
    path("assignments/mine/", assignments.my_assignments, name="my_assignments"),
    path(_MARK, assignments.assignment_detail, name="assignment_detail"),
    path(f"{_MARK}link/", decision_marks.assignment_link, name="assignment_link"),
    path(f"{_MARK}link/<int:link_id>/revoke/", decision_marks.assignment_link_revoke, name="assignment_link_revoke"),
    path("decisions/", followed.followed_decisions, name="followed_decisions"),
    path(_HERE, followed.association_assignments, name="association_assignments"),
    path(f"{_HERE}table.xlsx", followed.association_assignments_table, name="association_assignments_table"),
    path(_DECISION, followed.decision_detail, name="decision_detail"),
    path(f"{_DECISION}close/", followed.decision_close, name="decision_close"),
    path(f"{_DECISION}reopen/", followed.decision_reopen, name="decision_reopen"),
    path(f"{_DECISION}unfold/", followed.decision_unfold, name="decision_unfold"),
    path(f"{_DECISION}marks/", decision_marks.decision_marks, name="decision_marks"),
    path(f"{_DECISION}links/", decision_marks.decision_links, name="decision_links"),
    path("report/<str:token>/", reports_by_link.report_by_link, name="report_by_link"),
    path("protocols/<int:protocol_id>/carry/", carrying.protocol_carry, name="protocol_carry"),
    path("protocols/carried/<int:carry_id>/", carrying.carry_edit, name="carry_edit"),
]
