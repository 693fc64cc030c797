"""Where certificates stand in the menus. Neither entry costs a query: the grants of the request are known."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from stellazh.associations.access import can_somewhere, grants_of
from stellazh.common.capabilities import reaches
from stellazh.ui.navigation import NavEntry, navigation


def _is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _issues(request: HttpRequest) -> bool:
    return request.user.is_authenticated and can_somewhere(request.actor, "certificates.issue")  # type: ignore[attr-defined]


def _reads_register(request: HttpRequest) -> bool:
    return not _issues(request) and _own_register(request) is not None


def _own_register(request: HttpRequest) -> str | None:
    """The issues of the association where the person has a role; whoever reads from above comes by its page."""
    for grant in grants_of(request.actor):  # type: ignore[attr-defined]
        if grant.association_path and reaches(grant.role, "certificates.read_register"):
            return reverse("certificates:run_list", args=[grant.association_path.strip("/").split("/")[-1]])
    return None


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "certificates.runs",
            "Сертификаты",
            "certificates:run_home",
            "work",
            group="Год",
            order=30,
            visible=_issues,
        )
    )
    navigation.add(
        NavEntry(
            "certificates.mine",
            "Мои сертификаты",
            "certificates:mine",
            "work",
            group="Год",
            order=34,
            visible=_is_signed_in,
        )
    )
    navigation.add(
        NavEntry(
            "certificates.work",
            "Сертификаты",
            _own_register,
            "work",
            group="Год",
            order=33,
            visible=_reads_register,
        )
    )
