"""Passkeys: signing in by one, adding, renaming, removing."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.people.confirmation import confirmation_required
from stellazh.people.devices import place_of
from stellazh.people.entering import enter
from stellazh.people.enums import SignInWay
from stellazh.people.forms import PasskeyNameForm
from stellazh.people.passkey_questions import answer_of, ask
from stellazh.people.services import passkeys
from stellazh.people.views.me import me
from stellazh.ui.attempts import attempt, show_form
from stellazh.ui.redirects import safe_next


@login_not_required
@require_POST
def passkey_ask(request: Request) -> HttpResponse:
    """The question for any key of ours: to sign in, for the second step, or to show who it is."""
    return ask(request, passkeys.ask_for_key(at=clock.now()))


@login_not_required
@never_cache
@require_POST
def passkey_sign_in(request: Request) -> HttpResponse:
    """Sign in by a passkey."""
    credential, state = answer_of(request)
    try:
        person = passkeys.person_of_passkey(credential, state=state, place=place_of(request), at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("people:sign_in")
    return enter(request, person, way=SignInWay.PASSKEY, next_address=safe_next(request, ""))


@confirmation_required
@require_POST
def passkey_new(request: Request) -> HttpResponse:
    """The question for a new key."""
    return ask(request, passkeys.ask_for_new_key(me(request), at=clock.now()))


@never_cache
@confirmation_required
@require_http_methods(["GET", "POST"])
def passkey_add(request: Request) -> HttpResponse:
    """Add a key that the device makes."""
    person = me(request)
    form = PasskeyNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        credential, state = answer_of(request)
        name = form.cleaned_data["name"]
        if attempt(
            form,
            lambda: passkeys.add_passkey(
                person.pk, name=name, credential=credential, state=state, by=person, at=clock.now()
            ),
        ):
            messages.success(request, f"Ключ «{name}» добавлен: теперь можно входить без пароля.")
            return redirect("people:security")
    return show_form(request, "people/passkey_add.html", form, {})


@confirmation_required
@require_http_methods(["GET", "POST"])
def passkey_rename(request: Request, passkey_id: int) -> HttpResponse:
    """Call a key another name."""
    row = _key(request, passkey_id)
    form = PasskeyNameForm(request.POST or None, initial={"name": row.data["name"]})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: passkeys.rename_passkey(row.pk, name=form.cleaned_data["name"], by=me(request), at=clock.now()),
        )
    ):
        messages.success(request, "Название сохранено.")
        return redirect("people:security")
    return show_form(request, "people/passkey_rename.html", form, {})


@confirmation_required
@require_http_methods(["GET", "POST"])
def passkey_remove(request: Request, passkey_id: int) -> HttpResponse:
    """Ask whether to remove a key, and do it."""
    row = _key(request, passkey_id)
    if request.method == "POST":
        try:
            name = passkeys.remove_passkey(row.pk, by=me(request), at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Ключ «{name}» убран: войти по нему больше нельзя.")
        return redirect("people:security")
    is_last = len(passkeys.passkeys_of(me(request).pk)) == 1
    return render(request, "people/passkey_remove.html", {"name": row.data["name"], "is_last": is_last})


def _key(request: Request, passkey_id: int) -> Authenticator:
    own = Authenticator.objects.filter(user=me(request), type=passkeys.PASSKEY)
    return get_object_or_404(own, pk=passkey_id)
