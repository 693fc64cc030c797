"""Lines of programmes. Everybody finds them by what they are about and by speakers who agreed to be named; by the
others those find them who are signed in, as the programme itself shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from stellazh.common.actor import Actor, ActorKind
from stellazh.events.enums import SlotKind
from stellazh.events.models import Slot, Speaker
from stellazh.events.reads.programme import shown_speaker
from stellazh.events.searching.events import event_place, follows_event, open_events
from stellazh.people.services.consents import published_subjects
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables
from stellazh.workplans.reads.naming import Naming

SLOTS: Final = "events_slot"
SPEAKERS: Final = "events_speaker"
_EVERYBODY: Final = Naming(shows_everybody=True, published={})


def register() -> None:
    """Let talks be found by whoever may open the page of their event."""
    of_slots = (
        Source(SLOTS, columns=("event_id", "parent_id", "kind", "title", "description", "place", "archived_at")),
        Source(SLOTS, f"SELECT t.id FROM {SLOTS} t WHERE t.parent_id = {{row}}.id", ("archived_at",)),  # noqa: S608
        *follows_event(SLOTS),
        Source(
            SPEAKERS,
            "{row}.slot_id",
            ("slot_id", "position", "person_id", "name", "post", "organisation_name", "is_name_public"),
        ),
    )
    consents = Source(
        "people_consent",
        f"SELECT t.slot_id FROM {SPEAKERS} t WHERE t.person_id = {{row}}.person_id",  # noqa: S608
        ("person_id", "subject", "withdrawn_at"),
    )
    searchables.add(
        SearchableKind(
            code="talk",
            label="выступление",
            plural="Выступления",
            entries=lambda keys: _entries(keys, named=False),
            every_key=_present,
            visible_to=_visible_to,
            shown=_shown,
            sources=(*of_slots, consents),
            order=35,
            group="talk",
        )
    )
    searchables.add(
        SearchableKind(
            code="talk_speaker",
            label="выступление",
            plural="Выступления",
            entries=lambda keys: _entries(keys, named=True),
            every_key=_present,
            visible_to=_visible_with_names,
            shown=_shown,
            sources=of_slots,
            order=35,
            group="talk",
        )
    )


def _present() -> QuerySet[Slot]:
    """Lines that the programme shows, without breaks."""
    shown = Slot.objects.filter(archived_at=None, event__archived_at=None).exclude(kind=SlotKind.BREAK)
    return shown.filter(Q(parent=None) | Q(parent__archived_at=None))


def _visible_to(actor: Actor) -> QuerySet[Slot]:
    return _present().filter(event__in=open_events(actor))


def _visible_with_names(actor: Actor) -> QuerySet[Slot]:
    is_signed_in = actor.actor_kind in (ActorKind.PERSON, ActorKind.SYSTEM)
    return _visible_to(actor) if is_signed_in else Slot.objects.none()


def _entries(keys: Sequence[int], *, named: bool) -> Iterable[SearchEntry]:
    rows = list(_present().filter(pk__in=keys).select_related("event__association").prefetch_related("speakers"))
    speakers: dict[int, list[Speaker]] = {row.pk: list(row.speakers.all()) for row in rows}
    naming = _EVERYBODY
    if not named:
        known = {one.person_id for held in speakers.values() for one in held if one.person_id is not None}
        naming = Naming(shows_everybody=False, published=published_subjects(known))
    for row in rows:
        shown = [shown_speaker(one, naming) for one in speakers[row.pk]]
        if named and not shown:
            # The other kind has all its words.
            continue
        words = [*(one.text for one in shown if not one.is_hidden), row.description, row.place]
        yield SearchEntry(
            row.pk, row.title, "\n".join(filter(None, words)), on=row.event.first_day, **event_place(row.event)
        )


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = _visible_to(actor).filter(pk__in=keys).select_related("event")
    return {
        row.pk: Shown(f"{row.event.get_absolute_url()}#slot-{row.pk}", row.title, row.event.full_title) for row in rows
    }
