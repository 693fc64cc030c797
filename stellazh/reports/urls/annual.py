"""Addresses of annual reports."""

from django.urls import path

from stellazh.reports.views import (
    annual,
    annual_editor,
    annual_figures,
    annual_hand,
    annual_lists,
    annual_public,
    annual_seal,
)

_ONE = "reports/<int:report_id>/"

urlpatterns = [
    path("reports/", annual_lists.report_home, name="report_home"),
    path("o/<slug:code>/reports/", annual_lists.report_list, name="report_list"),
    path("o/<slug:code>/reports/start/", annual_lists.report_start, name="report_start"),
    path("o/<slug:code>/year-report/<int:year>/", annual_public.public_report, name="public_report"),
    path(_ONE, annual.report_detail, name="report_detail"),
    path(f"{_ONE}news/", annual.report_news, name="report_news"),
    path(f"{_ONE}archive/", annual.report_archive, name="report_archive"),
    path(f"{_ONE}publish/", annual.report_publish, name="report_publish"),
    path(f"{_ONE}seal/", annual_seal.report_seal, name="report_seal"),
    path(f"{_ONE}figures/<str:code>/", annual_figures.figure_list, name="figure_list"),
    path(f"{_ONE}edit/", annual_editor.report_edit, name="report_edit"),
    path(f"{_ONE}edit/heading/", annual_editor.report_heading, name="report_heading"),
    path(f"{_ONE}edit/blocks/add/", annual_editor.block_add, name="block_add"),
    path(f"{_ONE}edit/blocks/<int:block_id>/", annual_editor.block_edit, name="block_edit"),
    path(f"{_ONE}edit/blocks/<int:block_id>/move/", annual_editor.block_move, name="block_move"),
    path(f"{_ONE}edit/blocks/<int:block_id>/archive/", annual_editor.block_archive, name="block_archive"),
    path(f"{_ONE}edit/blocks/<int:block_id>/restore/", annual_editor.block_restore, name="block_restore"),
    path(f"{_ONE}edit/figures/new/", annual_hand.hand_figure_new, name="hand_figure_new"),
    path(f"{_ONE}edit/figures/<int:figure_id>/", annual_hand.hand_figure_edit, name="hand_figure_edit"),
    path(f"{_ONE}edit/figures/<int:figure_id>/archive/", annual_hand.hand_figure_archive, name="hand_figure_archive"),
    path(f"{_ONE}edit/figures/<int:figure_id>/restore/", annual_hand.hand_figure_restore, name="hand_figure_restore"),
    path(f"{_ONE}edit/appendices/new/", annual_hand.appendix_new, name="appendix_new"),
    path(f"{_ONE}edit/appendices/<int:appendix_id>/archive/", annual_hand.appendix_archive, name="appendix_archive"),
]
