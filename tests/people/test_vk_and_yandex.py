"""VK ID and Яндекс ID: the way there as their papers describe it, and their described answers given on the loopback
address. The live services are not asked here and nothing is claimed of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from stellazh.people.models import Person
from stellazh.people.provider import VkAdapter, YandexAdapter
from stellazh.people.services.ways_in import link_account
from tests.people.loopback import Loopback, loopback
from tests.people.outside import is_signed_in, leave, sign_in

ANSWERS: dict[str, dict[str, Any]] = {
    "vk": {
        "/token": {"access_token": "vk2.a", "refresh_token": "vk2.r", "expires_in": 3600, "user_id": 42, "scope": ""},
        "/person": {"user": {"user_id": "42", "first_name": "Анна", "last_name": "Липина", "verified": False}},
    },
    "yandex": {
        "/token": {"access_token": "y0_a", "token_type": "bearer", "expires_in": 3600, "refresh_token": "1:r"},
        "/person": {"id": "42", "login": "lipina", "client_id": "id", "psuid": "1.A", "display_name": "lipina"},
    },
}
LABELS = {"vk": "Анна Липина", "yandex": "lipina"}
HOSTS = {"vk": "https://id.vk.ru/authorize", "yandex": "https://oauth.yandex.ru/authorize"}


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    app = {"client_id": "id", "secret": "secret", "settings": {"oauth_pkce_enabled": True}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        code: {"APPS": [{"provider_id": code, "name": name, **app}]}
        for code, name in (("vk", "VK ID"), ("yandex", "Яндекс ID"))
    }
    with loopback() as running:
        for adapter in (VkAdapter, YandexAdapter):
            monkeypatch.setattr(adapter, "access_token_url", f"{running.address}/token")
            monkeypatch.setattr(adapter, "profile_url", f"{running.address}/person")
        yield running


def come_back(client: Client, view: str, code: str) -> Any:
    asked = parse_qs(urlsplit(leave(client, view, code)).query)
    sent = {"code": "c-1", "state": asked["state"][0], **({"device_id": "d-1"} if code == "vk" else {})}
    return client.get(reverse("people:provider_callback", args=[code]), sent)


@pytest.mark.parametrize("code", ["vk", "yandex"])
def test_way_there_is_the_one_described(site: Loopback, db: None, code: str) -> None:
    address = leave(Client(), "people:provider_sign_in", code)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(HOSTS[code])
    assert asked.pop("state")
    assert asked.pop("code_challenge")
    assert asked == {
        "client_id": "id",
        "response_type": "code",
        "code_challenge_method": "S256",
        "redirect_uri": f"http://localhost:8000/account/sign-in/with/{code}/back/",
        **({"scope": "login:info"} if code == "yandex" else {}),
    }


@pytest.mark.parametrize("code", ["vk", "yandex"])
def test_account_is_linked_and_signs_in(site: Loopback, member: Person, code: str) -> None:
    site.answers |= ANSWERS[code]

    come_back(sign_in(member), "people:provider_link", code)
    elsewhere = Client()
    come_back(elsewhere, "people:provider_sign_in", code)

    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (member, code, "42")
    assert account.extra_data == {"label": LABELS[code]}
    assert is_signed_in(elsewhere)


@pytest.mark.parametrize("code", ["vk", "yandex"])
def test_code_is_exchanged_with_the_verifier(site: Loopback, db: None, code: str) -> None:
    site.answers |= ANSWERS[code]

    come_back(Client(), "people:provider_sign_in", code)

    sent = dict(site.asked)["/token"]
    assert len(sent["code_verifier"]) >= 43
    assert (sent["code"], sent["client_id"], sent["grant_type"]) == ("c-1", "id", "authorization_code")
    if code == "vk":
        assert sent["device_id"] == "d-1"
        assert dict(site.asked)["/person"]["access_token"] == "vk2.a"
    else:
        assert site.headers["/person"] == "OAuth y0_a"


@pytest.mark.parametrize("code", ["vk", "yandex"])
def test_strangers_account_signs_nobody_in(site: Loopback, member: Person, at: datetime, code: str) -> None:
    site.answers |= ANSWERS[code]
    link_account(member.pk, provider="yandex" if code == "vk" else "vk", uid="42", label="", by=member, at=at)
    client = Client()

    answer = come_back(client, "people:provider_sign_in", code)

    assert "Этот вход ещё не привязан" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("code", ["vk", "yandex"])
@pytest.mark.parametrize("path", ["/token", "/person"])
@pytest.mark.parametrize("nonsense", [b"<html>", {}, {"error": "invalid_grant"}, None])
def test_nonsense_gets_a_calm_page(site: Loopback, db: None, code: str, path: str, nonsense: Any) -> None:
    site.answers |= {**ANSWERS[code], path: nonsense}

    answer = come_back(Client(), "people:provider_sign_in", code)

    assert answer.status_code in {403, 502}
    assert "Войти не получилось" in answer.content.decode()
