"""Finding the run or the row of an address; strangers get 404."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404

from stellazh.associations.access import can
from stellazh.certificates.models import IssueRun, RunRow
from stellazh.certificates.views.finding import demand
from stellazh.common.actor import Actor
from stellazh.common.requests import Request
from stellazh.common.verdict import Verdict


def visible_run(request: Request, run_id: int) -> IssueRun:
    """The run, for whoever reads the register there."""
    rows = IssueRun.objects.visible_to(request.actor).select_related(
        "association__territory", "association__parent", "kind__template", "template", "prepared_by", "print_file"
    )
    return get_object_or_404(rows, pk=run_id)


def managed_run(request: Request, run_id: int, may: Callable[[Actor, IssueRun], Verdict]) -> IssueRun:
    """The run, for whoever issues or approves documents there; 404 for everybody else, 403 with the reason when `may`
    refuses.

    Raises:
        PermissionDenied: shown with 403.
    """
    run = visible_run(request, run_id)
    if not any(can(request.actor, f"certificates.{what}", run.association) for what in ("issue", "approve")):
        raise Http404
    demand(may(request.actor, run))
    return run


def row_of(run: IssueRun, row_id: int) -> RunRow:
    """A row of that run."""
    return get_object_or_404(run.rows.select_related("person"), pk=row_id)
