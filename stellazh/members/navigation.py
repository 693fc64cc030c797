"""Entries of the menus that belong to members."""

from django.http import HttpRequest
from django.urls import reverse

from stellazh.members.access.responsible import can_read_white_spots
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _leads(request: HttpRequest) -> bool:
    return request.user.is_authenticated and can_read_white_spots(request.actor)  # type: ignore[attr-defined]


def _own_card(request: HttpRequest) -> str:
    # The card itself, not what leads to it: the entry is then marked as the page one is on.
    return reverse("members:card_detail", args=[request.user.pk])


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry("members.mine", "Участники", "members:my_lists", "work", group="Люди", order=10, visible=_is_signed_in)
    )
    navigation.add(
        NavEntry(
            "members.directory",
            "Справочник",
            "members:directory",
            "work",
            group="Люди",
            order=15,
            visible=_is_signed_in,
        )
    )
    navigation.add(NavEntry("members.join", "Вступить в объединение", "members:join", "entrance", order=10))
    navigation.add(
        NavEntry(
            "members.white_spots",
            "Белые пятна",
            "members:white_spots",
            "work",
            group="Территория",
            order=80,
            visible=_leads,
        )
    )
    navigation.add(
        NavEntry(
            "members.merges", "Двойные карточки", "members:merge_list", "work", group="Люди", order=55, visible=_leads
        )
    )
    navigation.add(
        NavEntry("members.card", "Моя карточка", _own_card, "work", group="Люди", order=5, visible=_is_signed_in)
    )
    navigation.add(
        NavEntry(
            "members.campaigns",
            "Уточнение данных",
            "members:campaigns",
            "work",
            group="Люди",
            order=40,
            visible=_is_signed_in,
        )
    )
