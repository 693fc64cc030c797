"""One's own account: name, password, keys and links given out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stellazh.common import clock
from stellazh.common.errors import ChangedMeanwhile, DomainError
from stellazh.common.requests import Request
from stellazh.links.models import SecretLink
from stellazh.people import services
from stellazh.people.confirmation import code_required
from stellazh.people.forms import ChangePasswordForm, NamesForm, TokenForm
from stellazh.people.links import API_TOKEN
from stellazh.people.models import Person
from stellazh.people.services.sessions import move_session
from stellazh.ui.conflicts import answer_conflict


def _me(request: Request) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise TypeError("A page of one's own account is never shown to guests.")
    return person


@never_cache
@require_http_methods(["GET"])
def account(request: Request) -> HttpResponse:
    """Everything of one's own account on one page."""
    me, at = _me(request), clock.now()
    mine = SecretLink.objects.owned_by(str(me.pk)).live_at(at)
    return render(
        request,
        "people/account.html",
        {
            "person": me,
            "tokens": mine.filter(purpose=API_TOKEN),
            "links": mine.exclude(purpose=API_TOKEN).exclude(purpose__startswith="people."),
        },
    )


@require_http_methods(["GET", "POST"])
def names_edit(request: Request) -> HttpResponse:
    """Correct one's own name."""
    me = _me(request)
    initial = {
        "family_name": me.family_name,
        "given_name": me.given_name,
        "patronymic": me.patronymic,
        "version": me.version,
    }
    form = NamesForm(request.POST or None, initial=initial)
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = services.PersonFields(data["family_name"], data["given_name"], data["patronymic"])
        try:
            services.update_person(me.pk, expected_version=data["version"], fields=fields, by=me, at=clock.now())
        except ChangedMeanwhile as clash:
            conflict = clash
            answer_conflict(form, clash)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Имя сохранено.")
            return redirect("people:account")
    return render(
        request, "people/names_edit.html", {"form": form, "conflict": conflict}, status=422 if form.errors else 200
    )


@sensitive_post_parameters()
@code_required
@require_http_methods(["GET", "POST"])
def password_change(request: Request) -> HttpResponse:
    """Change one's own password; other devices are signed out. Where codes are on, one is asked for first."""
    me, key = _me(request), request.session.session_key or ""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.change_password(
                me.pk,
                current=form.cleaned_data["current"],
                password=form.cleaned_data["password"],
                session_key=key,
                with_keys=form.cleaned_data["with_keys"],
                by=me,
                at=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            update_session_auth_hash(request, person)
            move_session(key, request.session.session_key or "")
            messages.success(request, "Пароль сменён. На других устройствах нужно войти снова.")
            return redirect("people:security")
    return render(request, "people/password_change.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@code_required
@require_http_methods(["GET", "POST"])
def token_issue(request: Request) -> HttpResponse:
    """Issue a key for a program; its text is shown once. Where codes are on, one is asked for first: no program is."""
    me = _me(request)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.issue_token(me, label=form.cleaned_data["label"], by=me, at=clock.now())
        except DomainError as refusal:
            form.add_error("label", str(refusal))
        else:
            return render(request, "people/token_issued.html", {"issued": issued})
    return render(request, "people/token_issue.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def link_revoke(request: Request, link_id: int) -> HttpResponse:
    """Take back a key or a subscription of one's own."""
    try:
        services.revoke_token(link_id, by=_me(request), at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ссылка отозвана: по ней больше ничего не откроется.")
    return redirect("people:account")
