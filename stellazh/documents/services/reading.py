"""Reading a version in the background: its words for the search, what the page shows, pictures of a PDF's pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from PIL import Image

from stellazh.audit.services import compare
from stellazh.common.actor import Actor
from stellazh.common.errors import UnreadablePaper
from stellazh.documents.enums import ExtractionState
from stellazh.documents.models import Document, DocumentPage, DocumentVersion
from stellazh.documents.recognising import proposed_by_name, proposed_by_text
from stellazh.documents.services.bringing import PAGE_PICTURE, SCANS
from stellazh.documents.services.fields import FIELD_NAMES, DocumentFields, checked_fields
from stellazh.documents.services.locking import keep, locked_document, save
from stellazh.documents.services.versions import have_read
from stellazh.files.services import FileIsLost, NewFile, open_file, store_files
from stellazh.office.apart import ReadingTakesLong
from stellazh.office.extracts import PagePicture, PaperKind, page_pictures, shown_pages, text_of

# A version still waiting after this time was forgotten by a queue that was lost: it is put there again.
FORGOTTEN: Final = timedelta(minutes=10)
# After so long nobody believes any more that it can be read.
GIVEN_UP: Final = timedelta(hours=3)
GIVEN_UP_WORDS: Final = (
    "Файл не удалось прочитать: скачать его можно, а поиск слов в нём не найдёт. Сохраните документ заново и добавьте "
    "новой версией."
)
LOST: Final = "Содержимое файла не найдено в хранилище: добавьте файл ещё раз новой версией."
SCAN: Final = "Это картинка: страница её показывает, а слов в ней поиск не найдёт."
_LONGEST_NOTE: Final = 300
_LOT: Final = 20


@dataclass(frozen=True, slots=True)
class _Reading:
    """What came of the file."""

    state: ExtractionState
    note: str = ""
    text: str = ""
    shown: dict[str, Any] | None = None
    page_count: int | None = None
    pictures: Sequence[PagePicture] = field(default=())


def read_version(version_id: int, *, completes_card: bool = False, by: Actor, at: datetime) -> DocumentVersion:
    """Read the file of a version and keep what came of it, a refusal as a sentence; one that has been read stays.

    With `completes_card` the card takes kind, number, day and name from the paper, if nobody has edited or published
    it yet.

    Raises:
        ReadingTakesLong: there was no turn or no time; it waits on and will be tried again.
    """
    version = DocumentVersion.objects.select_related("file").get(pk=version_id)
    if version.extraction != ExtractionState.WAITING:
        return version
    # Outside of any transaction: a long paper holds nobody up.
    reading = _read(version)
    with transaction.atomic():
        document = locked_document(version.document_id)
        version = DocumentVersion.objects.select_related("file").get(pk=version_id)
        if version.extraction != ExtractionState.WAITING:
            return version
        _keep_pages(version, document, reading.pictures, by=by, at=at)
        version.extraction, version.extraction_note = reading.state, reading.note[:_LONGEST_NOTE]
        version.text, version.shown, version.page_count = reading.text, reading.shown, reading.page_count
        version.extracted_at = at
        version.save(
            update_fields=["extraction", "extraction_note", "text", "shown", "page_count", "extracted_at"],
        )
        if completes_card and reading.text:
            _complete_card(document, version, by=by, at=at)
    return version


def pick_up_waiting(*, by: Actor, at: datetime) -> int:
    """Have every version read that has waited too long, and give up those that nothing helps; how many are tried."""
    waiting = DocumentVersion.objects.waiting().filter(added_at__lt=at - FORGOTTEN)
    tried = 0
    for version in waiting.order_by("pk")[:500]:
        if version.added_at < at - GIVEN_UP:
            waiting.filter(pk=version.pk).update(
                extraction=ExtractionState.REFUSED, extraction_note=GIVEN_UP_WORDS, extracted_at=at
            )
            continue
        have_read(version, by=by, at=at)
        tried += 1
    return tried


def _read(version: DocumentVersion) -> _Reading:
    try:
        with open_file(version.file) as content:
            if version.file.media_type in SCANS:
                with Image.open(content) as picture:
                    size = picture.size
                # The page is the file itself, which is kept already.
                return _Reading(
                    ExtractionState.WORDLESS, SCAN, page_count=1, pictures=[PagePicture(1, b"", *size, text="")]
                )
            data = content.read()
        return _read_paper(data, version.file.name)
    except FileIsLost:
        return _Reading(ExtractionState.REFUSED, LOST)
    except ReadingTakesLong:
        raise
    except UnreadablePaper as refusal:
        return _Reading(ExtractionState.REFUSED, str(refusal))


def _read_paper(data: bytes, name: str) -> _Reading:
    words = text_of(data, name)
    state = ExtractionState.READY if words.text.strip() else ExtractionState.WORDLESS
    try:
        shown = shown_pages(data, name)
        pictures = list(page_pictures(data)) if shown.kind == PaperKind.PDF else []
    except ReadingTakesLong:
        raise
    except UnreadablePaper:
        # The words are there all the same; the page then offers the download alone.
        return _Reading(state, words.note, words.text, None, words.page_count)
    drawn = [picture for picture in pictures if picture.webp]
    count = shown.page_count or words.page_count
    return _Reading(state, words.note, words.text, shown.to_json(), count, drawn)


def _keep_pages(
    version: DocumentVersion, document: Document, pictures: Sequence[PagePicture], *, by: Actor, at: datetime
) -> None:
    version.pages.all().delete()
    for first in range(0, len(pictures), _LOT):
        lot = pictures[first : first + _LOT]
        drawn = [one for one in lot if one.webp]
        stored = store_files(
            [NewFile(one.webp, f"Страница {one.number}.webp") for one in drawn],
            purpose=PAGE_PICTURE,
            scope=document.association.path,
            by=by,
            at=at,
        )
        files = {one.number: row for one, row in zip(drawn, stored, strict=True)}
        DocumentPage.objects.bulk_create(
            DocumentPage(
                version=version,
                number=one.number,
                picture=files.get(one.number, version.file),
                width=one.width,
                height=one.height,
                text=one.text,
            )
            for one in lot
        )


def _complete_card(document: Document, version: DocumentVersion, *, by: Actor, at: datetime) -> None:
    if document.version != 1 or document.published_at is not None or document.archived_at is not None:
        return
    by_name = proposed_by_name(version.file.name)
    found = proposed_by_text(version.text, version.file.name)
    stored = DocumentFields.of(document)
    wanted = checked_fields(
        replace(
            stored,
            title=found.title if found.title and stored.title == by_name.title else stored.title,
            kind=found.kind or stored.kind,
            number=stored.number or found.number,
            dated_on=stored.dated_on or found.dated_on,
        )
    )
    if wanted == stored:
        return
    for name in FIELD_NAMES:
        setattr(document, name, getattr(wanted, name))
    save(document, *FIELD_NAMES, at=at, is_new_text=True)
    changes = compare(stored.texts(), wanted.texts())
    keep("document_updated", document, changes, note="Прочитано в файле", by=by, at=at)
