"""A server that claims what it cannot prove signs nobody in. Each lie is told by a real answer over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from stellazh.people.models import Person
from stellazh.people.services.ways_in import link_account
from tests.people.loopback import Loopback, loopback
from tests.people.outside import CLIENT, OidcServer, is_signed_in, leave

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Tamper = Callable[[dict[str, Any], Loopback], Any]


@pytest.fixture
def site(settings: Settings) -> Iterator[Loopback]:
    with loopback() as running:
        settings.SOCIALACCOUNT_PROVIDERS = OidcServer(running.address).provider()
        running.answers |= {
            "/.well-known/openid-configuration": {
                "issuer": running.address,
                "authorization_endpoint": f"{running.address}/authorize",
                "token_endpoint": f"{running.address}/token",
                "userinfo_endpoint": f"{running.address}/userinfo",
                "jwks_uri": f"{running.address}/keys",
            },
            "/keys": {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k"}]},
            "/userinfo": {"sub": "7", "email": "lipina@example.org"},
        }
        yield running


@pytest.fixture
def linked(member: Person, at: datetime) -> Person:
    link_account(member.pk, provider="region", uid="7", label="", by=member, at=at)
    return member


def come_back(client: Client, site: Loopback, tamper: Tamper) -> Any:
    """Go there, get a token that was tampered with, come back."""
    asked = parse_qs(urlsplit(leave(client, "people:provider_sign_in")).query)
    now = int(time.time())
    claims = {"iss": site.address, "aud": CLIENT["id"], "sub": "7", "iat": now, "exp": now + 60}
    claims["nonce"] = asked["nonce"][0]
    token = tamper(claims, site)
    site.answers["/token"] = {"access_token": "a", "token_type": "Bearer", **({"id_token": token} if token else {})}
    back = reverse("people:provider_callback", args=["region"])
    return client.get(back, {"code": "c", "state": asked["state"][0]})


def signed(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "k") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def told_of_another(claims: dict[str, Any], site: Loopback) -> str:
    site.answers["/userinfo"] = {"sub": "8"}
    return signed(claims)


LIES: dict[str, Tamper] = {
    "signed by a foreign key": lambda claims, site: signed(claims, FOREIGN_KEY),
    "signed by a key it does not publish": lambda claims, site: signed(claims, kid="other"),
    "signed by our common secret": lambda claims, site: signed(claims, CLIENT["secret"] * 3, "HS256"),
    "not signed at all": lambda claims, site: signed(claims, None, "none"),
    "for another site": lambda claims, site: signed({**claims, "aud": "another"}),
    "by another server": lambda claims, site: signed({**claims, "iss": "https://another.example"}),
    "of yesterday": lambda claims, site: signed({**claims, "exp": claims["iat"] - 86_400}),
    "without an end": lambda claims, site: signed({name: value for name, value in claims.items() if name != "exp"}),
    "asked for by another browser": lambda claims, site: signed({**claims, "nonce": "another"}),
    "without a nonce": lambda claims, site: signed({name: value for name, value in claims.items() if name != "nonce"}),
    "of one person while telling of another": told_of_another,
    "no token": lambda claims, site: "",
    "no token but letters": lambda claims, site: "letters",
}


@pytest.mark.parametrize("lie", LIES)
def test_lie_signs_nobody_in(site: Loopback, linked: Person, lie: str) -> None:
    client = Client()

    answer = come_back(client, site, LIES[lie])

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_truth_signs_in(site: Loopback, linked: Person) -> None:
    client = Client()

    come_back(client, site, lambda claims, _: signed(claims))

    assert is_signed_in(client)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/userinfo", "/token"])
@pytest.mark.parametrize("nonsense", [b"<html>", [], {}, None])
def test_nonsense_gets_a_calm_page(site: Loopback, linked: Person, path: str, nonsense: Any) -> None:
    client = Client()

    def spoil(claims: dict[str, Any], _: Loopback) -> str:
        site.answers[path] = nonsense
        return signed(claims)

    answer = come_back(client, site, spoil)
    if path == "/token":
        site.answers[path] = nonsense
        asked = parse_qs(urlsplit(leave(client := Client(), "people:provider_sign_in")).query)
        answer = client.get(
            reverse("people:provider_callback", args=["region"]), {"code": "c", "state": asked["state"][0]}
        )

    assert answer.status_code in {403, 502}
    assert "Войти не получилось" in answer.content.decode()
    assert not is_signed_in(client)


def test_server_without_userinfo_will_do(site: Loopback, linked: Person) -> None:
    del site.answers["/.well-known/openid-configuration"]["userinfo_endpoint"]
    client = Client()

    come_back(client, site, lambda claims, _: signed(claims))

    assert is_signed_in(client)
    assert "/userinfo" not in [path for path, _ in site.asked]
