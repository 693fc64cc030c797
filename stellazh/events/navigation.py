"""Entries of the menus that belong to events."""

from django.http import HttpRequest

from stellazh.associations.access import can_somewhere
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _reads_figures(request: HttpRequest) -> bool:
    return request.user.is_authenticated and can_somewhere(request.actor, "events.read_figures")  # type: ignore[attr-defined]


def _prepares(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return request.user.is_authenticated and any(
        can_somewhere(actor, code) for code in ("events.edit_event", "events.read_participants")
    )


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
    navigation.add(
        NavEntry(
            "events.mine",
            "Мои мероприятия",
            "events:my_events",
            "work",
            group="Год",
            order=26,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "events.own",
            "Подготовка мероприятий",
            "events:own_events",
            "work",
            group="Год",
            order=27,
            visible=_prepares,
        )
    )
    navigation.add(
        NavEntry(
            "events.figures",
            "Подсчёт участий",
            "events:figures_choose",
            "work",
            group="Год",
            order=60,
            visible=_reads_figures,
        )
    )
