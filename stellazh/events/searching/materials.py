"""Materials of events: their names, and the words of the files they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from stellazh.common.actor import Actor
from stellazh.events.models import Material, MaterialVersion
from stellazh.events.searching.audiences import open_to
from stellazh.events.searching.events import event_place, follows_event
from stellazh.files.models import FileText
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
                Source(
                    "files_filetext",
                    f"SELECT v.material_id FROM {VERSIONS} v JOIN files_storedfile f ON f.id = v.file_id"  # noqa: S608
                    " WHERE f.sha256 = {row}.sha256",
                    ("sha256", "text"),
                ),
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
    words = FileText.objects.filter(sha256=OuterRef("fingerprint")).values("text")
    for row in rows.annotate(fingerprint=Subquery(present.values("file__sha256")[:1]), words=Subquery(words)):
        yield SearchEntry(
            row.pk,
            row.title,
            row.words or "",
            on=row.event.first_day,
            **event_place(row.event),
        )


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = _visible_to(actor).filter(pk__in=keys).select_related("event")
    return {row.pk: Shown(f"{row.event.get_absolute_url()}#materials", row.title, row.event.full_title) for row in rows}
