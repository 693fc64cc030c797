"""The page of letters of the demonstration, so that its links can be followed without a mail server."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stellazh.common.requests import Request
from stellazh.mail.models import OutgoingMail

SHOWN = 50


@login_not_required
@require_safe
def outbox(request: Request) -> HttpResponse:
    """The newest letters with their texts; a page that exists in the demonstration only."""
    if not settings.DEMO:
        raise Http404
    letters = OutgoingMail.objects.prefetch_related("attachments__file")[:SHOWN]
    return render(request, "mail/outbox.html", {"letters": letters, "shown_count": SHOWN})
