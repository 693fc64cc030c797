"""Documents in the search of everything: what stands on the card, and the words of the file as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from stellazh.associations.searching import place_of, placed
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.documents.models import Document, DocumentVersion
from stellazh.textindex.searchable import SearchableKind, SearchEntry, Source, searchables

DOCUMENTS: Final = "documents_document"


def register() -> None:
    """Let documents be found by whoever may open them."""
    searchables.add(
        SearchableKind(
            code="document",
            label="документ",
            plural="Документы",
            entries=_entries,
            every_key=Document.objects.present,
            visible_to=_visible_to,
            address=lambda key: reverse("documents:document_detail", args=[key]),
            sources=(
                Source(
                    DOCUMENTS,
                    columns=(
                        "association_id",
                        "kind",
                        "title",
                        "number",
                        "dated_on",
                        "source",
                        "summary",
                        "archived_at",
                    ),
                ),
                Source("documents_documentversion", "{row}.document_id", ("document_id", "number", "text")),
                placed(DOCUMENTS),
            ),
            order=80,
            weight=1.1,
        )
    )


def _visible_to(actor: Actor) -> QuerySet[Document]:
    return Document.objects.present().visible_to(actor)


def _entries(keys: Sequence[int]) -> Iterable[SearchEntry]:
    present = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    rows: QuerySet[Document] = Document.objects.present().filter(pk__in=keys).select_related("association")
    for row in rows.annotate(words_of_file=Subquery(present.values("text")[:1])):
        words = [row.requisites, row.source, row.summary, row.words_of_file]
        yield SearchEntry(
            row.pk,
            row.title,
            "\n".join(filter(None, words)),
            on=row.dated_on,
            year=SchoolYear.of(row.dated_on).start if row.dated_on else None,
            **place_of(row.association),
        )
