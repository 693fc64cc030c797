"""What everybody may read of protocols and resolutions, in the words of their open pages: without names, but of those
who agreed to be named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor
from stellazh.protocols.models import Decision, Protocol, Resolution
from stellazh.protocols.reads.content_model import DecisionLine, ProtocolContent
from stellazh.protocols.reads.open_lists import fetch_names
from stellazh.protocols.reads.open_protocol import SPEAKER, known_names, open_protocol
from stellazh.protocols.reads.open_words import Veil, indexed
from stellazh.protocols.reads.resolutions.open_reading import open_resolution
from stellazh.protocols.searching.decisions import day_and_year
from stellazh.protocols.searching.protocols import DECISIONS, MADE_OF, OWNERS, PEOPLE, PROTOCOLS, SPEECHES
from stellazh.protocols.searching.resolutions import RESOLUTIONS
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Shown, Source, searchables
from stellazh.workplans.reads.naming import SOMEBODY

_HIDDEN: Final = (SPEAKER, SOMEBODY)
_SHOWN_TO_ALL: Final = ("status", "published_at", "archived_at")


def register() -> None:
    """Let everybody find what is published."""
    searchables.add(
        SearchableKind(
            code="protocol_open",
            label="протокол",
            plural="Протоколы",
            entries=_protocols,
            every_key=Protocol.objects.published,
            visible_to=_open_protocols,
            address=lambda key: reverse("protocols:protocol_detail", args=[key]),
            sources=(*_of_open_protocols(), placed(PROTOCOLS)),
            order=50,
            group="protocol",
            weight=1.05,
        )
    )
    searchables.add(
        SearchableKind(
            code="decision_open",
            label="решение",
            plural="Решения",
            entries=_decisions,
            every_key=_published_decisions,
            visible_to=_open_decisions,
            shown=_shown_decisions,
            sources=(
                *(replace(source, key=_of_decisions(source)) for source in _of_open_protocols()),
                Source(DECISIONS, columns=("association_id", "resolution_id", "section_id", "text", "archived_at")),
                Source(
                    RESOLUTIONS,
                    f"SELECT d.id FROM {DECISIONS} d WHERE d.resolution_id = {{row}}.id",  # noqa: S608
                    (*_SHOWN_TO_ALL, "title", "adopted_on", "school_year"),
                ),
                placed(DECISIONS),
            ),
            order=55,
            group="decision",
        )
    )
    searchables.add(
        SearchableKind(
            code="resolution_open",
            label="резолюция",
            plural="Резолюции",
            entries=_resolutions,
            every_key=Resolution.objects.published,
            visible_to=_open_resolutions,
            address=lambda key: reverse("protocols:resolution_detail", args=[key]),
            sources=(
                Source(
                    RESOLUTIONS,
                    columns=(
                        *_SHOWN_TO_ALL, "association_id", "school_year", "title", "meeting_words", "preamble",
                        "adopted_on", "closing_words",
                    ),
                ),
                Source("protocols_problempoint", "{row}.resolution_id", ("resolution_id", "position", "text")),
                Source("protocols_resolutionsection", "{row}.resolution_id", ("resolution_id", "position", "heading")),
                Source(
                    DECISIONS,
                    "{row}.resolution_id",
                    (
                        "resolution_id", "section_id", "position", "text", "term_raw", "sign_of_done", "binding_at",
                        "archived_at",
                    ),
                ),
                placed(RESOLUTIONS),
            ),
            order=57,
            group="resolution",
            weight=1.05,
        )
    )  # fmt: skip


def _of_open_protocols() -> Iterator[Source]:
    """What the open page says follows besides the protocol itself who agreed to be named, and whom its rows name."""
    yield from MADE_OF
    yield Source(PROTOCOLS, columns=(*_SHOWN_TO_ALL, "body_form"))
    yield Source(PEOPLE, "{row}.protocol_id", ("person_id",))
    yield Source(SPEECHES, "{row}.protocol_id", ("person_id", "item_id"))
    yield Source(
        OWNERS,
        f"SELECT d.protocol_id FROM {DECISIONS} d WHERE d.id = {{row}}.decision_id",  # noqa: S608
        ("person_id", "kind"),
    )
    yield Source(
        "people_consent",
        f"SELECT t.protocol_id FROM {PEOPLE} t WHERE t.person_id = {{row}}.person_id UNION"  # noqa: S608
        f" SELECT t.protocol_id FROM {SPEECHES} t WHERE t.person_id = {{row}}.person_id UNION"
        f" SELECT d.protocol_id FROM {OWNERS} t JOIN {DECISIONS} d ON d.id = t.decision_id"
        " WHERE t.person_id = {row}.person_id",
        ("person_id", "subject", "withdrawn_at"),
    )


def _of_decisions(source: Source) -> str:
    """The decisions of the protocols that a source marks."""
    protocols = "{row}.id" if source.table == PROTOCOLS else source.key
    return f"SELECT d.id FROM {DECISIONS} d WHERE d.protocol_id IN ({protocols})"  # noqa: S608


def _open_protocols(actor: Actor) -> QuerySet[Protocol]:
    return Protocol.objects.published()


def _open_resolutions(actor: Actor) -> QuerySet[Resolution]:
    return Resolution.objects.published()


def _published_decisions() -> QuerySet[Decision]:
    of_papers = Q(protocol__in=Protocol.objects.published().values("pk"))
    of_papers |= Q(resolution__in=Resolution.objects.published().values("pk"))
    return Decision.objects.filter(of_papers, archived_at=None).exclude(text="")


def _open_decisions(actor: Actor) -> QuerySet[Decision]:
    return _published_decisions()


def _read(keys: Iterable[int]) -> list[tuple[Protocol, ProtocolContent]]:
    rows = Protocol.objects.published().filter(pk__in=keys).select_related("association")
    return [(row, open_protocol(row)) for row in rows.prefetch_related("people", "decisions")]


def _protocols(keys: Sequence[int]) -> Iterable[SearchEntry]:
    for row, content in _read(keys):
        yield SearchEntry(
            row.pk,
            _clean([f"{row}. {content.title}"]),
            _clean(_words(content)),
            on=row.held_on,
            year=row.school_year,
            **place_of(row.association),
        )


def _words(content: ProtocolContent) -> Iterator[str]:
    yield content.meeting_words
    yield from (item.title for item in content.items)
    for speech in content.all_speeches:
        yield from ("" if speech.name in _HIDDEN else speech.speaker, speech.text)
    for decision in content.all_decisions:
        yield decision.text
        yield from _about(decision)
    yield from (line.words for line in content.all_carried)
    yield from (content.place, content.present_words)
    yield from (one.words for one in (*content.chairs, *content.leaders, *content.secretaries))
    yield content.association_short


def _about(decision: DecisionLine) -> Iterator[str]:
    yield from (owner.name for owner in decision.owners if owner.name not in _HIDDEN)
    yield from (decision.term, decision.sign_of_done)


def _decisions(keys: Sequence[int]) -> Iterable[SearchEntry]:
    rows = _published_decisions().filter(pk__in=keys).select_related("association", "resolution", "protocol")
    found = list(rows)
    lines: Mapping[int, DecisionLine] = {
        line.id: line
        for _, content in _read({row.protocol_id for row in found if row.protocol_id is not None})
        for line in content.all_decisions
    }
    for row in found:
        line = lines.get(row.pk)
        text, about = (line.text, _about(line)) if line is not None else (Veil()(row.text), iter(()))
        first, *others = text.splitlines() or [""]
        on, year = day_and_year(row)
        yield SearchEntry(
            row.pk, _clean([first]), _clean([*others, *about]), on=on, year=year, **place_of(row.association)
        )


def _shown_decisions(keys: Sequence[int], actor: Actor) -> Mapping[int, Shown]:
    rows = list(_published_decisions().filter(pk__in=keys).select_related("protocol", "resolution"))
    fetch_names([row.protocol for row in rows if row.protocol is not None])
    found = {}
    for row in rows:
        paper = row.protocol or row.resolution
        if paper is None:
            continue
        url = paper.get_absolute_url()
        veil = Veil(known_names(row.protocol) if row.protocol is not None else ())
        title = _clean([veil(row.text.splitlines()[0])])
        found[row.pk] = Shown(f"{url}#decision-{row.pk}" if row.protocol else url, title, str(row.protocol or ""))
    return found


def _resolutions(keys: Sequence[int]) -> Iterable[SearchEntry]:
    for row in Resolution.objects.published().filter(pk__in=keys).select_related("association"):
        content = open_resolution(row)
        words = [content.meeting_words, content.preamble, *content.problems, content.closing_words]
        for section in content.sections:
            words.append(section.heading)
            words += [part for point in section.points for part in (point.text, point.term, point.sign_of_done)]
        words.append(row.association.short_name)
        yield SearchEntry(
            row.pk,
            _clean([content.title]),
            _clean(words),
            on=row.adopted_on,
            year=row.school_year,
            **place_of(row.association),
        )


def _clean(words: Iterable[str]) -> str:
    """Lines without what stands for names and contacts: it is no word of anybody's."""
    lines = (" ".join(indexed(one).split()) for text in words for one in (text or "").splitlines())
    return "\n".join(filter(None, lines))
