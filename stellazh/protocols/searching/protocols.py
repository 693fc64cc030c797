"""Protocols as their pages read: who was there, what was asked, said and decided. Why somebody was away is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor
from stellazh.protocols.enums import PaperKind
from stellazh.protocols.models import AgendaItem, CarryOver, Decision, Protocol, ProtocolPaper, Speech
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Source, searchables

PROTOCOLS: Final = "protocols_protocol"
DECISIONS: Final = "protocols_decision"
OWNERS: Final = "protocols_decisionowner"
PEOPLE: Final = "protocols_protocolperson"
SPEECHES: Final = "protocols_speech"
# What a protocol says, besides where it stands.
MADE_OF: Final = (
    Source(
        PROTOCOLS,
        columns=(
            "association_id",
            "school_year",
            "number",
            "title",
            "meeting_words",
            "held_on",
            "place",
            "present_words",
            "archived_at",
        ),
    ),
    Source(
        PEOPLE,
        "{row}.protocol_id",
        ("protocol_id", "role", "position", "sort_key", "name", "post", "organisation_name"),
    ),
    Source(
        "protocols_agendaitem",
        "{row}.protocol_id",
        ("protocol_id", "position", "title", "reporters", "archived_at"),
    ),
    Source(
        SPEECHES,
        "{row}.protocol_id",
        ("protocol_id", "position", "name", "post", "text", "archived_at"),
    ),
    Source(
        DECISIONS,
        "{row}.protocol_id",
        ("protocol_id", "position", "text", "term_raw", "sign_of_done", "archived_at"),
    ),
    Source(
        OWNERS,
        f"SELECT d.protocol_id FROM {DECISIONS} d WHERE d.id = {{row}}.decision_id",  # noqa: S608
        ("decision_id", "position", "name"),
    ),
    Source("protocols_carryover", "{row}.protocol_id", ("protocol_id", "position", "words")),
    Source(
        "protocols_protocolpaper",
        "{row}.protocol_id",
        ("protocol_id", "kind", "title", "position", "archived_at"),
    ),
)


def register() -> None:
    """Let protocols be found by whoever may read them whole."""
    searchables.add(
        SearchableKind(
            code="protocol",
            label="протокол",
            plural="Протоколы",
            entries=_entries,
            every_key=Protocol.objects.present,
            visible_to=open_protocols,
            address=lambda key: reverse("protocols:protocol_detail", args=[key]),
            sources=(*MADE_OF, placed(PROTOCOLS)),
            order=50,
            group="protocol",
            weight=1.05,
        )
    )


def open_protocols(actor: Actor) -> QuerySet[Protocol]:
    """Protocols whose pages the actor may open, but those put away."""
    return Protocol.objects.present().visible_to(actor)


def protocol_title(protocol: Protocol) -> str:
    """«Протокол № 2 от 12.09.2024. Комплектование фондов»."""
    return f"{protocol}. {protocol.title}"


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = (
        Protocol.objects.present()
        .filter(pk__in=keys)
        .select_related("association")
        .prefetch_related(
            "people",
            Prefetch("agenda", AgendaItem.objects.filter(archived_at=None)),
            Prefetch("speeches", Speech.objects.filter(archived_at=None)),
            Prefetch("decisions", Decision.objects.filter(archived_at=None).prefetch_related("owners")),
            Prefetch("carried", CarryOver.objects.filter(decision__archived_at=None)),
            Prefetch("papers", ProtocolPaper.objects.filter(archived_at=None, kind=PaperKind.ATTACHMENT)),
        )
    )
    for row in rows:
        yield SearchEntry(
            row.pk,
            protocol_title(row),
            "\n".join(filter(None, _words(row))),
            on=row.held_on,
            year=row.school_year,
            **place_of(row.association),
        )


def _words(row: Protocol) -> Iterator[str]:
    yield row.meeting_words
    for item in row.agenda.all():
        yield from (item.title, item.reporters)
    for speech in row.speeches.all():
        yield from (", ".join(filter(None, (speech.name, speech.post))), speech.text)
    for decision in row.decisions.all():
        yield from decision_words(decision)
    yield from (one.words for one in row.carried.all())
    yield from (row.place, row.present_words)
    for one in row.people.all():
        yield ", ".join(filter(None, (one.name, one.post, one.organisation_name)))
    yield from (paper.title for paper in row.papers.all())
    yield row.association.short_name


def decision_words(decision: Decision) -> Iterator[str]:
    """What was decided, who answers, until when, what shows that it is done."""
    if not decision.text:
        # One begun and never written is not shown.
        return
    yield decision.text
    yield ", ".join(owner.name for owner in decision.owners.all())
    yield from (decision.term_raw, decision.sign_of_done)
