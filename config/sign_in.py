"""Outside ways to sign in, by the environment: OpenID Connect servers, VK ID, Яндекс ID. By default there are none.

See docs/operations/sign-in.md. Госуслуги are reached through a region's own OpenID Connect gateway only.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from config import env

_CODE = re.compile(r"[a-z][a-z0-9-]{1,30}")
_TAKEN = frozenset({"vk", "yandex", "openid_connect"})
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

Provider = dict[str, Any]


def providers() -> dict[str, dict[str, list[Provider]]]:
    """`SOCIALACCOUNT_PROVIDERS` for allauth; a kind without a configured provider is absent.

    Raises:
        MissingSetting: a provider is named and lacks a variable, or its address is not https.
    """
    found = {
        "openid_connect": [openid_connect(code) for code in env.words("STELLAZH_OIDC_PROVIDERS")],
        "vk": _known("vk", "VK ID", env.text("STELLAZH_VK_CLIENT_ID", ""), env.text("STELLAZH_VK_SECRET", "")),
        "yandex": _known(
            "yandex", "Яндекс ID", env.text("STELLAZH_YANDEX_CLIENT_ID", ""), env.text("STELLAZH_YANDEX_SECRET", "")
        ),
    }
    return {kind: {"APPS": apps} for kind, apps in found.items() if apps}


def openid_connect(code: str) -> Provider:
    """One server: `STELLAZH_OIDC_<CODE>_NAME`, `…_URL`, `…_CLIENT_ID`, `…_SECRET`; a dash in the code is `_` there."""
    if not _CODE.fullmatch(code) or code in _TAKEN:
        raise env.MissingSetting(
            f"В STELLAZH_OIDC_PROVIDERS код «{code}»: нужны латинские буквы, цифры и дефис, первой – буква, и не vk "
            "или yandex. Код потом не меняют: по нему хранятся привязки."
        )
    prefix = f"STELLAZH_OIDC_{code.upper().replace('-', '_')}"
    server_url = env.text(f"{prefix}_URL").rstrip("/")
    address = urlsplit(server_url)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _OWN_MACHINE):
        raise env.MissingSetting(f"{prefix}_URL должна начинаться с https://, а задано «{server_url}».")
    return {
        "provider_id": code,
        "name": env.text(f"{prefix}_NAME"),
        "client_id": env.text(f"{prefix}_CLIENT_ID"),
        "secret": env.text(f"{prefix}_SECRET"),
        "settings": {"server_url": server_url, "oauth_pkce_enabled": True},
    }


def _known(code: str, name: str, client_id: str, secret: str) -> list[Provider]:
    if not client_id.strip():
        return []
    if not secret.strip():
        raise env.MissingSetting(
            f"Задана STELLAZH_{code.upper()}_CLIENT_ID, но не задана STELLAZH_{code.upper()}_SECRET."
        )
    settings = {"oauth_pkce_enabled": True}
    return [{"provider_id": code, "name": name, "client_id": client_id, "secret": secret, "settings": settings}]
