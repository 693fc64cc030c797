"""Writing letters to those registered: drafts, plans for a moment, sending."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor, System
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access.events import can_write_letters
from stellazh.events.enums import EventStatus, LetterKind, LetterState
from stellazh.events.models import Event, EventLetter
from stellazh.events.moments import Changes
from stellazh.events.services.letters.parts import Part, recipients
from stellazh.events.services.letters.texts import SUBJECTS, TEXTS, checked_letter
from stellazh.events.services.locking import locked_event
from stellazh.events.services.refusals import TextMissing, WrongNumber, WrongStatus, WrongTimes
from stellazh.events.wording import moment_words
from stellazh.jobs.services import enqueue

SEND = "events.send_letter"
LETTERS = System("письма мероприятий")
MOST_MINUTES_BEFORE = 60 * 24 * 60


class NobodyToWriteTo(WrongNumber):
    """The chosen part of the list is empty."""


@dataclass(frozen=True, slots=True)
class LetterFields:
    """What is edited of a letter. With `minutes_before` it goes out so long before the event; else at `due_at`."""

    kind: str = LetterKind.FREE
    part: Part = field(default_factory=Part)
    subject: str = ""
    text: str = ""
    minutes_before: int | None = None
    due_at: datetime | None = None

    @classmethod
    def of(cls, letter: EventLetter) -> LetterFields:
        """The fields as they are stored."""
        return cls(
            kind=letter.kind,
            part=Part.of(letter.part),
            subject=letter.subject,
            text=letter.text,
            minutes_before=letter.minutes_before,
            due_at=None if letter.minutes_before is not None else letter.due_at,
        )

    def texts(self, event: Event) -> dict[str, str]:
        """By Russian names, as the audit and a conflict show them."""
        return {
            "Вид письма": str(LetterKind(self.kind).label),
            "Кому": self.part.words(),
            "Тема": self.subject,
            "Текст": self.text,
            "За сколько минут до начала": "" if self.minutes_before is None else str(self.minutes_before),
            "Когда отправить": moment_words(self.due_at, event.zone) if self.due_at else "",
        }


def proposed_letter(kind: LetterKind) -> LetterFields:
    """A ready letter of that kind to begin from."""
    states = {LetterKind.INVITATION: ("invited",), LetterKind.CHANGES: ("confirmed", "pending", "waiting")}
    attended = "was" if kind == LetterKind.THANKS else ""
    part = Part(states=states.get(kind, ("confirmed",)), attended=attended)
    before = 24 * 60 if kind == LetterKind.REMINDER else None
    return LetterFields(kind=kind, part=part, subject=SUBJECTS[kind], text=TEXTS[kind], minutes_before=before)


@transaction.atomic
def write_letter(
    event_id: int, *, fields: LetterFields, submission_key: UUID | None, by: Actor, at: datetime
) -> EventLetter:
    """Keep a draft. The same submission twice gives the same letter.

    Raises:
        PermissionRefused.
        TextMissing, TextTooLong, UnknownPlaceholder, WrongNumber: the letter is not acceptable.
    """
    event = locked_event(event_id)
    require(can_write_letters(by, event))
    if submission_key is not None:
        known = EventLetter.objects.filter(submission_key=submission_key, event=event).first()
        if known is not None:
            return known
    letter = EventLetter(event=event, made_at=at, made_by=by.actor_name[:200], submission_key=submission_key)
    _put(letter, fields)
    letter.save(force_insert=True)
    changes = compare({}, fields.texts(event))
    record("event_letter_written", letter, by=by, at=at, scope=event.association.path, changes=changes)
    return letter


@transaction.atomic
def update_letter(
    letter_id: int, *, expected_version: int, fields: LetterFields, by: Actor, at: datetime
) -> EventLetter:
    """Change a letter that has not gone out. A planned one becomes a draft again: look at it and plan it anew.

    Raises:
        PermissionRefused, ChangedMeanwhile.
        WrongStatus: it has been sent.
        TextMissing, TextTooLong, UnknownPlaceholder, WrongNumber.
    """
    letter = _locked(letter_id)
    require(can_write_letters(by, letter.event))
    before = LetterFields.of(letter)
    require_version(
        letter.version, expected_version, theirs=before.texts(letter.event), mine=fields.texts(letter.event)
    )
    if letter.state == LetterState.SENT:
        raise WrongStatus("Письмо уже отправлено. Напишите новое.")
    _put(letter, fields)
    letter.state, letter.due_at = LetterState.DRAFT, fields.due_at
    letter.version += 1
    letter.save()
    changes = compare(before.texts(letter.event), fields.texts(letter.event))
    if changes:
        record("event_letter_changed", letter, by=by, at=at, scope=letter.event.association.path, changes=changes)
    return letter


@transaction.atomic
def plan_letter(letter_id: int, *, expected_version: int, by: Actor, at: datetime) -> EventLetter:
    """Let the letter go out by itself at its moment; to whom is decided then.

    Raises:
        PermissionRefused, ChangedMeanwhile.
        WrongStatus: it has been sent, or the event is called off.
        WrongTimes: no moment is named, or it has passed.
    """
    letter = _locked(letter_id)
    require(can_write_letters(by, letter.event))
    _require_unsent(letter, expected_version)
    due_at = due_moment(letter)
    if due_at is None:
        raise WrongTimes("Укажите, когда отправить: день и час или за сколько до начала.")
    if due_at <= at:
        passed = moment_words(due_at, letter.event.zone)
        raise WrongTimes(f"Время отправки уже прошло: {passed}. Назначьте другое или отправьте сейчас.")
    letter.state, letter.due_at = LetterState.PLANNED, due_at
    letter.version += 1
    letter.save(update_fields=["state", "due_at", "version"])
    note = f"Уйдёт {moment_words(due_at, letter.event.zone)}"
    record("event_letter_planned", letter, by=by, at=at, scope=letter.event.association.path, note=note)
    return letter


@transaction.atomic
def cancel_letter(letter_id: int, *, expected_version: int, by: Actor, at: datetime) -> EventLetter:
    """Take back a letter that has not gone out; it stays in the list as cancelled.

    Raises:
        PermissionRefused, ChangedMeanwhile.
        WrongStatus: it has been sent.
    """
    letter = _locked(letter_id)
    require(can_write_letters(by, letter.event))
    _require_unsent(letter, expected_version)
    letter.state = LetterState.CANCELLED
    letter.version += 1
    letter.save(update_fields=["state", "version"])
    record("event_letter_cancelled", letter, by=by, at=at, scope=letter.event.association.path)
    return letter


@transaction.atomic
def send_letter(letter_id: int, *, expected_version: int, by: Actor, at: datetime) -> EventLetter:
    """Send the letter now, in the background; nobody gets it twice, whatever is pressed again.

    Raises:
        PermissionRefused, ChangedMeanwhile.
        WrongStatus: it has been sent.
        NobodyToWriteTo: the chosen part of the list is empty.
    """
    letter = _locked(letter_id)
    require(can_write_letters(by, letter.event))
    _require_unsent(letter, expected_version)
    count = recipients(letter.event, Part.of(letter.part)).count()
    if not count:
        raise NobodyToWriteTo("Писать некому: в выбранной части списка никого нет.")
    _let_go(letter, by=by, at=at)
    record("event_letter_sent", letter, by=by, at=at, scope=letter.event.association.path, note=f"Получателей: {count}")
    return letter


@transaction.atomic
def send_due_letters(*, at: datetime) -> int:
    """Let go of every planned letter whose moment has come; how many. A called-off event's letters are cancelled.

    A letter whose part of the list is empty by then counts as sent to nobody.
    """
    due = EventLetter.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=LetterState.PLANNED, due_at__lte=at
    )
    sent_count = 0
    for letter in due.select_related("event__association").order_by("due_at", "pk"):
        scope = letter.event.association.path
        if letter.event.status == EventStatus.CANCELLED or letter.event.archived_at is not None:
            letter.state = LetterState.CANCELLED
            letter.version += 1
            letter.save(update_fields=["state", "version"])
            record("event_letter_cancelled", letter, by=LETTERS, at=at, scope=scope, note="Мероприятие отменено")
            continue
        _let_go(letter, by=LETTERS, at=at)
        record("event_letter_sent", letter, by=LETTERS, at=at, scope=scope, note="По назначенному времени")
        sent_count += 1
    return sent_count


def follow_event(event: Event, changes: Changes, by: Actor, at: datetime) -> None:
    """Move planned letters that count from the beginning along with it. A hook of the event's changes."""
    if "starts_at" not in changes:
        return
    for letter in event.letters.filter(state=LetterState.PLANNED, minutes_before__isnull=False):
        letter.event = event
        letter.due_at = due_moment(letter)
        letter.save(update_fields=["due_at"])


