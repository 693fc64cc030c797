"""Recordings of events: what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import QuerySet

from stellazh.common.actor import Actor
from stellazh.events.models import Recording
from stellazh.events.searching.audiences import open_to
from stellazh.events.searching.events import event_place, follows_event
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables

RECORDINGS: Final = "events_recording"
ITEMS: Final = "media_mediaitem"


def register() -> None:
    """Let recordings be found by whoever may see them."""
    searchables.add(
        SearchableKind(
            code="recording",
            label="запись",
            plural="Записи",
            entries=_entries,
            every_key=_present,
            visible_to=_visible_to,
            shown=_shown,
            sources=(
                Source(RECORDINGS, columns=("event_id", "item_id")),
                Source(
                    ITEMS,
                    f"SELECT t.id FROM {RECORDINGS} t WHERE t.item_id = {{row}}.id",  # noqa: S608
                    ("title", "archived_at"),
                ),
                *follows_event(RECORDINGS),
            ),
            order=45,
            weight=1.05,
        )
    )


def _present() -> QuerySet[Recording]:
    return Recording.objects.filter(item__archived_at=None, event__archived_at=None)


def _visible_to(actor: Actor) -> QuerySet[Recording]:
    return _present().filter(open_to(actor))


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    for row in _present().filter(pk__in=keys).select_related("item", "event__association"):
        yield SearchEntry(row.pk, row.item.title, on=row.event.first_day, **event_place(row.event))


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = _visible_to(actor).filter(pk__in=keys).select_related("event", "item")
    return {
        row.pk: Shown(f"{row.event.get_absolute_url()}#recordings", row.item.title, row.event.full_title)
        for row in rows
    }
