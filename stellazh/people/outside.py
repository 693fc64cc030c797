"""Outside ways to sign in, as they are configured. Nothing here asks the database or the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialApp
from django.conf import settings


@dataclass(frozen=True, slots=True)
class OutsideWay:
    """One configured provider. The code is kept with each linked account and never changes."""

    code: str
    name: str


def outside_ways() -> list[OutsideWay]:
    """The configured ones, in the order of the settings."""
    return [OutsideWay(app["provider_id"], app["name"]) for _, app in _configured()]


def way_of(code: str) -> OutsideWay | None:
    """The configured one with that code."""
    return next((way for way in outside_ways() if way.code == code), None)


def name_of(code: str) -> str:
    """What to call a provider; its code when it is configured no more."""
    way = way_of(code)
    return way.name if way else code


def applications(code: str | None, client_id: str | None = None) -> list[SocialApp]:
    """allauth's unsaved rows of the configured ones: a row of its table opens no door."""
    return [
        SocialApp(provider=kind, **app)
        for kind, app in _configured()
        if code in (None, app["provider_id"], kind) and client_id in (None, app["client_id"])
    ]


def _configured() -> list[tuple[str, dict[str, Any]]]:
    return [(kind, app) for kind, entry in settings.SOCIALACCOUNT_PROVIDERS.items() for app in entry["APPS"]]
