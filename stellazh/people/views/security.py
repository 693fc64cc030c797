"""«Безопасность»: everything that signs a person in, and where they are signed in now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.people.models import PersonSession
from stellazh.people.reads import security_of
from stellazh.people.services.second_step import forget_browser
from stellazh.people.services.sessions import end_other_sessions, end_session
from stellazh.people.views.me import me


@never_cache
@require_GET
def security(request: Request) -> HttpResponse:
    """All ways in and all sessions on one page."""
    page = security_of(me(request), session_key=request.session.session_key or "", at=clock.now())
    return render(request, "people/security.html", {"page": page})


@require_POST
def session_end(request: Request, session_id: int) -> HttpResponse:
    """Sign one other browser of one's own out."""
    try:
        session = end_session(session_id, by=me(request), at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Вход завершён: {session.device}.")
    return redirect("people:security")


@require_http_methods(["GET", "POST"])
def sessions_end_others(request: Request) -> HttpResponse:
    """Sign all other browsers of one's own out."""
    person, key = me(request), request.session.session_key or ""
    if request.method == "POST":
        count = end_other_sessions(person, keep=key, by=person, at=clock.now())
        messages.success(
            request, f"Вы вышли на всех других устройствах: {count}." if count else "Других входов и не было."
        )
        return redirect("people:security")
    others = PersonSession.objects.of(person.pk).alive(clock.now()).exclude(session_key=key).newest_first()
    return render(request, "people/sessions_end_others.html", {"others": others})


@require_POST
def browser_forget(request: Request, browser_id: int) -> HttpResponse:
    """Ask a trusted browser for a code again."""
    try:
        forget_browser(browser_id, by=me(request), at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Этот браузер снова будет спрашивать код.")
    return redirect("people:security")
