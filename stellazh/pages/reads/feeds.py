"""What appears in a section by itself: taken from the work of the association, as this reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from stellazh.associations.models import Association
from stellazh.associations.reads import Heads, heads_of
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.showing import ShownPaper, shown_papers
from stellazh.documents.enums import DocumentStatus
from stellazh.documents.models import Document
from stellazh.protocols.models import Protocol, Resolution
from stellazh.protocols.reads.open_lists import open_protocol_rows, open_resolution_rows

PER_PAGE: Final = 30
REPORTS: Final = "reports"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """An association of the structure and who leads it, as far as the reader may know."""

    association: Association
    heads: str


@dataclass(frozen=True, slots=True)
class StructureFeed:
    """The association itself and those one step below it."""

    own_heads: str
    rows: tuple[PlaceRow, ...]
    page: Page[Any]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A document, a protocol or a resolution in a list."""

    title: str
    href: str
    facts: str
    tag: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class PaperFeed:
    """A page of papers. `others` are resolutions beside protocols: few, on the first page only."""

    rows: tuple[PaperRow, ...]
    page: Page[Any]
    others: tuple[PaperRow, ...] = ()
    reports: tuple[ShownPaper, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.others or self.reports)


def structure_feed(association: Association, reader: Actor, number: object) -> StructureFeed:
    """Who leads here, and the associations below with their heads. Three queries, four for a guest."""
    below = Association.objects.present().filter(parent=association).select_related("territory").in_order()
    page = page_of(below, number)
    rows = list(page.object_list)
    today = clock.today(association.time_zone)
    heads = heads_of([association.pk, *(row.pk for row in rows)], reader=reader, on=today)
    return StructureFeed(
        heads.get(association.pk, Heads()).words,
        tuple(PlaceRow(row, heads.get(row.pk, Heads()).words) for row in rows),
        page,
    )


def document_feed(association: Association, reader: Actor, number: object) -> PaperFeed:
    """Published documents of the association. Two queries."""
    page = page_of(_documents(association, reader).in_order(), number)
    return PaperFeed(tuple(_document_row(row) for row in page.object_list), page)


def latest_documents(association: Association, reader: Actor, most: int) -> list[PaperRow]:
    """Those in force that were published last. One query."""
    rows = _documents(association, reader).filter(status=DocumentStatus.IN_FORCE)
    return [_document_row(row) for row in rows.order_by("-published_at", "-pk")[:most]]


def protocol_feed(association: Association, reader: Actor, number: object) -> PaperFeed:
    """Signed protocols and adopted resolutions that the reader may open, and published reports: titles as everybody
    may read them. Four queries, and four for whom the protocols name.
    """
    protocols = Protocol.objects.present().signed().readable_by(reader).filter(association=association)
    page = page_of(protocols.in_order(), number)
    others: tuple[PaperRow, ...] = ()
    reports: tuple[ShownPaper, ...] = ()
    if page.number == 1:
        adopted = Resolution.objects.present().readable_by(reader).filter(association=association)
        adopted = adopted.filter(adopted_on__isnull=False).in_order()
        others = tuple(
            PaperRow(row.title, row.href, row.words) for row in open_resolution_rows(list(adopted[:PER_PAGE]))
        )
        reports = tuple(published_reports(association))
    rows = tuple(PaperRow(row.words, row.href, row.title) for row in open_protocol_rows(list(page.object_list)))
    return PaperFeed(rows, page, others, reports)


def report_feed(association: Association, number: object) -> PaperFeed:
    """Published reports of the association. One query."""
    reports = published_reports(association)
    page = page_of(reports, number)
    return PaperFeed((), page, reports=tuple(page.object_list))


def published_reports(association: Association) -> list[ShownPaper]:
    """What everybody may read, the latest year first. One query."""
    kind = shown_papers.get(REPORTS)
    return kind.of_association(association.pk) if kind else []


def page_of(rows: QuerySet[Any] | Sequence[Any], number: object, per_page: int = PER_PAGE) -> Page[Any]:
    """A page of the rows; the nearest one where the number is none."""
    return Paginator(rows, per_page).get_page(number)  # type: ignore[arg-type]


def _documents(association: Association, reader: Actor) -> Any:
    # Its keepers see drafts in the register; the site shows even to them what is published.
    published = Document.objects.present().visible_to(reader).filter(published_at__isnull=False)
    return published.filter(association=association)


def _document_row(row: Document) -> PaperRow:
    facts = f"{row.requisites}. {row.source}" if row.source else row.requisites
    if row.status == DocumentStatus.IN_FORCE:
        return PaperRow(row.title, row.get_absolute_url(), facts)
    tone = "warn" if row.status == DocumentStatus.DRAFT else "bad"
    return PaperRow(row.title, row.get_absolute_url(), facts, row.get_status_display(), tone)
