"""Entries of the menus that belong to accounts."""

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_guest(request: HttpRequest) -> bool:
    return not request.user.is_authenticated


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry("people.sign_in", "Войти", "people:sign_in", "account", order=10, visible=_is_guest, is_prominent=True)
    )
    navigation.add(
        NavEntry("people.account", "Моя учётная запись", "people:account", "account", order=80, visible=_is_signed_in)
    )
    navigation.add(
        NavEntry(
            "people.sign_out", "Выйти", "people:sign_out", "account", order=90, visible=_is_signed_in, method="post"
        )
    )