def copy_letters(source: Event, target: Event, *, by: Actor, at: datetime) -> int:
    """Drafts of the source's letters for a cloned event, with the time before its beginning; how many.

    Asks no right: the cloning service does. Letters to people picked by hand go to the whole of their part.
    """
    count = 0
    for letter in source.letters.exclude(state=LetterState.CANCELLED).order_by("pk"):
        part = Part.of({**letter.part, "enrolment_ids": []})
        EventLetter.objects.create(
            event=target,
            kind=letter.kind,
            part=part.as_json(),
            subject=letter.subject,
            text=letter.text,
            minutes_before=letter.minutes_before,
            made_at=at,
            made_by=by.actor_name[:200],
        )
        count += 1
    return count


def due_moment(letter: EventLetter) -> datetime | None:
    """When the letter would go out by itself."""
    if letter.minutes_before is not None:
        return letter.event.starts_at - timedelta(minutes=letter.minutes_before)
    return letter.due_at


def _put(letter: EventLetter, fields: LetterFields) -> None:
    if fields.kind not in LetterKind.values:
        raise TextMissing("Выберите вид письма.")
    if not fields.part.states:
        raise TextMissing("Отметьте, кому писать.")
    if fields.minutes_before is not None and not 0 <= fields.minutes_before <= MOST_MINUTES_BEFORE:
        raise WrongNumber("Напоминание уходит не раньше чем за 60 дней до начала.")
    letter.kind, letter.part = fields.kind, fields.part.as_json()
    letter.subject, letter.text = checked_letter(fields.subject, fields.text)
    letter.minutes_before = fields.minutes_before
    letter.due_at = None if fields.minutes_before is not None else fields.due_at


def _let_go(letter: EventLetter, *, by: Actor, at: datetime) -> None:
    letter.state, letter.sent_at = LetterState.SENT, at
    letter.version += 1
    letter.save(update_fields=["state", "sent_at", "version"])
    enqueue(
        SEND,
        {"letter_id": letter.pk},
        by=by,
        at=at,
        label=f"Письмо: {letter.subject}"[:200],
        scope=letter.event.association.path[:100],
        key=f"{SEND}:{letter.pk}",
    )


def _require_unsent(letter: EventLetter, expected_version: int) -> None:
    require_version(letter.version, expected_version)
    if letter.state == LetterState.SENT:
        raise WrongStatus("Письмо уже отправлено.")


def _locked(letter_id: int) -> EventLetter:
    rows = EventLetter.objects.select_for_update(of=("self",)).select_related("event__association")
    return rows.get(pk=letter_id)


def letter_address(letter: EventLetter) -> str:
    """The page of one letter."""
    return reverse("events:letter_detail", args=[letter.event_id, letter.pk])
