"""How far a resolution is in each municipality: marks by point and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from stellazh.associations.enums import TerritoryKind
from stellazh.associations.models import Territory
from stellazh.protocols.enums import DoneState
from stellazh.protocols.models import Assignment, Resolution
from stellazh.protocols.reads.resolutions.content import PointContent, ResolutionContent
from stellazh.protocols.reads.resolutions.marks import Marks, marks_of

WHOLE: Final = "Вся территория"
_MUNICIPAL: Final = (TerritoryKind.CITY, TerritoryKind.MUNICIPALITY, TerritoryKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One municipality: a cell for each point, in their order. `is_whole` is the row of marks kept for no one place."""

    name: str
    cells: tuple[Marks, ...]
    is_whole: bool = False

    @property
    def marks(self) -> Marks:
        """All marks of the row together."""
        return sum(self.cells, Marks())

    @property
    def percent(self) -> int | None:
        """How far the place is, every mark weighing the same."""
        return self.marks.percent


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Municipalities against points."""

    points: tuple[PointContent, ...]
    rows: tuple[PlaceRow, ...]

    @property
    def places(self) -> tuple[PlaceRow, ...]:
        """Without the row of the whole territory."""
        return tuple(row for row in self.rows if not row.is_whole)


def place_table(content: ResolutionContent, points: Sequence[PointContent], *, on: date) -> PlaceTable:
    """The table for these points. Two queries, however many municipalities, schools and points there are.

    The association has its territory selected. A mark of a school or an association counts where that stands.
    """
    resolution = content.resolution
    territory = resolution.association.territory
    rows = Territory.objects.filter(parent=territory, kind__in=_MUNICIPAL, archived_at=None).in_order()
    places = {row.path: row.name for row in rows}
    counted = _counted(resolution, [point.point.pk for point in points], tuple(places), on=on)
    found = [PlaceRow(name, _cells(counted, path, points)) for path, name in places.items()]
    whole = PlaceRow(WHOLE, _cells(counted, "", points), is_whole=True)
    return PlaceTable(tuple(points), (*found, whole) if whole.marks != Marks() else tuple(found))


def _cells(counted: Mapping[tuple[str, int], Marks], path: str, points: Sequence[PointContent]) -> tuple[Marks, ...]:
    return tuple(counted.get((path, point.point.pk), Marks()) for point in points)


def _counted(
    resolution: Resolution, point_ids: Sequence[int], places: Sequence[str], *, on: date
) -> dict[tuple[str, int], Marks]:
    """Marks by path of the municipality, empty for the whole, and point. One query."""
    late = Count("pk", filter=Q(state=DoneState.OPEN, due_on__lt=on))
    path = Coalesce("territory__path", "organisation__territory__path", "association__territory__path")
    rows = Assignment.objects.filter(decision__resolution=resolution, decision__in=point_ids).order_by()
    found: dict[tuple[str, int], list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows.values("decision_id", "state", path=path).annotate(count=Count("pk"), late=late):
        place = _place(row["path"] or "", places)
        found[(place, row["decision_id"])].append((row["state"], row["count"], row["late"]))
    return {key: marks_of(counts) for key, counts in found.items()}


def _place(path: str, places: Sequence[str]) -> str:
    """The municipality in which a place lies; nothing for the region itself."""
    return next((place for place in places if path.startswith(place)), "")
