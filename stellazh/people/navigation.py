"""Entries of the menus that belong to accounts."""

from django.http import HttpRequest

from stellazh.people.access import can_publish_texts
from stellazh.ui.navigation import NavEntry, navigation


def _is_guest(request: HttpRequest) -> bool:
    return not request.user.is_authenticated


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _may_publish(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(can_publish_texts(request.actor))  # type: ignore[attr-defined]


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry("people.sign_in", "Войти", "people:sign_in", "account", order=10, visible=_is_guest, is_prominent=True)
    )
    navigation.add(
        NavEntry("people.account", "Моя учётная запись", "people:account", "account", order=80, visible=_is_signed_in)
    )
    navigation.add(
        NavEntry("people.own_data", "Мои данные", "people:own_data", "account", order=82, visible=_is_signed_in)
    )
    navigation.add(
        NavEntry("people.texts", "Согласия", "personal:text_list", "work", group="Настройка", visible=_may_publish)
    )
    navigation.add(NavEntry("people.privacy", "Персональные данные", "personal:privacy", "footer", order=10))
    navigation.add(
        NavEntry(
            "people.sign_out", "Выйти", "people:sign_out", "account", order=90, visible=_is_signed_in, method="post"
        )
    )
