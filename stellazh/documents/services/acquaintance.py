"""Sheets of acquaintance: asking, asking again after a new version, the term, the end."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.clock import day_of
from stellazh.common.numerals import agree
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.documents import access
from stellazh.documents.models import (
    AcquaintanceRow,
    AcquaintanceRowQuerySet,
    AcquaintanceSheet,
    Document,
    DocumentVersion,
)
from stellazh.documents.reads.acquaintance_people import Addressees, Choice, choose, choose_again
from stellazh.documents.services.acquaintance_letters import SHEETS, links_of, tell_asked
from stellazh.documents.services.acquaintance_refusals import DuePassed, NobodyToAsk, SheetIsClosed, SheetIsOpen
from stellazh.documents.services.refusals import TextTooLong
from stellazh.links.services import revoke_links
from stellazh.russian.calendar_words import long_date
from stellazh.russian.text_lines import one_line

LONGEST_REQUEST = 500


@transaction.atomic
def ask_acquaintance(
    document_id: int,
    *,
    addressees: Addressees,
    request: str = "",
    due_on: date | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> AcquaintanceSheet:
    """Ask people to read the present version of a document: a row for each, a notice, a letter with a personal link.

    Letters to more than a hundred people go in the background. As many statements for rows of thousands as batches.

    Raises:
        PermissionRefused: `by` may not ask here, or there is nothing to read yet.
        NobodyToAsk, DuePassed, TextTooLong, FormSentTwice.
    """
    document = _locked_document(document_id)
    made = made_before(AcquaintanceSheet.objects.filter(document=document), submission_key)
    if made is not None:
        return made
    require(access.can_ask_acquaintance(by, document))
    choice = choose(document, addressees, at=at)
    if not choice.count:
        raise NobodyToAsk(_nobody(choice))
    return _begin(document, choice, request, due_on, submission_key, by=by, at=at)


@transaction.atomic
def ask_again(
    sheet_id: int,
    *,
    request: str = "",
    due_on: date | None = None,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> AcquaintanceSheet:
    """Ask those who have read an older version to read the present one, on a new sheet; the earlier one stays.

    Raises:
        PermissionRefused, DuePassed, TextTooLong, FormSentTwice.
        NobodyToAsk: everybody has read the present version, or is asked about it already.
    """
    document = _locked_document(AcquaintanceSheet.objects.values_list("document_id", flat=True).get(pk=sheet_id))
    made = made_before(AcquaintanceSheet.objects.filter(document=document), submission_key)
    if made is not None:
        return made
    require(access.can_ask_acquaintance(by, document))
    choice = choose_again(to_ask_again(sheet_id))
    if not choice.count:
        raise NobodyToAsk("Все, кто прочёл прежнюю версию, уже прочли нынешнюю или уже спрошены о ней.")
    return _begin(document, choice, request, due_on, submission_key, by=by, at=at)


def to_ask_again(sheet_id: int) -> AcquaintanceRowQuerySet:
    """Rows of a sheet whose people have read an older version and are on no sheet of the present one."""
    rows = AcquaintanceRow.objects.filter(sheet_id=sheet_id).outdated()
    later = AcquaintanceRow.objects.filter(
        sheet__document__sheets=sheet_id, sheet__document_version__number=F("sheet__document__version_count")
    )
    return rows.exclude(person_id__in=later.filter(person__isnull=False).values("person_id"))


@transaction.atomic
def change_sheet(
    sheet_id: int, *, due_on: date | None, request: str, expected_version: int, by: Actor, at: datetime
) -> AcquaintanceSheet:
    """Set another day to read by and other words. Nobody is written to at once: reminders follow the new day.

    Raises:
        PermissionRefused, SheetIsClosed, DuePassed, TextTooLong, ChangedMeanwhile.
    """
    sheet = locked_sheet(sheet_id)
    require(access.can_keep_sheet(by, sheet))
    words = _checked_request(request)
    before, wanted = _shown(sheet.due_on, sheet.request), _shown(due_on, words)
    require_version(sheet.version, expected_version, theirs=before, mine=wanted)
    if sheet.closed_at is not None:
        raise SheetIsClosed("Лист закрыт: сначала откройте его снова.")
    if before == wanted:
        return sheet
    if due_on != sheet.due_on:
        _require_ahead(due_on, sheet.document, at=at)
    sheet.due_on, sheet.request = due_on, words
    sheet.version += 1
    sheet.save(update_fields=["due_on", "request", "version"])
    _keep("acquaintance_changed", sheet, by=by, at=at, changes=compare(before, wanted))
    return sheet


@transaction.atomic
def close_sheet(sheet_id: int, *, by: Actor, at: datetime) -> AcquaintanceSheet:
    """Gather signatures no longer: personal links open nothing, nobody is reminded. A closed one stays as it is.

    Raises:
        PermissionRefused.
    """
    sheet = locked_sheet(sheet_id)
    require(access.can_keep_sheet(by, sheet))
    if sheet.closed_at is not None:
        return sheet
    sheet.closed_at = at
    sheet.version += 1
    sheet.save(update_fields=["closed_at", "version"])
    revoke_links(links_of(sheet.rows.all()), by=SHEETS, at=at)
    _keep("acquaintance_closed", sheet, by=by, at=at, note=_progress(sheet))
    return sheet


@transaction.atomic
def reopen_sheet(sheet_id: int, *, due_on: date | None, by: Actor, at: datetime) -> AcquaintanceSheet:
    """Gather signatures again, by another day. Links in earlier letters stay dead: remind to send new ones.

    Raises:
        PermissionRefused: `by` may not keep it, or the document is not there to be read.
        SheetIsOpen, DuePassed.
    """
    # First, as in archiving: whoever comes second sees what the first has done.
    _locked_document(AcquaintanceSheet.objects.values_list("document_id", flat=True).get(pk=sheet_id))
    sheet = locked_sheet(sheet_id)
    require(access.can_reopen_sheet(by, sheet))
    if sheet.closed_at is None:
        raise SheetIsOpen("Лист и так открыт.")
    _require_ahead(due_on, sheet.document, at=at)
    before = _shown(sheet.due_on, sheet.request)
    sheet.closed_at, sheet.due_on = None, due_on
    sheet.version += 1
    sheet.save(update_fields=["closed_at", "due_on", "version"])
    changes = compare(before, _shown(due_on, sheet.request))
    _keep("acquaintance_reopened", sheet, by=by, at=at, changes=changes)
    return sheet


def _begin(
    document: Document,
    choice: Choice,
    request: str,
    due_on: date | None,
    submission_key: UUID | None,
    *,
    by: Actor,
    at: datetime,
) -> AcquaintanceSheet:
    words = _checked_request(request)
    _require_ahead(due_on, document, at=at)
    sheet = AcquaintanceSheet.objects.create(
        document=document,
        document_version=DocumentVersion.objects.get(document=document, number=document.version_count),
        request=words,
        due_on=due_on,
        asked_at=at,
        asked_by_name=by.actor_name[:200],
        submission_key=submission_key,
    )
    AcquaintanceRow.objects.bulk_create(
        [
            AcquaintanceRow(
                sheet=sheet, person_id=one.person_id, person_name=one.name[:300], association_id=one.association_id
            )
            for one in choice.people
        ]
    )
    people = f"{choice.count} {agree(choice.count, 'человек', 'человека', 'человек')}"
    _keep(
        "acquaintance_asked",
        sheet,
        by=by,
        at=at,
        changes=compare({}, _shown(due_on, words)),
        note=f"Спрошено: {people}",
    )
    tell_asked(sheet, [one.person_id for one in choice.people], by=by, at=at)
    return sheet


def locked_sheet(sheet_id: int) -> AcquaintanceSheet:
    """The sheet with its document, locked."""
    rows = AcquaintanceSheet.objects.select_for_update(of=("self",))
    return rows.select_related("document__association__territory", "document_version").get(pk=sheet_id)


def _locked_document(document_id: int) -> Document:
    # Locked, so that of two who ask at once the second passes over whom the first has asked.
    rows = Document.objects.select_for_update(of=("self",))
    return rows.select_related("association__territory").get(pk=document_id)


def _checked_request(request: str) -> str:
    words = one_line(request)
    if len(words) > LONGEST_REQUEST:
        raise TextTooLong(f"Что просим: не больше {LONGEST_REQUEST} знаков, а набрано {len(words)}.")
    return words


def _require_ahead(due_on: date | None, document: Document, *, at: datetime) -> None:
    if due_on is not None and due_on < day_of(at, document.association.time_zone):
        raise DuePassed("Этот день уже прошёл: дайте хотя бы день на чтение.")


def _nobody(choice: Choice) -> str:
    if choice.known_count:
        return "Всех, кого вы выбрали, уже просили прочесть эту версию документа."
    return "Некого спросить: выберите, кому прочесть документ."


def _progress(sheet: AcquaintanceSheet) -> str:
    return f"Ознакомлены: {sheet.rows.exclude(read_at=None).count()} из {sheet.rows.count()}"


def _shown(due_on: date | None, request: str) -> dict[str, str]:
    return {"Прочитать до": long_date(due_on) if due_on else "", "Что просим": request}


def _keep(
    action: str,
    sheet: AcquaintanceSheet,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, tuple[str, str]] | None = None,
    note: str = "",
) -> None:
    record(action, sheet, by=by, at=at, scope=sheet.document.association.path, changes=changes, note=note)
