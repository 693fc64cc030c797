"""«Это действительно вы?» before anything that signs a person in is changed: a session left open must not be enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from stellazh.common import clock
from stellazh.people.services.second_step import has_codes

CONFIRMED_FOR = timedelta(minutes=15)
_KEY = "confirmed_at"

View = Callable[..., HttpResponse]


def mark_confirmed(request: HttpRequest, *, at: datetime) -> None:
    """The person has just shown who they are."""
    request.session[_KEY] = at.isoformat()


def is_confirmed(request: HttpRequest, *, at: datetime) -> bool:
    """Whether that was less than a quarter of an hour ago."""
    kept = request.session.get(_KEY)
    return isinstance(kept, str) and at - CONFIRMED_FOR < datetime.fromisoformat(kept) <= at


def confirmation_required(view: View) -> View:
    """Ask first who it is, and come back to the page; a form sent too late is to be sent again."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if is_confirmed(request, at=clock.now()):
            return view(request, *arguments, **named)
        return ask_to_confirm(request)

    return guarded


def code_required(view: View) -> View:
    """The same for those who turned codes on: a session left open must not take out, give away or end what they keep
    behind two locks. Others go straight in."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if is_confirmed(request, at=clock.now()) or not has_codes(request.user.pk or 0):
            return view(request, *arguments, **named)
        return ask_to_confirm(request)

    return guarded


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks, and from there back."""
    back = request.path if request.method == "GET" else resolve_url("people:security")
    return redirect(f"{resolve_url('people:confirm')}?{urlencode({'next': back})}")
