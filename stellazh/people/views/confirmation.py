"""«Это действительно вы?»"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.common.requests import Request
from stellazh.people import services
from stellazh.people.confirmation import mark_confirmed
from stellazh.people.devices import place_of
from stellazh.people.forms import ConfirmByCodeForm, ConfirmByPasswordForm
from stellazh.people.models import Person
from stellazh.people.passkey_questions import answer_of
from stellazh.people.services import passkeys
from stellazh.people.services.accounts import check_own_password
from stellazh.people.services.second_step import check_code, has_codes
from stellazh.people.views.me import me
from stellazh.ui.redirects import safe_next

ConfirmForm = ConfirmByPasswordForm | ConfirmByCodeForm


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def confirm(request: Request) -> HttpResponse:
    """Show once more who it is: by a passkey, by a code where codes are on, else by the password."""
    person = me(request)
    back = safe_next(request, resolve_url("people:security"))
    is_by_code = has_codes(person.pk)
    form: ConfirmForm | None = None
    if is_by_code:
        form = ConfirmByCodeForm()
    elif person.has_password:
        form = ConfirmByPasswordForm()
    refusal = ""
    if request.method == "POST":
        try:
            _check(request, person, is_by_code=is_by_code)
        except DomainError as no:
            refusal = str(no)
        else:
            mark_confirmed(request, at=clock.now())
            return redirect(back)
    context = {"form": form, "refusal": refusal, "next": back, "has_keys": bool(passkeys.passkeys_of(person.pk))}
    return render(request, "people/confirm.html", context, status=422 if refusal else 200)


def _check(request: Request, person: Person, *, is_by_code: bool) -> None:
    at = clock.now()
    if "credential" in request.POST:
        credential, state = answer_of(request)
        if passkeys.person_of_passkey(credential, state=state, place=place_of(request), at=at) != person:
            raise passkeys.PasskeyDoesNotFit("Это ключ другого человека.")
    elif is_by_code:
        check_code(person.pk, code=request.POST.get("code", ""), at=at)
    elif person.has_password:
        check_own_password(person.pk, password=request.POST.get("password", ""), by=person, at=at)
    else:
        raise services.SignInRefused("Выйдите и войдите снова: сразу после входа эти настройки открыты.")
