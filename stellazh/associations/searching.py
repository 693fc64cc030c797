"""Associations in the search of everything, and where things of associations stand for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypedDict

from django.db.models import QuerySet

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables

ASSOCIATIONS: Final = "associations_association"
TERRITORIES: Final = "associations_territory"


class Place(TypedDict):
    """Where a thing of an association stands: by these results are narrowed."""

    place: str
    territory_id: int


def place_of(association: Association) -> Place:
    """The place of what belongs to the association. No query."""
    return Place(place=association.path, territory_id=association.territory_id)


def placed(table: str, *, to_association: str = "association_id", key: str = "id", joined: str = "") -> Source:
    """The source by which things of a table follow their association: when it moves, or is named otherwise.

    `joined` are joins from the table `t` to where `to_association` stands: the key of an association, in words of SQL.
    """
    column = to_association if "." in to_association else f"t.{to_association}"
    return Source(
        ASSOCIATIONS,
        f'SELECT t.{key} FROM "{table}" t {joined} WHERE {column} = {{row}}.id',  # noqa: S608
        ("path", "territory_id", "short_name", "time_zone"),
    )


def register() -> None:
    """Let associations be found."""
    searchables.add(
        SearchableKind(
            code="association",
            label="объединение",
            plural="Объединения",
            entries=_entries,
            every_key=Association.objects.present,
            visible_to=_visible_to,
            shown=_shown,
            sources=(
                Source(
                    ASSOCIATIONS,
                    columns=("name", "short_name", "about", "kind", "territory_id", "path", "archived_at"),
                ),
                Source(TERRITORIES, f"SELECT t.id FROM {ASSOCIATIONS} t WHERE t.territory_id = {{row}}.id", ("name",)),  # noqa: S608
            ),
            order=20,
            weight=1.15,
        )
    )


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    for row in Association.objects.present().filter(pk__in=keys).select_related("territory"):
        words = [row.name, row.kind_name, row.territory.name, row.about]
        yield SearchEntry(row.pk, row.short_name, "\n".join(filter(None, words)), **place_of(row))


def _visible_to(actor: Actor) -> QuerySet[Association]:
    return Association.objects.present()


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = Association.objects.present().filter(pk__in=keys).select_related("territory")
    return {row.pk: Shown(row.get_absolute_url(), row.short_name, row.territory.name) for row in rows}
