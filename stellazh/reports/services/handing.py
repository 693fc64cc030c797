"""Papers kept outside of this site: handed in, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.clock import day_of
from stellazh.common.errors import DomainError
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR, SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.files.media_types import DOCX, XLSX
from stellazh.files.services import store_file
from stellazh.reports.access import can_hand_in
from stellazh.reports.enums import YEARLY, KeptPaper
from stellazh.reports.models import PaperHanded
from stellazh.russian.calendar_words import month_and_year

HANDED_FILE: Final = "reports.paper"
MOST_HANDED_BYTES: Final = 30 * 1024 * 1024
HANDED_TYPES: Final = frozenset(
    {
        DOCX,
        XLSX,
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.text",
        "application/pdf",
        "application/rtf",
        "image/jpeg",
        "image/png",
        "image/tiff",
    }
)
_WORDS_LENGTH: Final = 300
_URL_LENGTH: Final = 500


class PaperIsEmpty(DomainError):
    """Neither a file nor words nor a link."""


class MonthOutOfPlace(DomainError):
    """A monthly paper without a month, a yearly one with it, or a year that cannot be."""


class UnsafePaperAddress(DomainError):
    """The link leads to no page of the web."""


class PaperAlreadyTakenBack(DomainError):
    """The paper has been taken back before."""


@dataclass(frozen=True, slots=True)
class HandedFields:
    """A paper as typed. `month` is any day of its month; yearly papers have none and say their `school_year`."""

    kind: KeptPaper
    school_year: int
    month: date | None = None
    words: str = ""
    url: str = ""


@transaction.atomic
def hand_in(
    association_id: int,
    *,
    fields: HandedFields,
    file: BinaryIO | bytes | None = None,
    file_name: str = "",
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> PaperHanded:
    """Keep a paper made elsewhere: it counts from the present day, as the association's own clock has it.

    Raises:
        PermissionRefused: `by` does not hand in papers there, or the association is closed.
        PaperIsEmpty, MonthOutOfPlace, UnsafePaperAddress: what was typed.
        FileIsEmpty, FileTooLarge, FileTypeNotAccepted: the file. FormSentTwice: the form made another paper before.
    """
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_hand_in(by, association))
    before = made_before(PaperHanded.objects.filter(association=association), submission_key)
    if before is not None:
        return before
    words, url = " ".join(fields.words.split())[:_WORDS_LENGTH], fields.url.strip()
    if url and not (url.startswith(("https://", "http://")) and len(url) <= _URL_LENGTH and " " not in url):
        raise UnsafePaperAddress("Ссылка начинается с https:// и ведёт на страницу или файл.")
    if file is None and not words and not url:
        raise PaperIsEmpty("Приложите файл, дайте ссылку или напишите, где лежит документ.")
    year, month = _when(fields)
    stored = None
    if file is not None:
        stored = store_file(file, name=file_name, purpose=HANDED_FILE, scope=association.path, by=by, at=at)
    paper = PaperHanded.objects.create(
        association=association,
        kind=fields.kind,
        school_year=year,
        month=month,
        file=stored,
        words=words,
        url=url,
        handed_on=day_of(at, association.time_zone),
        handed_at=at,
        handed_by=by.actor_name[:200],
        submission_key=submission_key,
    )
    _record("paper_handed_in", paper, association, by=by, at=at)
    return paper


@transaction.atomic
def take_back(paper_id: int, *, by: Actor, at: datetime) -> PaperHanded:
    """Take back a paper handed in by mistake: it counts no more, and stays in store.

    Raises:
        PermissionRefused: `by` does not hand in papers there. PaperAlreadyTakenBack: it was taken back before.
    """
    paper = (
        PaperHanded.objects.select_for_update(of=("self",)).select_related("association__territory").get(pk=paper_id)
    )
    require(can_hand_in(by, paper.association))
    if paper.archived_at is not None:
        raise PaperAlreadyTakenBack("Этот документ уже отозван.")
    paper.archived_at = at
    paper.version += 1
    paper.save(update_fields=["archived_at", "version"])
    _record("paper_taken_back", paper, paper.association, by=by, at=at)
    return paper


def _when(fields: HandedFields) -> tuple[int, date | None]:
    if fields.kind in YEARLY:
        if fields.month is not None or not FIRST_YEAR <= fields.school_year <= LAST_YEAR:
            raise MonthOutOfPlace("Этот документ сдают за учебный год, а не за месяц.")
        return fields.school_year, None
    if fields.month is None:
        raise MonthOutOfPlace("Выберите, за какой месяц документ.")
    return SchoolYear.of(fields.month).start, fields.month.replace(day=1)


def _record(action: str, paper: PaperHanded, association: Association, *, by: Actor, at: datetime) -> None:
    when = month_and_year(paper.month) if paper.month else SchoolYear(paper.school_year).label
    changes = {"Документ": ("", f"{KeptPaper(paper.kind).label}, {when}")}
    record(action, paper, by=by, at=at, scope=association.path, changes=changes, note=paper.words)
