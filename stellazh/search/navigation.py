"""Where the search stands in the menus."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from stellazh.associations.access import grants_of
from stellazh.common.capabilities import reaches
from stellazh.search.capabilities import SYNONYMS
from stellazh.ui.navigation import NavEntry, navigation

# «/region/»: the path of an association that has none above it.
_ROOT_SLASHES: Final = 2


def _keeps_synonyms(request: HttpRequest) -> bool:
    """Whoever may at the root association. Costs no query: the grants of the request are known."""
    if not request.user.is_authenticated:
        return False
    return any(
        reaches(grant.role, SYNONYMS) and grant.association_path.count("/") == _ROOT_SLASHES
        for grant in grants_of(request.actor)  # type: ignore[attr-defined]
        if grant.association_path
    )


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("search.find", "Поиск", "search:find", "search", icon="search"))
    navigation.add(NavEntry("search.offers", "Похожие названия", "search:offers", "offers"))
    navigation.add(NavEntry("search.work", "Поиск", "search:find", "work", group="Год", order=12, icon="search"))
    navigation.add(
        NavEntry(
            "search.synonyms",
            "Синонимы поиска",
            "search:synonym_list",
            "work",
            group="Настройка",
            order=90,
            visible=_keeps_synonyms,
        )
    )
