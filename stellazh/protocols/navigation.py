"""Where protocols stand in the menus."""

from __future__ import annotations

from django.http import HttpRequest

from stellazh.associations.access import can_somewhere
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _reads_follow_up(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return request.user.is_authenticated and can_somewhere(actor, "protocols.read_follow_up")


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "protocols.mine",
            "Мои поручения",
            "protocols:my_assignments",
            "work",
            group="Год",
            order=31,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "protocols.followed",
            "Решения на контроле",
            "protocols:followed_decisions",
            "work",
            group="Год",
            order=32,
            visible=_reads_follow_up,
        )
    )
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
    navigation.add(
        NavEntry(
            "protocols.resolutions",
            "Резолюция",
            "protocols:resolution_list",
            "work",
            group="Год",
            order=29,
            visible=_is_signed_in,
        )
    )
