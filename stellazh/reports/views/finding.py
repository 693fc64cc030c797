"""How a request finds its association and school year."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.common.verdict import Verdict


def found(request: Request, code: str, rule: Callable[[Actor, Association], Verdict]) -> Association:
    """The association; a stranger to it gets 404."""
    rows = Association.objects.select_related("territory", "parent__territory")
    association = get_object_or_404(rows, code=code)
    if not rule(request.actor, association):
        raise Http404
    return association


def demand(verdict: Verdict) -> None:
    """Show the reason, with 403, to somebody who may read but not do this."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


def school_year_of(request: Request, association: Association) -> int:
    """The year of the address, or the present one where the association is."""
    wanted = request.GET.get("year", "")
    if wanted.isdecimal() and len(wanted) == 4 and FIRST_YEAR <= int(wanted) <= LAST_YEAR:
        return int(wanted)
    return SchoolYear.of(clock.today(association.time_zone)).start
