"""The public check of a sheet by its code. Whoever looks changes nothing; wrong codes are counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from stellazh.certificates.reads.check import checked_sheet
from stellazh.certificates.services.checking import CodeUnknown, TooManyCodes, find_sheet
from stellazh.common import clock
from stellazh.common.numerals import agree
from stellazh.common.requests import Request
from stellazh.people.devices import place_of


def _kept_by_nobody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Neither a cache nor a search engine keeps the answer."""

    @wraps(view)
    def answer(request: Request, *args: Any, **options: Any) -> HttpResponse:
        response = view(request, *args, **options)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@login_not_required
@require_safe
@_kept_by_nobody
def check_entry(request: Request) -> HttpResponse:
    """One field for the code; a code that was typed leads to its page."""
    typed = request.GET.get("code", "").strip()
    if typed:
        # A stroke would end the address before its time.
        return redirect("certificates:check", code=typed.replace("/", "")[:100] or "-")
    return render(request, "certificates/check_entry.html")


@login_not_required
@require_safe
@_kept_by_nobody
def check(request: Request, code: str) -> HttpResponse:
    """What became of the sheet with this code; an unknown one gets the same calm page with 404."""
    at = clock.now()
    try:
        copy = find_sheet(code, place=place_of(request), at=at)
    except CodeUnknown:
        return render(request, "certificates/check.html", {"sheet": None, "typed": code[:40]}, status=404)
    except TooManyCodes as refusal:
        seconds = max(1, int((refusal.until - at).total_seconds()) + 1)
        response = render(request, "certificates/check_wait.html", {"wait": _wait(seconds)}, status=429)
        response["Retry-After"] = str(seconds)
        return response
    return render(request, "certificates/check.html", {"sheet": checked_sheet(copy)})


def _wait(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} {agree(seconds, 'секунду', 'секунды', 'секунд')}"
    minutes = -(-seconds // 60)
    return f"{minutes} {agree(minutes, 'минуту', 'минуты', 'минут')}"
