"""Several files at once: each becomes a draft card of its own, named by what its file says."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.common.verdict import require
from stellazh.documents.access import can_create_document
from stellazh.documents.enums import DocumentAudience, DocumentKind
from stellazh.documents.models import Document
from stellazh.documents.recognising import proposed_by_name
from stellazh.documents.services.bringing import Brought, ready_file
from stellazh.documents.services.cards import make_card
from stellazh.documents.services.fields import DocumentFields, Standing
from stellazh.documents.services.refusals import NothingChosen, TooManyFiles
from stellazh.documents.services.versions import fingerprint_of
from stellazh.files.names import clean_name

MOST_FILES: Final = 20


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that became no card, and why; `document` is the card that has it already."""

    name: str
    reason: str
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of the files, each in its order."""

    made: tuple[Document, ...]
    not_taken: tuple[NotTaken, ...]


def add_batch(
    association_id: int,
    files: Sequence[Brought],
    *,
    source: str = "",
    audience: str = DocumentAudience.MEMBERS,
    submission_key: UUID,
    by: Actor,
    at: datetime,
) -> Batch:
    """Make an unpublished card of each file, in a transaction of its own: one that is refused keeps no other back.

    Name, kind, number and day come from the file's name at once, and from its first lines when it has been read. A file
    that lies in a card of the association already is told and not added. One `submission_key` makes one set of cards.

    Raises:
        PermissionRefused: `by` does not keep documents there.
        NothingChosen, TooManyFiles: nothing was made.
    """
    association = Association.objects.get(pk=association_id)
    require(can_create_document(by, association))
    if not files:
        raise NothingChosen("Выберите файлы.")
    if len(files) > MOST_FILES:
        raise TooManyFiles(f"За один раз – не больше {MOST_FILES} файлов, а выбрано {len(files)}. Добавьте частями.")
    made, not_taken = [], []
    for place, file in enumerate(files):
        key = uuid.uuid5(submission_key, str(place))
        try:
            ready = ready_file(file)
            known = _known(association, fingerprint_of(ready.content), key)
            if known is not None:
                not_taken.append(NotTaken(clean_name(file.name), "Этот файл уже лежит в карточке.", known))
                continue
            proposed = proposed_by_name(ready.name)
            fields = DocumentFields(
                title=proposed.title,
                kind=proposed.kind or DocumentKind.OTHER,
                number=proposed.number,
                dated_on=proposed.dated_on,
                source=source,
                audience=audience,
            )
            made.append(
                make_card(association_id, fields, Standing(), ready, submission_key=key, is_proposed=True, by=by, at=at)
            )
        except PermissionRefused:
            raise
        except DomainError as refusal:
            not_taken.append(NotTaken(clean_name(file.name), str(refusal)))
    return Batch(tuple(made), tuple(not_taken))


def _known(association: Association, sha256: str, key: UUID) -> Document | None:
    """A present card of the association with this very file, unless this very form has made it."""
    rows = Document.objects.present().filter(association=association, versions__file__sha256=sha256)
    return rows.exclude(submission_key=key).order_by("pk").first()
