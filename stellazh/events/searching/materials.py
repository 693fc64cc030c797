"""Materials of events: their names, and the words of the files they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from stellazh.common.actor import Actor
from stellazh.events.models import Material, MaterialVersion
from stellazh.events.searching.audiences import open_to
from stellazh.events.searching.events import event_place, follows_event
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables

MATERIALS: Final = "events_material"
VERSIONS: Final = "events_materialversion"


def register() -> None:
    """Let materials be found by whoever may open them."""
    searchables.add(
        SearchableKind(
            code="material",
            label="материал",
            plural="Материалы",
            entries=_entries,
            every_key=_present,
            visible_to=_visible_to,
            shown=_shown,
            sources=(
                Source(MATERIALS, columns=("event_id", "title", "archived_at")),
                Source(VERSIONS, "{row}.material_id", ("material_id", "number", "file_id", "url")),
                *follows_event(MATERIALS),
            ),
            order=40,
        )
    )


def _present() -> QuerySet[Material]:
    return Material.objects.filter(archived_at=None, event__archived_at=None)


def _visible_to(actor: Actor) -> QuerySet[Material]:
    return _present().filter(open_to(actor))


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    present = MaterialVersion.objects.filter(material=OuterRef("pk")).order_by("-number")
    rows = _present().filter(pk__in=keys).select_related("event__association")
    for row in rows.annotate(file_name=Subquery(present.values("file__name")[:1])):
        yield SearchEntry(
            row.pk,
            row.title,
            row.file_name or "",
            on=row.event.first_day,
            **event_place(row.event),
        )


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = _visible_to(actor).filter(pk__in=keys).select_related("event")
    return {row.pk: Shown(f"{row.event.get_absolute_url()}#materials", row.title, row.event.full_title) for row in rows}
