"""What shows that something is done: chosen from this installation, an address, or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import DomainError
from stellazh.events.services.materials.bringing import MATERIAL_TYPES, Ready
from stellazh.files.services import store_file
from stellazh.protocols.evidence_kinds import evidence_kinds
from stellazh.protocols.models import Evidence, ProgressEntry

EVIDENCE_FILE: Final = "protocols.evidence"
EVIDENCE_TYPES: Final = MATERIAL_TYPES
MOST_EVIDENCE_BYTES: Final = 10 * 1024 * 1024
MOST_EVIDENCE: Final = 10
LINK: Final = "link"
FILE: Final = "file"
_LONGEST_LABEL: Final = 300
_LONGEST_URL: Final = 500
_valid_url = URLValidator(schemes=["http", "https"])


class EvidenceUnknown(DomainError):
    """The thing chosen is not there, or the one who chose it may not see it."""


class EvidenceLinkWrong(DomainError):
    """The address cannot be opened in a browser."""


class TooMuchEvidence(DomainError):
    """More than one report holds."""


@dataclass(frozen=True, slots=True)
class EvidenceFields:
    """One thing laid beside a report: `kind` and `object_key` of ours, «link» with `url`, «file» with `file`."""

    kind: str
    object_key: str = ""
    label: str = ""
    url: str = ""
    file: Ready | None = None


def read_evidence(chosen: Sequence[EvidenceFields], *, by: Actor) -> list[Evidence]:
    """The rows of what was chosen, not stored yet; a file waits for `keep_evidence`.

    Raises:
        EvidenceUnknown: `by` may not see it. EvidenceLinkWrong. TooMuchEvidence.
    """
    if len(chosen) > MOST_EVIDENCE:
        raise TooMuchEvidence(f"К одному отчёту прикладывают не больше {MOST_EVIDENCE} подтверждений.")
    return [_read(one, by) for one in chosen]


def keep_evidence(
    entry: ProgressEntry,
    chosen: Sequence[EvidenceFields],
    rows: Sequence[Evidence],
    *,
    association: Association,
    by: Actor,
    at: datetime,
) -> None:
    """Store what `read_evidence` made of `chosen`, with the files, beside the entry.

    Raises:
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted.
    """
    for one, row in zip(chosen, rows, strict=True):
        row.entry = entry
        if one.file is not None:
            row.file = store_file(
                one.file.content, name=one.file.name, purpose=EVIDENCE_FILE, scope=association.path, by=by, at=at
            )
            row.label = row.label or row.file.name[:_LONGEST_LABEL]
    Evidence.objects.bulk_create(rows)


def _read(one: EvidenceFields, by: Actor) -> Evidence:
    label = " ".join(one.label.split())[:_LONGEST_LABEL]
    if one.kind == FILE:
        if one.file is None:
            raise EvidenceUnknown("Выберите файл.")
        return Evidence(kind=FILE, label=label or one.file.name[:_LONGEST_LABEL])
    if one.kind == LINK:
        url = one.url.strip()
        return Evidence(kind=LINK, url=_checked(url), label=label or _site(url))
    kind = evidence_kinds.get(one.kind)
    # A link's bearer sees nothing of the installation but her mark.
    found = kind.get(by, one.object_key) if kind is not None and by.actor_kind != ActorKind.LINK else None
    if found is None:
        raise EvidenceUnknown("Такого мероприятия, протокола или пункта плана не видно: выберите из списка.")
    return Evidence(kind=one.kind, object_key=found.key, label=found.label[:_LONGEST_LABEL], url=found.url)


def _checked(url: str) -> str:
    try:
        _valid_url(url)
    except ValidationError as error:
        raise EvidenceLinkWrong("Ссылка должна начинаться с https:// или http://.") from error
    if len(url) > _LONGEST_URL:
        raise EvidenceLinkWrong(f"Ссылка длиннее {_LONGEST_URL} знаков: сократите её.")
    return url


def _site(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")[:_LONGEST_LABEL]
