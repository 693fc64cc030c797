"""Addresses of papers and their board."""

from django.urls import path

from stellazh.reports.views import boards, letters, own, rules

urlpatterns = [
    path("papers/", boards.board_home, name="board_home"),
    path("papers/own/", boards.own_home, name="own_home"),
    path("o/<slug:code>/papers/", boards.board, name="board"),
    path("o/<slug:code>/papers/write/", letters.write_late, name="write_late"),
    path("o/<slug:code>/papers/rules/", rules.rule_list, name="rule_list"),
    path("o/<slug:code>/papers/rules/<slug:kind>/", rules.rule_edit, name="rule_edit"),
    path("o/<slug:code>/papers/own/", own.own_papers, name="own_papers"),
    path("o/<slug:code>/papers/own/<int:paper_id>/take-back/", own.paper_take_back, name="paper_take_back"),
]
