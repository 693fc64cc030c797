"""Where sheets of acquaintance stand in the menus."""

from __future__ import annotations

from django.http import HttpRequest

from stellazh.associations.access import can_somewhere
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _follows(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return request.user.is_authenticated and can_somewhere(actor, "documents.follow_acquaintance")


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "documents.reading",
            "Мои ознакомления",
            "documents:reading_list",
            "work",
            group="Знания",
            order=12,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "documents.sheets",
            "Листы ознакомления",
            "documents:sheet_list",
            "work",
            group="Знания",
            order=14,
            visible=_follows,
        )
    )
