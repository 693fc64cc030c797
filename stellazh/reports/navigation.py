"""Where papers stand in the menus. Neither entry costs a query: the grants of the request are known."""

from __future__ import annotations

from django.http import HttpRequest

from stellazh.associations.access import can_somewhere, grants_of
from stellazh.common.capabilities import reaches
from stellazh.ui.navigation import NavEntry, navigation


def _watches(request: HttpRequest) -> bool:
    """Whoever looks after others: a role at the root, or over a territory."""
    return any(
        reaches(grant.role, "reports.read_board") and (grant.territory_path or grant.association_path.count("/") == 2)
        for grant in grants_of(request.actor)  # type: ignore[attr-defined]
    )


def _hands_in(request: HttpRequest) -> bool:
    return can_somewhere(request.actor, "reports.hand_in")  # type: ignore[attr-defined]


def _reads_figures(request: HttpRequest) -> bool:
    return can_somewhere(request.actor, "events.read_figures")  # type: ignore[attr-defined]


def _reads_reports(request: HttpRequest) -> bool:
    return can_somewhere(request.actor, "reports.read_report")  # type: ignore[attr-defined]


def register() -> None:
    """Add the entries."""
    navigation.add(
        NavEntry(
            "reports.board",
            "Документы объединений",
            "reports:board_home",
            "work",
            group="Территория",
            order=30,
            visible=_watches,
        )
    )
    navigation.add(
        NavEntry("reports.own", "Наши бумаги", "reports:own_home", "work", group="Год", order=35, visible=_hands_in)
    )
    navigation.add(
        NavEntry(
            "reports.year", "Итоги года", "reports:year_choose", "work", group="Год", order=38, visible=_reads_figures
        )
    )
    navigation.add(
        NavEntry(
            "reports.reports",
            "Отчёт за год",
            "reports:report_home",
            "work",
            group="Год",
            order=37,
            visible=_reads_reports,
        )
    )
