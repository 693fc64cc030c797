"""Where the search stands in the menus."""

from __future__ import annotations

from stellazh.ui.navigation import NavEntry, navigation


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("search.find", "Поиск", "search:find", "site", order=90, icon="search"))
    navigation.add(NavEntry("search.work", "Поиск", "search:find", "work", group="Год", order=12, icon="search"))
