"""Inviting a whole list to sign in, and what came of it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.jobs.models import Job
from stellazh.members import services
from stellazh.members.access.invitations import can_invite_many
from stellazh.members.forms.invitations import InviteManyForm, PastedAddressesForm
from stellazh.members.reads.invitations import InviteeRow, Matched, invitees, match_addresses
from stellazh.members.services.invitations import INVITE
from stellazh.ui.attempts import attempt, show_form

PAGE = 50
EMAIL_FIELD = re.compile(r"email_([0-9]{1,18})")


@require_http_methods(["GET", "POST"])
def member_invite_many(request: Request, code: str) -> HttpResponse:
    """Members without an account in a table: tick, write addresses in, or paste a list of them."""
    association = _invitable(request, code)
    at = clock.now()
    every = invitees(association, request.actor, on=clock.today(association.time_zone), at=at)
    page = Paginator([row for row in every if row.may_invite], PAGE).get_page(request.GET.get("page"))
    pasted = PastedAddressesForm(request.POST if "match" in request.POST else None)
    matched: Matched | None = None
    rows: list[InviteeRow] = list(page)
    if "match" in request.POST and pasted.is_valid():
        matched = match_addresses(pasted.cleaned_data["addresses"], [row.person for row in every if row.may_invite])
        rows = [row for row in every if row.person.pk in matched.emails] or rows
    is_sent = request.method == "POST" and "match" not in request.POST
    if is_sent:
        # The page may have listed others than this one: what was matched, or another day's members.
        keys = {int(found[1]) for name in request.POST if (found := EMAIL_FIELD.fullmatch(name))}
        rows = [row for row in every if row.person.pk in keys] or rows
    form = InviteManyForm(rows, request.POST if is_sent else None, emails=matched.emails if matched else None)
    ready = [row for row in every if row.is_ready]
    if is_sent and form.is_valid():
        chosen = [services.Invitee(row.person.pk) for row in ready] if "everybody" in request.POST else form.chosen()
        done = attempt(
            form,
            lambda: services.request_invitations(
                association.pk, invitees=chosen, again=form.cleaned_data["again"], by=request.actor, at=at
            ),
        )
        if done and done.value is not None:
            return redirect(done.value)
    context: dict[str, Any] = {
        "association": association,
        "page": page,
        "shows_page": matched is None and not is_sent,
        "pasted": pasted,
        "matched": matched,
        "every_count": len(every),
        "ready_count": len(ready),
        "barred": [row for row in every if not row.may_invite][:PAGE],
    }
    return show_form(request, "members/member_invite_many.html", form, context)


@require_GET
def member_invite_report(request: Request, code: str, public_id: UUID) -> HttpResponse:
    """Who was invited by one request and who was not, and why."""
    association = _invitable(request, code)
    jobs = Job.objects.visible_to(request.actor).filter(name=INVITE, arguments__association_id=association.pk)
    job = get_object_or_404(jobs, public_id=public_id)
    return render(
        request,
        "members/member_invite_report.html",
        {"association": association, "job": job, "result": job.result or {}},
    )


def _invitable(request: Request, code: str) -> Association:
    association = get_object_or_404(Association.objects.select_related("territory", "parent"), code=code)
    if not can_invite_many(request.actor, association):
        raise Http404
    return association
