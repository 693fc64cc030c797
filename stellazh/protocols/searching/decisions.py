"""Decisions one by one: found by whoever reads the paper they stand in, or follows how they are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor
from stellazh.protocols.models import Decision
from stellazh.protocols.searching.protocols import (
    DECISIONS,
    OWNERS,
    PROTOCOLS,
    decision_words,
    open_protocols,
    protocol_title,
)
from stellazh.protocols.searching.resolutions import RESOLUTIONS, readable_resolutions
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables


def register() -> None:
    """Let decisions be found."""
    searchables.add(
        SearchableKind(
            code="decision",
            label="решение",
            plural="Решения",
            entries=_entries,
            every_key=_present,
            visible_to=_visible_to,
            shown=_shown,
            sources=(
                Source(
                    DECISIONS,
                    columns=(
                        "association_id",
                        "protocol_id",
                        "resolution_id",
                        "number_text",
                        "text",
                        "term_raw",
                        "sign_of_done",
                        "archived_at",
                    ),
                ),
                Source(OWNERS, "{row}.decision_id", ("decision_id", "position", "name")),
                Source(
                    PROTOCOLS,
                    f"SELECT d.id FROM {DECISIONS} d WHERE d.protocol_id = {{row}}.id",  # noqa: S608
                    ("held_on", "school_year", "archived_at"),
                ),
                Source(
                    RESOLUTIONS,
                    f"SELECT d.id FROM {DECISIONS} d WHERE d.resolution_id = {{row}}.id",  # noqa: S608
                    ("adopted_on", "school_year", "archived_at"),
                ),
                placed(DECISIONS),
            ),
            order=55,
            group="decision",
        )
    )


def _present() -> QuerySet[Decision]:
    """Decisions with words, of papers that are not put away."""
    here = Q(protocol__isnull=False, protocol__archived_at=None)
    here |= Q(resolution__isnull=False, resolution__archived_at=None)
    return Decision.objects.filter(here, archived_at=None).exclude(text="")


def _visible_to(actor: Actor) -> QuerySet[Decision]:
    read = Q(protocol__in=open_protocols(actor).values("pk"))
    read |= Q(resolution__in=readable_resolutions(actor).values("pk"))
    return _present().filter(read | Q(pk__in=Decision.objects.followed_by(actor).values("pk")))


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = _present().filter(pk__in=keys).select_related("association", "protocol", "resolution")
    for row in rows.prefetch_related("owners"):
        first, *others = row.text.splitlines() or [""]
        on, year = day_and_year(row)
        _, *rest = decision_words(row)
        yield SearchEntry(
            row.pk,
            first,
            "\n".join(filter(None, [*others, *rest])),
            on=on,
            year=year,
            **place_of(row.association),
        )


def day_and_year(row: Decision) -> tuple[date | None, int | None]:
    """Those of its paper; needs it."""
    if row.protocol is not None:
        return row.protocol.held_on, row.protocol.school_year
    if row.resolution is not None:
        return row.resolution.adopted_on, row.resolution.school_year
    return None, None


def _shown(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    """At its paper for those who read that, else where it is followed."""
    rows = _visible_to(actor).filter(pk__in=keys).select_related("protocol", "resolution")
    protocols = set(open_protocols(actor).filter(decisions__in=keys).values_list("pk", flat=True))
    resolutions = set(readable_resolutions(actor).filter(points__in=keys).values_list("pk", flat=True))
    found: dict[int, Shown] = {}
    for row in rows:
        if row.protocol is not None and row.protocol_id in protocols:
            url = f"{row.protocol.get_absolute_url()}#decision-{row.pk}"
        elif row.resolution is not None and row.resolution_id in resolutions:
            url = row.resolution.get_absolute_url()
        else:
            url = reverse("protocols:decision_detail", args=[row.pk])
        paper = protocol_title(row.protocol) if row.protocol is not None else str(row.resolution)
        found[row.pk] = Shown(url, row.text.splitlines()[0], paper)
    return found
