"""Entries of the menus that belong to the homes."""

from django.http import HttpRequest

from stellazh.associations.access import can_somewhere
from stellazh.pages.capabilities import WRITE
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _writes_somewhere(request: HttpRequest) -> bool:
    return request.user.is_authenticated and can_somewhere(request.actor, WRITE)  # type: ignore[attr-defined]


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("pages.home", "Главная", "pages:home", "site", order=10))
    navigation.add(NavEntry("pages.news", "Новости", "pages:news_list", "site", order=12))
    navigation.add(
        NavEntry("pages.desk", "Мой стол", "pages:desk", "account", order=10, visible=_is_signed_in, is_prominent=True)
    )
    navigation.add(
        NavEntry("pages.desk_rail", "Мой стол", "pages:desk", "work", group="Год", order=10, visible=_is_signed_in)
    )
    navigation.add(
        NavEntry("pages.site", "Сайт", "pages:my_sites", "work", group="Знания", order=5, visible=_writes_somewhere)
    )
