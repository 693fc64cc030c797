"""Finding what a page is about; what the reader may not see does not exist."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.models import Association
from stellazh.common.requests import Request
from stellazh.members.access.rosters import can_import_kind, can_import_rosters
from stellazh.members.models import RosterImport
from stellazh.members.services.rosters import visible_rosters
from stellazh.people.models import Person


def association_of(request: Request, code: str) -> Association:
    """An association to which the reader may bring lists."""
    association = get_object_or_404(Association.objects.select_related("territory", "parent"), code=code)
    if not can_import_rosters(request.actor, association):
        raise Http404
    return association


def roster_of(request: Request, roster_id: int) -> RosterImport:
    """A list that the reader may work on: schools need the keeping of the territory as well."""
    roster = get_object_or_404(visible_rosters(request.actor), pk=roster_id)
    if not can_import_kind(request.actor, roster.association, roster.kind):
        raise Http404
    return roster


def person_of(request: Request) -> Person:
    """Whoever is signed in: lists are brought by people only."""
    if not isinstance(request.actor, Person):
        raise Http404
    return request.actor
