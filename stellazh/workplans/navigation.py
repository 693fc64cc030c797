"""Entries of the menus that belong to plans."""

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("workplans.calendar", "Календарь", "workplans:calendar", "site", order=20))
    navigation.add(
        NavEntry(
            "workplans.plans",
            "Планы работы",
            "workplans:plan_list",
            "work",
            group="Год",
            order=20,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "workplans.calendar_work",
            "Календарь",
            "workplans:calendar",
            "work",
            group="Год",
            order=30,
            visible=_is_signed_in,
        )
    )
