"""Signing in through another site. The way there begins with a button of ours, the way back is one address for all."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.people.adapters import LINKING
from stellazh.people.confirmation import confirmation_required
from stellazh.people.outside import name_of, way_of
from stellazh.people.passkey_questions import keep_briefly
from stellazh.people.services.ways_in import unlink_account
from stellazh.people.views.me import me
from stellazh.ui.redirects import safe_next

logger = logging.getLogger(__name__)

# What a server can be wrong in: unreachable, answers that are no JSON, answers that lack something.
FAULTS = (OAuth2Error, RequestException, ValueError, KeyError, TypeError, AttributeError)


@login_not_required
@never_cache
@require_POST
def provider_sign_in(request: Request, code: str) -> HttpResponse:
    """Leave for the provider to sign in."""
    return _leave(request, code, process="login", next_url=safe_next(request, ""))


@never_cache
@confirmation_required
@require_POST
def provider_link(request: Request, code: str) -> HttpResponse:
    """Leave for the provider to link an account there to one's own here."""
    return _leave(request, code, process=LINKING, person_id=me(request).pk)


def _leave(request: Request, code: str, **state: Any) -> HttpResponse:
    way = way_of(code)
    if way is None:
        raise Http404
    provider = get_adapter().get_provider(request, code)
    if provider.id == "openid_connect":
        state["nonce"] = secrets.token_urlsafe(24)
    try:
        there = provider.redirect(request, auth_params={**provider.get_auth_params(), **_asked(state)}, **state)
    except ImmediateHttpResponse as immediate:
        return _at_once(immediate)
    except FAULTS:
        return _failed(request, code)
    keep_briefly(request)
    # A page and not a redirect: browsers do not let a form of ours end at a foreign address (form-action of the CSP).
    return render(request, "people/provider_leave.html", {"name": way.name, "address": there["Location"]})


def _at_once(immediate: ImmediateHttpResponse) -> HttpResponse:
    answer: HttpResponse = immediate.response
    return answer


def _asked(state: dict[str, Any]) -> dict[str, str]:
    return {"nonce": state["nonce"]} if "nonce" in state else {}


@login_not_required
@never_cache
@require_GET
def provider_callback(request: Request, code: str) -> HttpResponse:
    """The provider sends people back here, with an answer to a question that this very session has asked."""
    if way_of(code) is None:
        raise Http404
    provider = get_adapter().get_provider(request, code)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))(request)
    except ImmediateHttpResponse as immediate:
        return _at_once(immediate)
    except FAULTS:
        return _failed(request, code)
    return answer


def _failed(request: Request, code: str) -> HttpResponse:
    """A calm page for the person, the whole fault for the operator's log."""
    logger.warning("Signing in through «%s» has failed.", code, exc_info=True)
    return render(request, "people/provider_refused.html", {"name": name_of(code), "reason": "failed"}, status=502)


@confirmation_required
@require_http_methods(["GET", "POST"])
def provider_unlink(request: Request, account_id: int) -> HttpResponse:
    """Ask whether to unlink an account, and do it."""
    account = get_object_or_404(SocialAccount.objects.filter(user=me(request)), pk=account_id)
    if request.method == "POST":
        try:
            name = unlink_account(account.pk, by=me(request), at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Отвязано: «{name}». Войти так больше нельзя.")
        return redirect("people:security")
    return render(request, "people/provider_unlink.html", {"name": name_of(account.provider)})
