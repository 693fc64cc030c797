"""Documents over HTTP/JSON, to read, with the rights of the key's owner."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate
from pydantic import Field

from stellazh.associations.models import Association, Territory
from stellazh.documents.models import Document, DocumentVersion
from stellazh.documents.reads.document_list import ALL, DocumentFilters, narrowed
from stellazh.documents.reads.document_page import links_of, versions_of
from stellazh.people.api_auth import actor_of

router = Router(tags=["Документы"])
# Of a code that nobody has: nothing lies under it.
_NOWHERE = "-"


class Pages(LimitOffsetPagination):
    """At most 200 rows at once."""

    class Input(Schema):
        limit: int = Field(50, ge=1, le=200)
        offset: int = Field(0, ge=0, le=10_000_000)


class DocumentOut(Schema):
    """A card. `source` is empty for the association itself; `version_count` counts its files."""

    id: int
    association: str
    kind: str
    title: str
    number: str
    dated_on: date | None
    source: str
    source_url: str
    summary: str
    status: str
    in_force_on: date | None
    repealed_on: date | None
    audience: str
    published_at: datetime | None
    version_count: int
    url: str
    updated_at: datetime

    @staticmethod
    def resolve_association(row: Document) -> str:
        return row.association.code

    @staticmethod
    def resolve_url(row: Document) -> str:
        return row.get_absolute_url()


class VersionOut(Schema):
    """A file of it; the highest number is the present one."""

    number: int
    what_changed: str
    added_at: datetime
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    page_count: int | None
    url: str

    @staticmethod
    def resolve_name(row: DocumentVersion) -> str:
        return row.file.name

    @staticmethod
    def resolve_media_type(row: DocumentVersion) -> str:
        return row.file.media_type

    @staticmethod
    def resolve_size_bytes(row: DocumentVersion) -> int:
        return row.file.size_bytes

    @staticmethod
    def resolve_sha256(row: DocumentVersion) -> str:
        return row.file.sha256

    @staticmethod
    def resolve_url(row: DocumentVersion) -> str:
        return row.file.get_absolute_url()


class DocumentWhole(DocumentOut):
    """A card with its files, and the keys of those documents it replaced or was replaced by."""

    versions: list[VersionOut]
    replaces: list[int]
    replaced_by: list[int]

    @staticmethod
    def resolve_versions(row: Any) -> list[DocumentVersion]:
        return list(row.known_versions)

    @staticmethod
    def resolve_replaces(row: Any) -> list[int]:
        return list(row.known_older)

    @staticmethod
    def resolve_replaced_by(row: Any) -> list[int]:
        return list(row.known_newer)


class DocumentFilter(Schema):
    """Which documents: of an association or of a territory with those below, by codes; by kind, status, year of the
    paper; with these words in name, number, source or summary."""

    association: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    territory: str = Field("", max_length=60, pattern=r"^[a-z0-9-]*$")
    kind: str = Field("", max_length=12)
    status: str = Field("", max_length=10)
    year: int | None = Field(None, ge=1900, le=2100)
    q: str = Field("", max_length=100)


def _documents(request: HttpRequest) -> Any:
    return Document.objects.present().visible_to(actor_of(request))


@router.get("", response=list[DocumentOut], summary="Документы, которые вам видны")
@paginate(Pages)
def document_list(request: HttpRequest, chosen: Query[DocumentFilter]) -> QuerySet[Document]:
    """Documents the key's owner may read, the newest first."""
    rows = _documents(request)
    if chosen.association:
        codes = Association.objects.filter(code=chosen.association).values_list("path", flat=True)
        rows = rows.filter(association__path__startswith=codes.first() or _NOWHERE)
    path = ""
    if chosen.territory:
        found = Territory.objects.filter(code=chosen.territory).values_list("path", flat=True).first()
        path = str(found) if found else _NOWHERE
    filters = DocumentFilters(
        words=chosen.q, kind=chosen.kind, status=chosen.status or ALL, year=chosen.year, territory_path=path
    )
    return narrowed(rows, filters).select_related("association").order_by("-dated_on", "-pk")


@router.get("/{int:document_id}", response=DocumentWhole, summary="Один документ")
def document_detail(request: HttpRequest, document_id: int) -> Document:
    """One document with its versions and what it replaces."""
    document: Document = get_object_or_404(_documents(request).select_related("association"), pk=document_id)
    links = links_of(document, actor_of(request))
    whole: Any = document
    whole.known_versions = versions_of(document)
    whole.known_older = [one.document.pk for one in links.older]
    whole.known_newer = [one.document.pk for one in links.newer]
    return document
