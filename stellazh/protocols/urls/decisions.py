"""Addresses of decisions and votes of a draft."""

from __future__ import annotations

from django.urls import URLPattern, path

from stellazh.protocols.views import decisions, votes

_AT = "protocols/<int:protocol_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_AT}/decisions/add/", decisions.decision_add, name="decision_add"),
    path(f"{_AT}/decisions/term/", decisions.decision_term_said, name="decision_term"),
    path(f"{_AT}/decisions/<int:decision_id>/", decisions.decision_edit, name="decision_edit"),
    path(f"{_AT}/decisions/<int:decision_id>/owners/", decisions.decision_owners, name="decision_owners"),
    path(f"{_AT}/decisions/<int:decision_id>/restore/", decisions.decision_restore, name="decision_restore"),
    path(f"{_AT}/votes/add/", votes.vote_add, name="vote_add"),
    path(f"{_AT}/votes/<int:vote_id>/", votes.vote_edit, name="vote_edit"),
]
