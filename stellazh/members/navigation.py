"""Entries of the menus that belong to members."""

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry("members.mine", "Участники", "members:my_lists", "work", group="Люди", order=10, visible=_is_signed_in)
    )
