"""Entries of the menus that belong to the homes."""

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("pages.home", "Главная", "pages:home", "site", order=10))
    navigation.add(
        NavEntry("pages.desk", "Мой стол", "pages:desk", "account", order=10, visible=_is_signed_in, is_prominent=True)
    )
    navigation.add(
        NavEntry("pages.desk_rail", "Мой стол", "pages:desk", "work", group="Год", order=10, visible=_is_signed_in)
    )
