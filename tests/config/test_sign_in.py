"""Providers by configuration: what the environment says, and what it must not say."""

from __future__ import annotations

import pytest

from config import sign_in
from config.env import MissingSetting

GATEWAY = {
    "STELLAZH_OIDC_PROVIDERS": "region, edu-gate",
    "STELLAZH_OIDC_REGION_NAME": "Госуслуги через портал области",
    "STELLAZH_OIDC_REGION_URL": "https://id.region.example/",
    "STELLAZH_OIDC_REGION_CLIENT_ID": "stellazh",
    "STELLAZH_OIDC_REGION_SECRET": "s1",
    "STELLAZH_OIDC_EDU_GATE_NAME": "Портал образования",
    "STELLAZH_OIDC_EDU_GATE_URL": "https://edu.example/realms/school",
    "STELLAZH_OIDC_EDU_GATE_CLIENT_ID": "id-2",
    "STELLAZH_OIDC_EDU_GATE_SECRET": "s2",
}


def given(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_nothing_is_configured_by_default() -> None:
    assert sign_in.providers() == {}


def test_servers_are_named_by_their_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, GATEWAY)

    apps = sign_in.providers()["openid_connect"]["APPS"]

    assert [(app["provider_id"], app["name"], app["client_id"]) for app in apps] == [
        ("region", "Госуслуги через портал области", "stellazh"),
        ("edu-gate", "Портал образования", "id-2"),
    ]
    assert apps[0]["settings"] == {"server_url": "https://id.region.example", "oauth_pkce_enabled": True}


@pytest.mark.parametrize(("code", "name"), [("VK", "VK ID"), ("YANDEX", "Яндекс ID")])
def test_known_services_need_an_id_and_a_secret(monkeypatch: pytest.MonkeyPatch, code: str, name: str) -> None:
    given(monkeypatch, {f"STELLAZH_{code}_CLIENT_ID": "id"})
    with pytest.raises(MissingSetting, match=f"STELLAZH_{code}_SECRET"):
        sign_in.providers()

    given(monkeypatch, {f"STELLAZH_{code}_SECRET": "s"})

    app = sign_in.providers()[code.lower()]["APPS"][0]
    assert (app["provider_id"], app["name"], app["secret"]) == (code.lower(), name, "s")


@pytest.mark.parametrize("name", [name for name in GATEWAY if "REGION" in name])
def test_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    given(monkeypatch, {**GATEWAY, name: ""})

    with pytest.raises(MissingSetting, match=name):
        sign_in.providers()


@pytest.mark.parametrize("code", ["vk", "Region", "регион", "-a", "a b"])
def test_codes_are_plain_and_not_taken(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    given(monkeypatch, {"STELLAZH_OIDC_PROVIDERS": code})

    with pytest.raises(MissingSetting, match="STELLAZH_OIDC_PROVIDERS"):
        sign_in.providers()


@pytest.mark.parametrize("address", ["http://id.region.example", "id.region.example", "ftp://id.region.example"])
def test_address_is_https(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    given(monkeypatch, {**GATEWAY, "STELLAZH_OIDC_REGION_URL": address})

    with pytest.raises(MissingSetting, match="https://"):
        sign_in.providers()
