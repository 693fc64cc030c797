"""A document as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stellazh.audit.models import AuditEntry
from stellazh.certificates import wording
from stellazh.certificates.enums import CertificateStatus
from stellazh.certificates.models import Certificate
from stellazh.certificates.reads.check import check_url
from stellazh.certificates.reads.register import TONES
from stellazh.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet: what it is, the name on it, its file, its code with the address, when it was sent and where."""

    label: str
    name: str
    made_at: datetime
    made_by: str
    note: str
    file: StoredFile | None
    code: str
    check_url: str
    letter_at: datetime | None
    letter_to: str
    is_latest: bool


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A deed of the journal about the document."""

    at: datetime
    who: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class CertificatePageParts:
    """Everything on the page beside the document itself; `story` is for those who read the register."""

    state: str
    tone: str
    sheets: Sequence[ShownSheet]
    latest: ShownSheet | None
    lacks_file: bool
    story: Sequence[StoryLine]


def certificate_page(certificate: Certificate, *, with_story: bool, base: str) -> CertificatePageParts:
    """The sheets, the latest first, and what was done. One query, one more with the story."""
    copies = certificate.copies.select_related("file").order_by("-ordinal")
    sheets = [
        ShownSheet(
            label="Первый экземпляр"
            if copy.ordinal == 1
            else f"Дубликат {copy.ordinal - 1}: {copy.get_reason_display()}",
            name=copy.values.get(wording.NAME, certificate.name),
            made_at=copy.made_at,
            made_by=copy.made_by,
            note=copy.note,
            file=copy.file,
            code=copy.code,
            check_url=check_url(base, copy.code),
            letter_at=copy.letter_at,
            letter_to=copy.letter_to,
            is_latest=place == 0,
        )
        for place, copy in enumerate(copies)
    ]
    status = CertificateStatus(certificate.status)
    return CertificatePageParts(
        state=str(status.label),
        tone=TONES[status] or "ok",
        sheets=sheets,
        latest=sheets[0] if sheets else None,
        lacks_file=any(sheet.file is None for sheet in sheets),
        story=_story(certificate) if with_story else [],
    )


def _story(certificate: Certificate) -> list[StoryLine]:
    entries = AuditEntry.objects.about(certificate).order_by("-at", "-pk")
    return [StoryLine(entry.at, entry.actor_name, entry.action_label, entry.note) for entry in entries]
