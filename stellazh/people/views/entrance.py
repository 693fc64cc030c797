"""Signing in and out, invitations, forgotten passwords. A GET changes nothing: mail scanners open links too."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.links.services import open_link
from stellazh.live import bus
from stellazh.people import services
from stellazh.people.devices import is_known_device, place_of
from stellazh.people.entering import enter
from stellazh.people.enums import SignInWay
from stellazh.people.forms import AddressForm, NewPasswordForm, ResetPasswordForm, SignInForm
from stellazh.people.links import INVITATION, PASSWORD_RESET
from stellazh.people.models import Person
from stellazh.people.outside import outside_ways
from stellazh.people.services.sessions import leave_session
from stellazh.ui.redirects import safe_next


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Sign in with an address and a password; the page leads to the other ways too."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            person = services.sign_in_person(
                email=email,
                password=form.cleaned_data["password"],
                place=place_of(request),
                is_known_device=is_known_device(request, email),
                at=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return enter(request, person, way=SignInWay.PASSWORD, next_address=safe_next(request, ""))
    return render(
        request,
        "people/sign_in.html",
        {"form": form, "next": safe_next(request, ""), "ways": outside_ways()},
        status=422 if form.errors else 200,
    )


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Sign out of this browser; its live streams end."""
    bus.revoke(request.actor)
    leave_session(request.session.session_key or "")
    logout(request)
    messages.success(request, "Вы вышли.")
    return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def password_forgotten(request: Request) -> HttpResponse:
    """Ask for a letter with a link; the answer is the same whether the address is known or not."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_password_reset(form.cleaned_data["email"], place=place_of(request), at=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("people:password_letter_sent")
    return render(request, "people/password_forgotten.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET"])
def password_letter_sent(request: Request) -> HttpResponse:
    """What to do next, the same for every address."""
    return render(request, "people/password_letter_sent.html")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Make an account by the link of an invitation."""
    return _set_password(request, token, INVITATION)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def password_reset(request: Request, token: str) -> HttpResponse:
    """Set a new password by the link of a letter."""
    return _set_password(request, token, PASSWORD_RESET)


def _set_password(request: Request, token: str, purpose: str) -> HttpResponse:
    at = clock.now()
    link = open_link(token, purpose, at=at)
    person = Person.objects.present().filter(pk=int(link.object_id)).first() if link else None
    if person is None:
        return render(request, "people/link_is_spent.html", {"purpose": purpose}, status=410)
    form = (NewPasswordForm if purpose == INVITATION else ResetPasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        try:
            if purpose == INVITATION:
                person = services.accept_invitation(token, password=password, at=at)
            else:
                with_keys = form.cleaned_data["with_keys"]
                person = services.reset_password(token, password=password, with_keys=with_keys, at=at)
        except DomainError as refusal:
            form.add_error("password", str(refusal))
        else:
            messages.success(request, "Пароль сохранён.")
            # A letter is not the second step: whoever turned codes on is asked for one here too.
            return enter(request, person, way=SignInWay.LINK, next_address="")
    return render(
        request,
        "people/set_password.html",
        {"form": form, "person": person, "is_invitation": purpose == INVITATION},
        status=422 if form.errors else 200,
    )
