"""What allauth asks us. It brings tables, the stages of a sign-in and the dance with providers; all decisions are here.

Nobody signs up through it, no provider's account is ever linked by its address, and none of its pages is shown.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from stellazh.common import clock
from stellazh.common.errors import DomainError
from stellazh.people.confirmation import is_confirmed, mark_confirmed
from stellazh.people.device_words import device_words
from stellazh.people.devices import is_known_device, place_of, remember_device
from stellazh.people.entering import BACKEND, enter
from stellazh.people.enums import SignInWay
from stellazh.people.models import Person
from stellazh.people.outside import applications, name_of
from stellazh.people.secrets import seal, unseal
from stellazh.people.services.sessions import begin_session
from stellazh.people.services.ways_in import link_account
from stellazh.people.sessions import IS_LISTED
from stellazh.people.signals import signed_in_from_new_device

LINKING = "connect"

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """One door for all ways in: the session is listed, the device remembered."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our own pages say what happened."""

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Letters are sent by whoever listens to our signals."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return place_of(request)

    def get_login_stages(self) -> list[str]:
        return ["stellazh.people.stages.SecondStep"]

    def pre_login(self, request: HttpRequest, user: Any, **_: Any) -> HttpResponse | None:
        return None

    def login(self, request: HttpRequest, user: Any) -> None:
        # Asked again at the last moment: between the password and the code a card may have been put away.
        if not Person.objects.present().filter(pk=user.pk, is_active=True).exists():
            messages.error(request, "Карточка закрыта: войти с ней нельзя. Обратитесь к руководителю объединения.")
            raise ImmediateHttpResponse(redirect("people:sign_in"))
        login(request, user, backend=BACKEND)

    def post_login(
        self,
        request: HttpRequest,
        user: Any,
        *,
        signal_kwargs: dict[str, Any] | None,
        redirect_url: str | None,
        **_: Any,
    ) -> HttpResponse:
        how, at, place = signal_kwargs or {}, clock.now(), place_of(request)
        session, way = request.session, how.get("way", SignInWay.PASSWORD)
        if session.session_key is None:
            session.save()
        device, email = device_words(request.headers.get("User-Agent", "")), user.email or ""
        with transaction.atomic():
            begin_session(user, session_key=session.session_key or "", way=way, device=device, place=place, at=at)
            if way != SignInWay.LINK and not is_known_device(request, email):
                signed_in_from_new_device.send(Person, person=user, place=place, at=at)
        session[IS_LISTED] = True
        # A guest's session was to live for minutes.
        session.set_expiry(None)
        if not how.get("by_trust"):
            mark_confirmed(request, at=at)
        response = redirect(redirect_url or resolve_url(settings.LOGIN_REDIRECT_URL))
        remember_device(request, response, email)
        return response


class SecretsAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie in the database under the installation's key."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


class ProvidersAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Signs in through accounts linked before, links others to whoever is signed in, and refuses the rest."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        return list(applications(provider, client_id))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Keep of what the provider tells only how the account is called there; addresses link nobody."""
        full = f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        label = data.get("email") or data.get("name") or full or data.get("username") or ""
        sociallogin.account.extra_data = {"label": str(label)[:120]}
        sociallogin.email_addresses = []
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """The provider has said who it is. Nothing of allauth's own comes after this."""
        code, state = sociallogin.account.provider, sociallogin.state
        nonce = state.get("nonce")
        if nonce is not None and not secrets.compare_digest(str(getattr(sociallogin, "nonce", "")), nonce):
            _refuse(request, code, reason="failed")
        if state.get("process") == LINKING:
            raise ImmediateHttpResponse(_link(request, sociallogin))
        person = sociallogin.user if sociallogin.is_existing else None
        if person is None:
            _refuse(request, code, reason="not_linked")
        if person.archived_at is not None or not person.is_active:
            _refuse(request, code, reason="closed")
        raise ImmediateHttpResponse(
            enter(request, person, way=SignInWay.PROVIDER, next_address=sociallogin.get_redirect_url(request) or "")
        )

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> NoReturn:
        if error == AuthError.CANCELLED:
            _refuse(request, provider.sub_id, reason="cancelled")
        logger.warning("Signing in through «%s» has failed: %r", provider.sub_id, exception or error)
        _refuse(request, provider.sub_id, reason="failed")


def _link(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    person, account = request.user, sociallogin.account
    # Asked at the beginning too; whoever took a quarter of an hour over there begins anew.
    if not isinstance(person, Person) or sociallogin.state.get("person_id") != person.pk:
        _refuse(request, account.provider, reason="failed")
    if not is_confirmed(request, at=clock.now()):
        messages.error(request, "Прошло слишком много времени. Нажмите «Привязать» ещё раз.")
        return redirect("people:security")
    label = account.extra_data.get("label", "")
    try:
        link_account(person.pk, provider=account.provider, uid=account.uid, label=label, by=person, at=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Готово: теперь можно входить через «{name_of(account.provider)}».")
    return redirect("people:security")


def _refuse(request: HttpRequest, code: str, *, reason: str) -> NoReturn:
    context = {"name": name_of(code), "reason": reason}
    raise ImmediateHttpResponse(render(request, "people/provider_refused.html", context, status=403))
