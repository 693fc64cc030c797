"""The page behind a reporting link: one point, one mark, one form. No other addressee is ever shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.links.services import holder, open_link
from stellazh.protocols.forms.reports import ReportForm
from stellazh.protocols.models import Assignment
from stellazh.protocols.models.decisions import REPORT_LINK
from stellazh.protocols.services.marks import FOLLOWERS_STATES, WordsMissing, report_assignment
from stellazh.protocols.services.standing import is_closed_by_hand
from stellazh.protocols.views.assignments import mark_context
from stellazh.ui.attempts import attempt

View = Callable[..., HttpResponseBase]


def secret_page(view: View) -> View:
    """A page behind a secret link: open without signing in, kept by no cache, named to nobody.

    `strict-origin` and not `no-referrer`: under that browsers send «Origin: null» with a form, which is refused.
    """

    @wraps(view)
    def kept_secret(*args: object, **options: object) -> HttpResponseBase:
        response = view(*args, **options)
        response.headers.setdefault("Referrer-Policy", "strict-origin")
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return login_not_required(never_cache(kept_secret))


@secret_page
@require_http_methods(["GET", "POST"])
def report_by_link(request: Request, token: str) -> HttpResponse:
    """What is asked of her and what she has told so far; the form until the decision is closed."""
    at = clock.now()
    link = open_link(token, REPORT_LINK, at=at)
    rows = Assignment.objects.binding().select_related(
        "decision__association__territory", "decision__protocol", "decision__resolution"
    )
    row = rows.filter(pk=int(link.object_id)).first() if link else None
    if link is None or row is None:
        return render(request, "protocols/report_shut.html", status=410)
    is_open = not is_closed_by_hand(row.decision) and row.state not in FOLLOWERS_STATES
    is_sent = request.method == "POST" and is_open
    form = ReportForm(row, request.POST if is_sent else None, request.FILES if is_sent else None, follows=False)
    conflict = None
    if is_sent and form.is_valid():
        done = attempt(
            form,
            lambda: report_assignment(
                row.pk,
                state=form.cleaned_data["state"],
                words=form.cleaned_data["words"],
                evidence=form.evidence(),
                expected_version=form.cleaned_data["version"],
                submission_key=form.cleaned_data["submission_key"],
                by=holder(link),
                at=at,
            ),
            beside={WordsMissing: "words"},
        )
        if done:
            messages.success(request, "Записано. Спасибо! По этой же ссылке ответ можно исправить.")
            return redirect("protocols:report_by_link", token)
        conflict = done.conflict
    context = {
        **mark_context(row),
        "form": form if is_open else None,
        "conflict": conflict,
        "ends_at": link.expires_at,
    }
    status = 422 if is_sent and form.errors else 200
    return render(request, "protocols/report_by_link.html", context, status=status)
