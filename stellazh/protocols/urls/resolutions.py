"""Addresses of resolutions: proposals, draft, adoption, tracking, closing, papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views.resolutions import closing, editing, life, open_pages, pages, papers, proposing, tracking

_AT = "resolutions/<int:resolution_id>"
_PROPOSAL = "resolutions/proposals/<int:proposal_id>"

urlpatterns: list[URLPattern] = [
    path("resolutions/", pages.resolution_list, name="resolution_list"),
    path("o/<slug:code>/resolutions/new/", pages.resolution_new, name="resolution_new"),
    path(f"{_AT}/", pages.resolution_detail, name="resolution_detail"),
    path(f"{_AT}/edit/", editing.resolution_edit, name="resolution_edit"),
    path(f"{_AT}/heading/", editing.resolution_heading, name="resolution_heading"),
    path(f"{_AT}/problems/", editing.resolution_problems, name="resolution_problems"),
    path(f"{_AT}/sections/add/", editing.section_add, name="section_add"),
    path(f"{_AT}/sections/usual/", editing.sections_usual, name="sections_usual"),
    path("resolutions/sections/<int:section_id>/", editing.section_edit, name="section_edit"),
    path("resolutions/sections/<int:section_id>/points/add/", editing.point_add, name="point_add"),
    path("resolutions/points/<int:point_id>/", editing.point_edit, name="point_edit"),
    path(f"{_AT}/left/", closing.resolution_left, name="resolution_left"),
    path(f"{_AT}/proposals/", proposing.proposal_list, name="proposal_list"),
    path(f"{_AT}/proposals/merge/", proposing.proposal_merge, name="proposal_merge"),
    path(f"{_PROPOSAL}/", proposing.proposal_edit, name="proposal_edit"),
    path(f"{_PROPOSAL}/withdraw/", proposing.proposal_withdraw, name="proposal_withdraw"),
    path(f"{_PROPOSAL}/support/", proposing.proposal_support, name="proposal_support"),
    path(f"{_PROPOSAL}/take/", proposing.proposal_take, name="proposal_take"),
    path(f"{_PROPOSAL}/decline/", proposing.proposal_decline, name="proposal_decline"),
    path(f"{_PROPOSAL}/reconsider/", proposing.proposal_reconsider, name="proposal_reconsider"),
    path(f"{_AT}/call/", life.resolution_call, name="resolution_call"),
    path(f"{_AT}/collecting/", life.resolution_collecting, name="resolution_collecting"),
    path(f"{_AT}/adopt/", life.resolution_adopt, name="resolution_adopt"),
    path(f"{_AT}/as-guest/", open_pages.resolution_as_guest, name="resolution_as_guest"),
    path(f"{_AT}/publish/", open_pages.resolution_publish, name="resolution_publish"),
    path(f"{_AT}/archive/", life.resolution_archive, name="resolution_archive"),
    path(f"{_AT}/progress/", tracking.resolution_progress, name="resolution_progress"),
    path(f"{_AT}/places/", tracking.resolution_places, name="resolution_places"),
    path(f"{_AT}/places.xlsx", tracking.resolution_places_table, name="resolution_places_table"),
    path(f"{_AT}/closing/", closing.resolution_closing, name="resolution_closing"),
    path("resolutions/points/<int:point_id>/close/", closing.point_close, name="point_close"),
    path("resolutions/points/<int:point_id>/reopen/", closing.point_reopen, name="point_reopen"),
    path(f"{_AT}/close/", closing.resolution_close, name="resolution_close"),
    path(f"{_AT}/resolution.docx", papers.resolution_word, name="resolution_word"),
    path(f"{_AT}/resolution.pdf", papers.resolution_pdf, name="resolution_pdf"),
    path(f"{_AT}/closing.docx", papers.resolution_closing_word, name="resolution_closing_word"),
    path(f"{_AT}/closing.pdf", papers.resolution_closing_pdf, name="resolution_closing_pdf"),
]
