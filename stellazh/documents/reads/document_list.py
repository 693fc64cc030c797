"""Documents in a list: narrowed, in order, as rows; what a list can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Lower

from stellazh.documents.enums import DocumentStatus
from stellazh.documents.models import Document, DocumentQuerySet, DocumentVersion
from stellazh.files.media_types import DOCX, PPTX, XLSX
from stellazh.russian.calendar_words import short_date
from stellazh.russian.collation import fold, sort_key

MOST_WORDS: Final = 8
ALL: Final = "all"
UNPUBLISHED: Final = "unpublished"
ARCHIVED: Final = "archived"
# In the filter of sources: what the association itself has issued.
OWN: Final = "-"
_TONES: Final = {DocumentStatus.IN_FORCE: "ok", DocumentStatus.DRAFT: "warn", DocumentStatus.REPEALED: ""}
_FORMATS: Final = {
    "application/pdf": "PDF",
    DOCX: "Word",
    XLSX: "Excel",
    PPTX: "PowerPoint",
    "application/msword": "Word (.doc)",
    "application/vnd.ms-excel": "Excel (.xls)",
    "application/vnd.oasis.opendocument.text": "OpenDocument",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument",
    "image/jpeg": "скан",
    "image/png": "скан",
}


@dataclass(frozen=True, slots=True)
class DocumentFilters:
    """What a list is narrowed by: by default to those in force, the newest first.

    `status` is a `DocumentStatus` code, `all`, or for those who keep documents `unpublished` or `archived`; `source` is
    who issued it, `-` for the association itself.
    """

    words: str = ""
    kind: str = ""
    status: str = DocumentStatus.IN_FORCE
    year: int | None = None
    audience: str = ""
    source: str = ""
    association_id: int | None = None
    territory_path: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as a list shows it."""

    pk: int
    href: str
    title: str
    requisites: str
    kind: str
    number: str
    dated_on: date | None
    source: str
    state: str
    tone: str
    since: str
    association: str
    association_code: str
    audience: str
    file: str
    version_count: int
    is_published: bool
    is_archived: bool
    summary: str
    in_force_on: date | None
    repealed_on: date | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Offered:
    """By which years and sources a list can be narrowed."""

    years: Sequence[int] = field(default=())
    sources: Sequence[str] = field(default=())


def narrowed(documents: DocumentQuerySet, filters: DocumentFilters) -> DocumentQuerySet:
    """Those that are asked for. Words are looked for in name, number, source and summary."""
    is_away = filters.status == ARCHIVED
    rows = documents.exclude(archived_at=None) if is_away else documents.present()
    if filters.status == UNPUBLISHED:
        rows = rows.filter(published_at=None)
    elif filters.status in DocumentStatus.values:
        rows = rows.filter(status=filters.status)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.year:
        rows = rows.filter(dated_on__year=filters.year)
    if filters.audience:
        rows = rows.filter(audience=filters.audience)
    if filters.source:
        rows = rows.filter(source="" if filters.source == OWN else filters.source)
    if filters.association_id:
        rows = rows.filter(association_id=filters.association_id)
    if filters.territory_path:
        rows = rows.filter(association__territory__path__startswith=filters.territory_path)
    return _with_words(rows, filters.words) if filters.words.strip() else rows


def ordered(documents: DocumentQuerySet, order: str) -> DocumentQuerySet:
    """«new» by default: by the day of the paper, the newest first; «old»; «title»; «added»."""
    if order == "old":
        return documents.order_by(F("dated_on").asc(nulls_last=True), "pk")
    if order == "title":
        return documents.order_by(Lower("title"), "pk")
    if order == "added":
        return documents.order_by("-created_at", "-pk")
    return documents.order_by(F("dated_on").desc(nulls_last=True), "-pk")


def document_rows(documents: DocumentQuerySet) -> list[DocumentRow]:
    """The rows of a page. One query."""
    present = DocumentVersion.objects.filter(document=OuterRef("pk"), number=OuterRef("version_count"))
    rows = documents.select_related("association").annotate(
        media_type=Subquery(present.values("file__media_type")[:1]),
        page_count=Subquery(present.values("page_count")[:1]),
    )
    return [_row(row) for row in rows]


def offered_of(documents: DocumentQuerySet) -> Offered:
    """Years and sources that occur. One query."""
    pairs = list(documents.order_by().values_list("dated_on__year", "source").distinct())
    years = sorted({year for year, _ in pairs if year}, reverse=True)
    return Offered(years, sorted({source for _, source in pairs if source}, key=sort_key))


def format_words(media_type: str, page_count: int | None) -> str:
    """«PDF, 3 стр.»; empty without a file."""
    if not media_type:
        return ""
    words = _FORMATS.get(media_type, "файл")
    return f"{words}, {page_count} стр." if page_count and words != "скан" else words


def state_words(document: Document) -> tuple[str, str]:
    """The state of a card and the tone of its mark."""
    if document.archived_at is not None:
        return "в архиве", ""
    status = DocumentStatus(document.status)
    return str(status.label), _TONES[status]


def _row(row: Document) -> DocumentRow:
    state, tone = state_words(row)
    return DocumentRow(
        pk=row.pk,
        href=row.get_absolute_url(),
        title=row.title,
        requisites=row.requisites,
        kind=str(row.get_kind_display()),
        number=row.number,
        dated_on=row.dated_on,
        source=row.source,
        state=state,
        tone=tone,
        since=since_words(row),
        association=row.association.short_name,
        association_code=row.association.code,
        audience=str(row.get_audience_display()),
        file=format_words(row.media_type or "", row.page_count),  # type: ignore[attr-defined]
        version_count=row.version_count,
        is_published=row.published_at is not None,
        is_archived=row.archived_at is not None,
        summary=row.summary,
        in_force_on=row.in_force_on,
        repealed_on=row.repealed_on,
        published_at=row.published_at,
    )


def since_words(document: Document) -> str:
    """«с 01.09.2024»: since or until when it is to be followed."""
    if document.status == DocumentStatus.REPEALED:
        return f"с {short_date(document.repealed_on)}" if document.repealed_on else ""
    return f"с {short_date(document.in_force_on)}" if document.in_force_on else ""


def _with_words(rows: DocumentQuerySet, text: str) -> DocumentQuerySet:
    # SQLite knows no case of Russian letters, and ё is е to whoever searches: texts are compared folded.
    words = fold(text.replace("№", " ")).split()[:MOST_WORDS]
    told = rows.order_by().values_list("pk", "title", "number", "source", "summary")
    # Each is folded once, however many words are asked for.
    folded = ((pk, fold(" ".join(texts))) for pk, *texts in told.iterator(chunk_size=500))
    found = [pk for pk, text in folded if all(word in text for word in words)]
    return rows.filter(pk__in=found)
