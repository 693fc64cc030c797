"""Where documents stand in the menus. No entry costs a query."""

from __future__ import annotations

from django.http import HttpRequest

from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def register() -> None:
    """Add the entries."""
    navigation.add(NavEntry("documents.list", "Документы", "documents:document_list", "site", order=18))
    navigation.add(
        NavEntry(
            "documents.list_work",
            "Документы",
            "documents:document_list",
            "work",
            group="Знания",
            order=10,
            visible=_is_signed_in,
        )
    )
