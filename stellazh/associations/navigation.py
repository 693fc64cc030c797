"""Entries of the menus that belong to the structure."""

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("associations.site", "Объединения", "associations:association_list", "site", order=30))
    navigation.add(
        NavEntry(
            "associations.work",
            "Объединения",
            "associations:association_list",
            "work",
            group="Территория",
            order=60,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "associations.organisations",
            "Школы и организации",
            "associations:organisation_list",
            "work",
            group="Территория",
            order=70,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "associations.capabilities",
            "Кто что может",
            "associations:capability_table",
            "work",
            group="Настройка",
            order=90,
            visible=_is_signed_in,
        )
    )
