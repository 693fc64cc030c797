from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from stellazh.common import clock
from stellazh.common.requests import Request
from stellazh.jobs import services
from stellazh.jobs.access import can_cancel_job
from stellazh.jobs.models import Job


@require_GET
@never_cache
def job_detail(request: Request, public_id: UUID) -> HttpResponse:
    """How far the work is; for htmx its changing part alone."""
    job = get_object_or_404(Job.objects.visible_to(request.actor), public_id=public_id)
    template = "jobs/job_detail.html#progress" if request.htmx else "jobs/job_detail.html"
    return render(request, template, {"job": job, "may_cancel": can_cancel_job(request.actor, job)})


@require_POST
def job_cancel(request: Request, public_id: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.actor), public_id=public_id)
    services.request_cancel(job.pk, by=request.actor, at=clock.now())
    return redirect(job)
