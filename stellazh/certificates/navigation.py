"""Where certificates stand in the menus. Neither entry costs a query: the grants of the request are known."""

from __future__ import annotations

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "certificates.mine",
            "Мои сертификаты",
            "certificates:mine",
            "work",
            group="Год",
            order=33,
            visible=_is_signed_in,
        )
    )
