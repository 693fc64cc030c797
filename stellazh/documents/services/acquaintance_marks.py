"""Who has read: the person's own word, somebody else's note of a signature on paper, and taking a wrong note back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from stellazh.audit.services import compare, record, record_each
from stellazh.common.actor import Actor
from stellazh.common.clock import day_of
from stellazh.common.verdict import require
from stellazh.documents import access
from stellazh.documents.enums import AcquaintanceWay
from stellazh.documents.models import AcquaintanceRow, AcquaintanceRowQuerySet
from stellazh.documents.services.acquaintance_refusals import NotNotedByOthers, UnknownVersion, WrongSigningDay

BY_OTHERS = (AcquaintanceWay.ON_PAPER, AcquaintanceWay.BY_WORD)
NOON = time(12)


@transaction.atomic
def note_opened(row_id: int, *, by: Actor, at: datetime) -> AcquaintanceRow:
    """Note that the person has the document open before her for the first time. Looking is no deed: no audit.

    Raises:
        PermissionRefused: the row is somebody else's, the sheet is closed, or the document is shut.
    """
    row = _locked(AcquaintanceRow.objects.filter(pk=row_id)).get()
    require(access.can_acknowledge(by, row))
    if row.opened_at is None:
        row.opened_at = at
        row.save(update_fields=["opened_at"])
    return row


@transaction.atomic
def acknowledge(row_id: int, *, seen_version: int, by: Actor, at: datetime) -> AcquaintanceRow:
    """The person's own word, signed in or by her link, that she has read the version she was shown.

    Said twice, or said after somebody noted it for her, it changes nothing: the first mark stays.

    Raises:
        PermissionRefused: the row is somebody else's, the sheet is closed, or the document is shut.
        UnknownVersion: the document has no such version.
    """
    row = _locked(AcquaintanceRow.objects.filter(pk=row_id)).get()
    require(access.can_acknowledge(by, row))
    if row.read_at is not None:
        return row
    if not 1 <= seen_version <= row.sheet.document.version_count:
        raise UnknownVersion("Такой версии у документа нет: откройте страницу заново.")
    row.opened_at = row.opened_at or at
    row.read_at, row.read_version, row.way = at, seen_version, AcquaintanceWay.HERSELF
    row.save(update_fields=["opened_at", "read_at", "read_version", "way"])
    note = f"{row.get_way_display()}, версия {seen_version}"
    record("acquaintance_noted", row, by=by, at=at, scope=row.association.path, note=note)
    return row


@transaction.atomic
def note_for_others(
    row_ids: Collection[int], *, way: str, signed_on: date | None = None, by: Actor, at: datetime
) -> int:
    """Write down that these people have read the version of the sheet: signed on paper, or said so; how many were new.

    `signed_on` is the day beside the signature, today when not told. Whoever has read already stays as she is, so that
    a second click, or the person's own in the same moment, changes nothing.

    Raises:
        PermissionRefused: `by` may not note for one of them; nobody is noted then.
        WrongSigningDay: the day lies before the ask or in the future.
        ValueError: the way is not one of others.
    """
    if way not in BY_OTHERS:
        raise ValueError(f"Nobody notes for others that they have read «{way}».")
    rows = list(_locked(AcquaintanceRow.objects.filter(pk__in=list(row_ids))).order_by("pk"))
    for row in rows:
        require(access.can_note_for(by, row))
        _require_signing_day(row, signed_on, at=at)
    fresh = [row for row in rows if row.read_at is None]
    for row in fresh:
        row.read_at, row.read_version = _moment(row, signed_on, at=at), row.sheet.document_version.number
        row.way, row.noted_by_name = way, by.actor_name[:200]
    AcquaintanceRow.objects.bulk_update(fresh, ["read_at", "read_version", "way", "noted_by_name"])
    record_each(
        "acquaintance_noted",
        fresh,
        by=by,
        at=at,
        scopes=[row.association.path for row in fresh],
        notes=[f"{row.get_way_display()}, версия {row.read_version}" for row in fresh],
    )
    return len(fresh)


@transaction.atomic
def withdraw_note(row_id: int, *, by: Actor, at: datetime) -> AcquaintanceRow:
    """Take back what somebody wrote down for the person by mistake; she is waited for again.

    Raises:
        PermissionRefused. NotNotedByOthers: she has said so herself, or nothing is noted.
    """
    row = _locked(AcquaintanceRow.objects.filter(pk=row_id)).get()
    require(access.can_note_for(by, row))
    if not row.is_by_others:
        raise NotNotedByOthers("Снять можно только отметку, которую поставили за человека.")
    before = {"Ознакомление": f"{row.get_way_display()}, записано: {row.noted_by_name}"}
    row.read_at, row.read_version, row.way, row.noted_by_name = None, None, "", ""
    row.save(update_fields=["read_at", "read_version", "way", "noted_by_name"])
    changes = compare(before, {"Ознакомление": ""})
    record("acquaintance_withdrawn", row, by=by, at=at, scope=row.association.path, changes=changes)
    return row


def _locked(rows: AcquaintanceRowQuerySet) -> AcquaintanceRowQuerySet:
    return rows.select_for_update(of=("self",)).select_related(
        "sheet__document__association__territory", "sheet__document_version", "association__territory"
    )


def _require_signing_day(row: AcquaintanceRow, signed_on: date | None, *, at: datetime) -> None:
    if signed_on is None:
        return
    zone = row.sheet.document.association.time_zone
    if not day_of(row.sheet.asked_at, zone) <= signed_on <= day_of(at, zone):
        raise WrongSigningDay("День подписи не может быть раньше просьбы об ознакомлении и позже сегодняшнего.")


def _moment(row: AcquaintanceRow, signed_on: date | None, *, at: datetime) -> datetime:
    zone = row.sheet.document.association.time_zone
    if signed_on is None or signed_on == day_of(at, zone):
        return at
    return datetime.combine(signed_on, NOON, ZoneInfo(zone))
