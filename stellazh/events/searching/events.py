"""Events as their pages tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from stellazh.associations.searching import Place, place_of, placed
from stellazh.common.actor import Actor
from stellazh.events.models import Event
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Source, searchables

EVENTS: Final = "events_event"


def register() -> None:
    """Let events be found by whoever may open their pages."""
    searchables.add(
        SearchableKind(
            code="event",
            label="мероприятие",
            plural="Мероприятия",
            entries=_entries,
            every_key=Event.objects.present,
            visible_to=open_events,
            address=lambda key: reverse("events:event_detail", args=[key]),
            sources=(
                Source(
                    EVENTS,
                    columns=(
                        "association_id",
                        "series_id",
                        "title",
                        "form",
                        "number",
                        "level",
                        "school_year",
                        "starts_at",
                        "place",
                        "audience",
                        "summary",
                        "description",
                        "organisers",
                        "partners",
                        "contact",
                        "status",
                        "cancel_reason",
                        "archived_at",
                    ),
                ),
                Source("events_eventseries", f"SELECT t.id FROM {EVENTS} t WHERE t.series_id = {{row}}.id", ("title",)),  # noqa: S608
                placed(EVENTS),
            ),
            order=30,
            weight=1.15,
        )
    )


def open_events(actor: Actor) -> QuerySet[Event]:
    """Events whose pages the actor may open."""
    return Event.objects.present().visible_to(actor)


class EventPlace(Place):
    """Where and when a thing of an event stands."""

    year: int


def event_place(event: Event) -> EventPlace:
    """The place and the year of what belongs to the event; needs its association."""
    return EventPlace(**place_of(event.association), year=event.school_year)


def follows_event(table: str) -> tuple[Source, Source]:
    """Sources by which a table with `event_id` follows its event, and that its association."""
    return (
        Source(
            EVENTS,
            f'SELECT t.id FROM "{table}" t WHERE t.event_id = {{row}}.id',  # noqa: S608
            ("association_id", "school_year", "starts_at", "archived_at"),
        ),
        placed(table, to_association="e.association_id", joined=f"JOIN {EVENTS} e ON e.id = t.event_id"),
    )


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = Event.objects.present().filter(pk__in=keys).select_related("association", "series")
    for row in rows:
        words = [
            row.get_form_display(),
            row.get_level_display(),
            row.series.title if row.series else "",
            row.summary,
            row.cancel_reason if row.status == "cancelled" else "",
            row.description,
            row.audience,
            row.place,
            row.organisers,
            row.partners,
            row.contact,
            row.association.short_name,
        ]
        yield SearchEntry(
            row.pk, row.full_title, "\n".join(filter(None, words)), on=row.first_day, **event_place(row)
        )  # fmt: skip
