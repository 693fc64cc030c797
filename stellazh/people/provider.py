"""Providers of sign-in: allauth's adapters, told to come back to our own address and to believe less.

allauth finds this module by its name in every installed app, so its own provider apps are not installed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.vk.provider import VKProvider
from allauth.socialaccount.providers.vk.views import VKOAuth2Adapter
from allauth.socialaccount.providers.yandex.provider import YandexProvider
from allauth.socialaccount.providers.yandex.views import YandexOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

# Only signatures made by a key that we are not given: a secret shared with us could sign anything in our name too.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_APART_SECONDS = 60


def callback_address(code: str) -> str:
    """Where the provider sends people back: on the site's own address, whatever host a request named."""
    return urljoin(settings.SITE_URL, reverse("people:provider_callback", args=[code]))


class _ComesBackToUs:
    """Comes back by one address of ours for all providers."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return callback_address(app.provider_id or app.provider)


class OidcAdapter(_ComesBackToUs, OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """OpenID Connect by code with PKCE and a nonce. Who it is, is read from the signed id_token and nowhere else."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self._claims(app, kwargs["response"].get("id_token") or "")
        told = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else claims
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("The server names one person in its token and tells of another.")
        login = self.get_provider().sociallogin_from_response(request, {"userinfo": told, "id_token": claims})
        login.nonce = claims.get("nonce")
        return login

    def _claims(self, app: Any, id_token: str) -> dict[str, Any]:
        """What the token says, its signature, issuer, audience and time checked.

        allauth skips the signature of a token that it fetched itself; a wrongly set proxy on the way would be believed.
        """
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            name = jwt.get_unverified_header(id_token).get("kid")
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            key = next((key for key in keys if name in (None, key.key_id)), None)
            if key is None:
                raise OAuth2Error("The id_token is signed by a key that the server does not publish.")
            return jwt.decode(
                id_token,
                key=key.key,
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_APART_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OAuth2Error("The id_token does not hold.") from error


class VkAdapter(_ComesBackToUs, VKOAuth2Adapter):  # type: ignore[misc]
    """VK ID."""


class YandexAdapter(_ComesBackToUs, YandexOAuth2Adapter):  # type: ignore[misc]
    """Яндекс ID, by its Russian address."""

    authorize_url = "https://oauth.yandex.ru/authorize"


class Oidc(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = OidcAdapter


class Vk(VKProvider):  # type: ignore[misc]
    oauth2_adapter_class = VkAdapter


class Yandex(YandexProvider):  # type: ignore[misc]
    oauth2_adapter_class = YandexAdapter


provider_classes = [Oidc, Vk, Yandex]
