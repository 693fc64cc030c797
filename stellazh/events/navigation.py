"""Entries of the menus that belong to events."""

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("events.list", "Мероприятия", "events:event_list", "site", order=15))
    navigation.add(
        NavEntry(
            "events.list_work",
            "Мероприятия",
            "events:event_list",
            "work",
            group="Год",
            order=25,
            visible=_is_signed_in,
        )
    )
