"""The second step of a sign-in, and turning it on and off."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.people.confirmation import confirmation_required
from stellazh.people.device_words import device_words
from stellazh.people.devices import place_of, remember_trust
from stellazh.people.entering import waiting_step
from stellazh.people.forms import CodeForm, FirstCodeForm
from stellazh.people.models import Person
from stellazh.people.passkey_questions import answer_of
from stellazh.people.services import passkeys
from stellazh.people.services import second_step as codes
from stellazh.people.views.me import me

SECRET_SALT = "people.codes_on"  # noqa: S105
SECRET_AGE_SECONDS = 30 * 60


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: Request) -> HttpResponse:
    """Give a code, a spare code or a passkey after the password."""
    step = waiting_step(request)
    if step is None:
        if request.method == "POST":
            messages.error(request, "Прошло слишком много времени: введите пароль ещё раз.")
        return redirect("people:sign_in")
    person: Person = step.login.user
    is_by_key = "credential" in request.POST
    form = CodeForm(request.POST if request.method == "POST" and not is_by_key else None)
    refusal = ""
    if is_by_key or form.is_valid():
        try:
            if is_by_key:
                _check_key(request, person)
            else:
                codes.check_code(person.pk, code=form.cleaned_data["code"], at=clock.now())
        except DomainError as no:
            refusal = str(no)
        else:
            response: HttpResponse = step.exit()
            if not is_by_key and form.cleaned_data["trust"] and request.user.is_authenticated:
                _trust(request, person, response)
            return response
    context = {"form": form, "refusal": refusal, "has_keys": bool(passkeys.passkeys_of(person.pk))}
    return render(request, "people/second_step.html", context, status=422 if form.errors or refusal else 200)


def _check_key(request: Request, person: Person) -> None:
    credential, state = answer_of(request)
    if passkeys.person_of_passkey(credential, state=state, place=place_of(request), at=clock.now()) != person:
        raise passkeys.PasskeyDoesNotFit("Это ключ другого человека.")


def _trust(request: Request, person: Person, response: HttpResponse) -> None:
    device = device_words(request.headers.get("User-Agent", ""))
    remember_trust(
        request, response, codes.trust_browser(person, device=device, place=place_of(request), at=clock.now())
    )


@never_cache
@sensitive_variables("secret")
@sensitive_post_parameters("code", "sealed")
@confirmation_required
@require_http_methods(["GET", "POST"])
def codes_on(request: Request) -> HttpResponse:
    """Show the picture for the telephone; the first code turns the codes on and shows the spare ones."""
    person = me(request)
    if request.method == "GET" and codes.has_codes(person.pk):
        return redirect("people:security")
    form = FirstCodeForm(request.POST or None)
    secret = _secret_of(request, person)
    if secret is None:
        messages.error(request, "Страница устарела: наведите телефон на новый рисунок.")
        return redirect("people:codes_on")
    if request.method == "POST" and form.is_valid():
        try:
            spare = codes.turn_codes_on(
                person.pk, secret=secret, code=form.cleaned_data["code"], by=person, at=clock.now()
            )
        except DomainError as refusal:
            form.add_error("code", str(refusal))
        else:
            return render(request, "people/spare_codes.html", {"codes": spare, "is_new": True})
    picture = segno.make(codes.otpauth_address(person, secret), error="l")
    return render(
        request,
        "people/codes_on.html",
        {
            "form": form,
            "picture": picture.svg_data_uri(scale=5, border=3, dark="#000", light="#fff"),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            "sealed": signing.dumps({"person": person.pk, "secret": secret}, salt=SECRET_SALT),
        },
        status=422 if form.errors else 200,
    )


def _secret_of(request: Request, person: Person) -> str | None:
    """A new secret, or the one shown before: it travels with the form, so that looking at the page keeps nothing."""
    if request.method == "GET":
        return codes.new_secret()
    try:
        kept = signing.loads(request.POST.get("sealed", ""), salt=SECRET_SALT, max_age=SECRET_AGE_SECONDS)
    except signing.BadSignature:
        return None
    return str(kept["secret"]) if kept["person"] == person.pk else None


@confirmation_required
@require_http_methods(["GET", "POST"])
def codes_off(request: Request) -> HttpResponse:
    """Ask whether to turn the codes off, and do it."""
    person = me(request)
    if request.method == "POST":
        try:
            codes.turn_codes_off(person.pk, by=person, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Коды выключены: теперь для входа хватит пароля.")
        return redirect("people:security")
    return render(request, "people/codes_off.html")


@never_cache
@confirmation_required
@require_http_methods(["GET", "POST"])
def spare_codes(request: Request) -> HttpResponse:
    """Make new spare codes; the earlier ones fit no more."""
    person = me(request)
    if request.method == "POST":
        try:
            spare = codes.make_spare_codes(person.pk, by=person, at=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("people:security")
        return render(request, "people/spare_codes.html", {"codes": spare, "is_new": False})
    return render(request, "people/spare_codes_new.html", {"left": codes.spare_codes_left(person.pk)})
