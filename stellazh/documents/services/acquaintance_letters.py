"""Letters and reminders of sheets: a personal link for each, in lots; by hand once a day, by the clock three times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import CharField, F, Q
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse

from stellazh.associations.models import Grant
from stellazh.audit.models import type_of
from stellazh.audit.services import record
from stellazh.common.actor import Actor, System
from stellazh.common.capabilities import capabilities
from stellazh.common.clock import day_of
from stellazh.common.verdict import require
from stellazh.documents import access
from stellazh.documents.access.acquaintance import ACKNOWLEDGE
from stellazh.documents.models import AcquaintanceRow, AcquaintanceRowQuerySet, AcquaintanceSheet
from stellazh.documents.notice_kinds import SHEET_DUE, TO_READ
from stellazh.documents.services.acquaintance_refusals import NobodyToRemind, SheetIsClosed
from stellazh.documents.services.acquaintance_words import letter_to
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.links.models import SecretLink, SecretLinkQuerySet
from stellazh.links.standing import standing_tokens
from stellazh.mail.recipients import LetterIsMalformed, parse_recipient
from stellazh.mail.services import queue_letters
from stellazh.notices.models import Notice
from stellazh.notices.services import notify
from stellazh.people.models import Person
from stellazh.russian.calendar_words import day_and_month

SEND_LETTERS: Final = "documents.send_acquaintance_letters"
SHEETS: Final = System("листы ознакомления")
# As many as one INSERT of letters holds on both databases: a lot costs the same statements as one letter.
LOT: Final = 40
AT_ONCE: Final = 100
# Before the day to read by, and after it.
REMIND: Final = (timedelta(days=-3), timedelta(days=-1), timedelta(days=1))
# A reminder of a day on which nothing ran is made up for so long.
LATE: Final = timedelta(days=7)


def links_of(rows: AcquaintanceRowQuerySet) -> SecretLinkQuerySet:
    """The personal links of those rows, dead ones too."""
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return SecretLink.objects.filter(purpose=ACKNOWLEDGE, object_type=type_of(AcquaintanceRow()), object_id__in=keys)


def to_be_written(sheet: AcquaintanceSheet, *, silent_since: datetime | None) -> AcquaintanceRowQuerySet:
    """Waiting people with an address who got no letter yet or, given a moment, none since then."""
    rows = sheet.rows.waiting().of_readable().filter(person__archived_at=None, person__isnull=False)
    rows = rows.exclude(pk__in=sheet.rows.without_address().values("pk"))
    never = Q(told_at=None)
    if silent_since is None:
        return rows.filter(never)
    return rows.annotate(last=Greatest("told_at", Coalesce("reminded_at", "told_at"))).filter(
        never | Q(last__lt=silent_since)
    )


def letters_under_way(sheet: AcquaintanceSheet) -> Job | None:
    """The job that writes letters of this sheet now."""
    return Job.objects.unfinished().filter(key=_key(sheet)).first()


def start_of_today(sheet: AcquaintanceSheet, *, at: datetime) -> datetime:
    """Midnight where the association is."""
    return _midnight(sheet, day_of(at, sheet.document.association.time_zone))


def tell_asked(sheet: AcquaintanceSheet, person_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """Tell everybody newly asked, on the site at once, by letter at once or in the background. For services alone."""
    until = f" до {day_and_month(sheet.due_on)}" if sheet.due_on else ""
    notify(
        TO_READ,
        person_ids,
        title=f"Прочитайте{until}: {sheet.document.title}",
        text=sheet.request or "Откройте документ и отметьте, что прочитали.",
        address=sheet.document.get_absolute_url(),
        about=f"acquaintance:{sheet.pk}",
        by=by,
        at=at,
    )
    _write(sheet, len(person_ids), silent_since=None, by=by, at=at)


@transaction.atomic
def remind_sheet(sheet_id: int, *, by: Actor, at: datetime) -> int:
    """Write to all those who have not read; how many. Nobody is written to twice on one day.

    Raises:
        PermissionRefused: `by` does not keep the sheet.
        SheetIsClosed, NobodyToRemind.
    """
    sheet = _locked(sheet_id)
    require(access.can_keep_sheet(by, sheet))
    if sheet.closed_at is not None:
        raise SheetIsClosed("Лист закрыт: напоминать больше не о чем.")
    if letters_under_way(sheet) is not None:
        raise NobodyToRemind("Письма уже уходят: подождите, пока закончится рассылка.")
    since = start_of_today(sheet, at=at)
    count = to_be_written(sheet, silent_since=since).count()
    if not count:
        raise NobodyToRemind("Напоминать некому: все прочли, уже получили письмо сегодня или не имеют почты.")
    _note_reminded(sheet, count, by=by, at=at)
    _write(sheet, count, silent_since=since, by=by, at=at)
    return count


@transaction.atomic
def keep_time(sheet_id: int, *, by: Actor, at: datetime) -> int:
    """Remind whom the day asks to remind: three days and one day before the day to read by, and on the day after it.

    A day missed is made up for within a week. Done again, or by two at once, it writes to nobody twice. On the day
    after, those who keep sheets there are told how many have read. Gives how many were reminded.

    Raises:
        PermissionRefused: `by` may not keep the sheet.
    """
    sheet = _locked(sheet_id)
    require(access.can_keep_sheet(by, sheet))
    today = day_of(at, sheet.document.association.time_zone)
    if sheet.closed_at is not None or sheet.due_on is None or not sheet.document.is_published:
        return 0
    due = [sheet.due_on + step for step in REMIND if sheet.due_on + step <= today < sheet.due_on + step + LATE]
    if not due:
        return 0
    if today > sheet.due_on:
        _tell_keepers(sheet, today, by=by, at=at)
    since = _midnight(sheet, max(due))
    if sheet.asked_at >= since or letters_under_way(sheet) is not None:
        return 0
    count = to_be_written(sheet, silent_since=since).count()
    if count:
        _note_reminded(sheet, count, by=by, at=at)
        _write(sheet, count, silent_since=since, by=by, at=at)
    return count


@transaction.atomic
def send_lot(sheet_id: int, *, silent_since: datetime | None, after_id: int, by: Actor, at: datetime) -> int | None:
    """Write to the next forty people with keys after `after_id`; the key to go on from, None when nobody is left.

    A sheet closed meanwhile sends nothing more.

    Raises:
        PermissionRefused: the right was taken meanwhile.
    """
    sheet = _locked(sheet_id)
    require(access.can_keep_sheet(by, sheet))
    if sheet.closed_at is not None:
        return None
    rows = to_be_written(sheet, silent_since=silent_since).filter(pk__gt=after_id)
    locked = rows.select_for_update(of=("self",)).select_related("person__card").order_by("pk")
    lot = list(locked[:LOT])
    if not lot:
        return None
    _write_to(sheet, lot, by=by, at=at)
    return lot[-1].pk


def address_of(person: Person) -> str:
    """Where letters to the person go: the sign-in address, else the one in the card."""
    card = getattr(person, "card", None)
    return person.email or (card.contact_email if card is not None else "")


def _write(sheet: AcquaintanceSheet, count: int, *, silent_since: datetime | None, by: Actor, at: datetime) -> None:
    """Letters to a few people at once, to many in the background."""
    if count > AT_ONCE:
        enqueue(
            SEND_LETTERS,
            {"sheet_id": sheet.pk, "silent_since": silent_since.isoformat() if silent_since else None},
            by=by,
            at=at,
            label=f"Письма: {sheet.document.title}"[:200],
            scope=sheet.document.association.path[:100],
            key=_key(sheet),
        )
        return
    after_id: int | None = 0
    while after_id is not None:
        after_id = send_lot(sheet.pk, silent_since=silent_since, after_id=after_id, by=by, at=at)


def _write_to(sheet: AcquaintanceSheet, lot: Sequence[AcquaintanceRow], *, by: Actor, at: datetime) -> None:
    reachable = [row for row in lot if row.person is not None and _is_usable(address_of(row.person))]
    tokens = standing_tokens(
        ACKNOWLEDGE,
        {str(row.person_id): row for row in reachable},
        label=f"Ознакомиться: {sheet.document.title}",
        by=by,
        at=at,
    )
    letters = [
        letter_to(sheet, row.person, address_of(row.person), tokens[str(row.person_id)], is_reminder=bool(row.told_at))
        for row in reachable
        if row.person is not None
    ]
    queue_letters(letters, kind=ACKNOWLEDGE, by=by, at=at)
    rows = AcquaintanceRow.objects.filter(pk__in=[row.pk for row in lot])
    rows.exclude(told_at=None).update(reminded_at=at, reminder_count=F("reminder_count") + 1)
    rows.filter(told_at=None).update(told_at=at)


def _note_reminded(sheet: AcquaintanceSheet, count: int, *, by: Actor, at: datetime) -> None:
    scope = sheet.document.association.path
    record("acquaintance_reminded", sheet, by=by, at=at, scope=scope, note=f"Напоминаний: {count}")


def _tell_keepers(sheet: AcquaintanceSheet, today: date, *, by: Actor, at: datetime) -> None:
    about = f"acquaintance:{sheet.pk}:{sheet.due_on:%d.%m.%Y}"
    asked, waiting = sheet.rows.count(), sheet.rows.waiting().count()
    if not waiting or Notice.objects.filter(kind=SHEET_DUE, about=about).exists():
        return
    roles = [str(role) for role in capabilities["documents.ask_acquaintance"].roles]
    grants = Grant.objects.active_on(today).filter(association=sheet.document.association, role__in=roles)
    notify(
        SHEET_DUE,
        grants.values_list("person_id", flat=True),
        title=f"Ознакомились {asked - waiting} из {asked}: {sheet.document.title}",
        text="Срок листа ознакомления вышел. Остальным ушло напоминание; подпись на бумаге можно отметить за человека.",
        address=reverse("documents:sheet_detail", args=[sheet.pk]),
        about=about,
        by=by,
        at=at,
    )


def _key(sheet: AcquaintanceSheet) -> str:
    return f"{SEND_LETTERS}:{sheet.pk}"


def _is_usable(address: str) -> bool:
    try:
        parse_recipient(address)
    except LetterIsMalformed:
        return False
    return True


def _midnight(sheet: AcquaintanceSheet, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(sheet.document.association.time_zone))


def _locked(sheet_id: int) -> AcquaintanceSheet:
    rows = AcquaintanceSheet.objects.select_for_update(of=("self",))
    return rows.select_related("document__association__territory", "document_version").get(pk=sheet_id)
