"""How much each municipality took part; those from which nobody came stand there too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stellazh.associations.models import Territory
from stellazh.events.reads.figures import Figures, breakdowns
from stellazh.reports.figures import Scope
from stellazh.reports.figures.attendances import own_figures
from stellazh.reports.reads.annual.content_model import ContentTable
from stellazh.reports.reads.annual.tables.cells import Row, across, number, words

CAPTION: Final = "Участие муниципалитетов"
HEADINGS: Final = ("Муниципалитет", "Участий", "Людей", "Мероприятий", "Школ")
OUTSIDE: Final = "Гости из других территорий"


def territory_tables(scope: Scope) -> Sequence[ContentTable]:
    """Municipalities of the association's territory, the most attending first, then guests from elsewhere.

    None where nobody's place is known and the territory is not divided. Eight queries at most.
    """
    territory = scope.association.territory
    rows = breakdowns(scope.attendances()).by_municipality
    came = {row.scope.place_id: row.figures for row in rows if row.scope.place_id is not None}
    tiles = list(Territory.objects.tiles_of(territory))
    known = {tile.pk for tile in tiles}
    others = Territory.objects.in_bulk([pk for pk in came if pk not in known])
    own = [*tiles, *(one for one in others.values() if one.path.startswith(territory.path))]
    guests = [one for one in others.values() if not one.path.startswith(territory.path)]
    if not own and not guests:
        return ()
    lines = [_row(place, came.get(place.pk)) for place in _ranked(own, came)]
    if guests:
        lines += [across(OUTSIDE), *(_row(place, came.get(place.pk)) for place in _ranked(guests, came))]
    whole = own_figures(scope)
    total = (
        words("Всего"), number(whole.attendance_count), number(whole.people_count), number(whole.event_count),
        number(whole.school_count),
    )  # fmt: skip
    return (ContentTable(CAPTION, HEADINGS, tuple(lines), total, _note(whole, own, came, guests)),)


def _ranked(places: Sequence[Territory], came: dict[int, Figures]) -> list[Territory]:
    # Sorted by how often they came; of equals the order of the alphabet, in which they are given, stays.
    by_name = sorted(places, key=lambda place: (place.sort_key, place.pk))
    return sorted(by_name, key=lambda place: -(came[place.pk].attendance_count if place.pk in came else 0))


def _row(place: Territory, found: Figures | None) -> Row:
    counts = (
        (found.attendance_count, found.people_count, found.event_count, found.school_count) if found else (0, 0, 0, 0)
    )
    return (words(place.name), *map(number, counts))


def _note(whole: Figures, own: Sequence[Territory], came: dict[int, Figures], guests: Sequence[Territory]) -> str:
    taking_part = sum(place.pk in came for place in own)
    said = [
        f"Участвовали {taking_part} из {len(own)}." if own else "",
        "В строке «Всего» каждый человек, мероприятие и школа посчитаны один раз.",
        f"Муниципалитет не указан: участий {whole.unknown_place_count}." if whole.unknown_place_count else "",
        "Проверьте, все ли гости из других территорий записаны верно." if guests else "",
    ]
    return " ".join(part for part in said if part)
