"""What the page of a document shows beside the card: its versions, what replaced it and what it replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Q

from stellazh.audit.models import AuditEntry, AuditEntryQuerySet
from stellazh.common.actor import Actor
from stellazh.documents.enums import DocumentStatus, ExtractionState
from stellazh.documents.models import Document, DocumentPage, DocumentVersion, Replacement
from stellazh.documents.reads.document_list import format_words
from stellazh.documents.recognising import Proposed, proposed_by_name, proposed_by_text

_LONGEST_CHAIN: Final = 10
# Long texts that a list of versions does not need.
_HEAVY: Final = ("text", "shown")


@dataclass(frozen=True, slots=True)
class Linked:
    """A document that replaced this one, or was replaced by it. `pk` is that of the replacement."""

    pk: int
    document: Document
    note: str


@dataclass(frozen=True, slots=True)
class Links:
    """`newer` took this one's place, `older` gave theirs; `in_force` is where the chain ends today."""

    newer: Sequence[Linked]
    older: Sequence[Linked]
    in_force: Sequence[Document]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version as the page shows it. `hidden_count` are pages of a PDF that are in the file only."""

    version: DocumentVersion
    pages: Sequence[DocumentPage]
    words: str
    is_present: bool

    @property
    def hidden_count(self) -> int:
        count = self.version.page_count or 0
        return max(0, count - self.pages[-1].number) if self.pages else 0

    @property
    def is_waiting(self) -> bool:
        return self.version.extraction == ExtractionState.WAITING

    @property
    def paper(self) -> dict[str, Any]:
        """What `ui/paper/paper.html` takes; of a scan there is only its picture."""
        return self.version.shown or {"blocks": [], "page_count": self.version.page_count, "is_cut": False}

    @property
    def page_views(self) -> list[dict[str, Any]]:
        """The pages as `ui/paper/paper.html` takes them."""
        return [
            {
                "number": page.number,
                "address": page.picture.get_absolute_url(),
                "width": page.width,
                "height": page.height,
                "text": page.text,
            }
            for page in self.pages
        ]

    @property
    def is_shown(self) -> bool:
        return bool(self.pages or self.paper["blocks"])


def versions_of(document: Document) -> list[DocumentVersion]:
    """Every version, the present one first, without their texts. One query."""
    return list(document.versions.defer(*_HEAVY).select_related("file").newest_first())


def shown_version(document: Document, number: int) -> ShownVersion | None:
    """The version with its pages. Two queries."""
    version = document.versions.select_related("file").filter(number=number).first()
    if version is None:
        return None
    words = format_words(version.file.media_type, version.page_count)
    pages = list(version.pages.select_related("picture"))
    return ShownVersion(version, pages, words, version.number == document.version_count)


def links_of(document: Document, actor: Actor) -> Links:
    """What replaced it and what it replaced, as far as the actor may read these. Two queries, and one for each further
    step to the document in force."""
    rows = Replacement.objects.filter(Q(newer=document) | Q(older=document)).order_by("pk")
    pairs = list(rows)
    keys = {row.older_id if row.newer_id == document.pk else row.newer_id for row in pairs}
    seen = _readable(actor, keys) if keys else {}
    newer: list[Linked] = []
    older: list[Linked] = []
    for row in pairs:
        is_newer = row.older_id == document.pk
        other = seen.get(row.newer_id if is_newer else row.older_id)
        if other is not None:
            (newer if is_newer else older).append(Linked(row.pk, other, row.note))
    return Links(newer, older, _in_force([one.document for one in newer], actor))


def history_of(document: Document) -> AuditEntryQuerySet:
    """What was done to the document, the latest first."""
    return AuditEntry.objects.about(document)


def proposal_for(document: Document, version: DocumentVersion | None) -> Proposed | None:
    """What the paper says of itself and the card does not; its title where the card is called after the file."""
    if version is None or not version.text:
        return None
    is_called_after_file = document.title == proposed_by_name(version.file.name).title
    if document.number and document.dated_on and not is_called_after_file:
        return None
    found = proposed_by_text(version.text)
    title = found.title if is_called_after_file and found.title != document.title else ""
    has_more = title or (found.number and not document.number) or (found.dated_on and not document.dated_on)
    return replace(found, title=title) if has_more else None


def _in_force(nearest: Sequence[Document], actor: Actor) -> list[Document]:
    found: dict[int, Document] = {}
    known = {one.pk for one in nearest}
    step = list(nearest)
    for _ in range(_LONGEST_CHAIN):
        found.update({one.pk: one for one in step if one.status != DocumentStatus.REPEALED})
        ended = [one.pk for one in step if one.status == DocumentStatus.REPEALED]
        if not ended:
            break
        further = set(Replacement.objects.filter(older_id__in=ended).values_list("newer_id", flat=True)) - known
        known |= further
        step = list(_readable(actor, further).values()) if further else []
    return list(found.values())


def _readable(actor: Actor, keys: set[int]) -> dict[int, Document]:
    return {one.pk: one for one in Document.objects.visible_to(actor).filter(pk__in=keys)}
