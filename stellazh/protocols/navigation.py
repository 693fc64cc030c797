"""Where protocols stand in the menus."""

from __future__ import annotations

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "protocols.list",
            "Протоколы",
            "protocols:protocol_list",
            "work",
            group="Год",
            order=28,
            visible=_is_signed_in,
        )
    )
