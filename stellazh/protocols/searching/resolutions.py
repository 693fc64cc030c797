"""Resolutions. What a section came together to discuss is found by all who see the resolution, its points by those
who may read them: of a draft only whoever prepares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor, ActorKind
from stellazh.protocols.enums import ResolutionStatus
from stellazh.protocols.models import Decision, Resolution
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Source, searchables

RESOLUTIONS: Final = "protocols_resolution"
DECISIONS: Final = "protocols_decision"


def register() -> None:
    """Let resolutions be found."""
    searchables.add(
        SearchableKind(
            code="resolution",
            label="резолюция",
            plural="Резолюции",
            entries=_entries,
            every_key=Resolution.objects.present,
            visible_to=_open_resolutions,
            address=_address,
            sources=(
                Source(
                    RESOLUTIONS,
                    columns=(
                        "association_id",
                        "school_year",
                        "title",
                        "meeting_words",
                        "adopted_on",
                        "closing_words",
                        "status",
                        "archived_at",
                    ),
                ),
                Source("protocols_problempoint", "{row}.resolution_id", ("resolution_id", "position", "text")),
                placed(RESOLUTIONS),
            ),
            order=57,
            group="resolution",
            weight=1.05,
        )
    )
    searchables.add(
        SearchableKind(
            code="resolution_text",
            label="резолюция",
            plural="Резолюции",
            entries=_texts,
            every_key=Resolution.objects.present,
            visible_to=readable_resolutions,
            address=_address,
            sources=(
                Source(
                    RESOLUTIONS,
                    columns=("association_id", "school_year", "title", "preamble", "adopted_on", "archived_at"),
                ),
                Source("protocols_resolutionsection", "{row}.resolution_id", ("resolution_id", "position", "heading")),
                Source(
                    DECISIONS,
                    "{row}.resolution_id",
                    ("resolution_id", "section_id", "position", "text", "sign_of_done", "archived_at"),
                ),
                placed(RESOLUTIONS),
            ),
            order=57,
            group="resolution",
            weight=1.05,
        )
    )


def readable_resolutions(actor: Actor) -> QuerySet[Resolution]:
    """Resolutions whose points the actor may read: `access.can_read_resolution_text`, said for all at once."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return _open_resolutions(actor)
    binding = Q(status__in=(ResolutionStatus.ADOPTED, ResolutionStatus.CLOSED))
    return _open_resolutions(actor).filter(binding | reach(actor, "protocols.edit_resolution", "association__"))


def _open_resolutions(actor: Actor) -> QuerySet[Resolution]:
    return Resolution.objects.present().visible_to(actor)


def _address(key: int) -> str:
    return reverse("protocols:resolution_detail", args=[key])


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = Resolution.objects.present().filter(pk__in=keys)
    for row in rows.select_related("association").prefetch_related("problems"):
        words = [row.meeting_words, *(one.text for one in row.problems.all()), row.association.short_name]
        if row.status == ResolutionStatus.CLOSED:
            words.append(row.closing_words)
        yield _entry(row, words)


def _texts(keys: Sequence[int]) -> Iterable[SearchEntry]:
    points = Decision.objects.filter(archived_at=None)
    rows = Resolution.objects.present().filter(pk__in=keys).select_related("association")
    for row in rows.prefetch_related("sections", Prefetch("points", points)):
        yield _entry(row, _text_of(row))


def _text_of(row: Resolution) -> Iterator[str]:
    yield row.preamble
    yield from (section.heading for section in row.sections.all())
    for point in row.points.all():
        yield from (point.text, point.sign_of_done)


def _entry(row: Resolution, words: Iterable[str]) -> SearchEntry:
    return SearchEntry(
        row.pk,
        row.title,
        "\n".join(filter(None, words)),
        on=row.adopted_on,
        year=row.school_year,
        **place_of(row.association),
    )
