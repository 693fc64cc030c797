"""Queueing letters. Their delivery is in `delivery`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from stellazh.common.actor import Actor, System
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.mail.attachments import Attachment, AttachmentsTooLarge, keep_attachments, require_fit
from stellazh.mail.enums import MailState, TryOutcome
from stellazh.mail.messages import new_message_id
from stellazh.mail.models import DeliveryTry, OutgoingMail
from stellazh.mail.recipients import LetterIsMalformed, parse_recipient, require_one_line
from stellazh.mail.signals import mail_refused

__all__ = [
    "Attachment",
    "AttachmentsTooLarge",
    "Letter",
    "LetterIsMalformed",
    "call_postman_later",
    "queue_letters",
    "queue_mail",
    "return_mail",
]

DELIVERY = "mail.deliver"
POSTMAN = System("почта")
LONGEST_SUBJECT = 250


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of many: see `queue_mail` for what each field is."""

    to: str
    subject: str
    text: str
    html: str = ""
    about: str = ""
    due_at: datetime | None = None
    unsubscribe_url: str = ""
    attachments: Sequence[Attachment] = ()


@transaction.atomic
def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    kind: str,
    about: str = "",
    due_at: datetime | None = None,
    unsubscribe_url: str = "",
    attachments: Sequence[Attachment] = (),
    by: Actor,
    at: datetime,
) -> OutgoingMail:
    """Put a letter into the outbox, in the caller's transaction; it is delivered after the commit, and only then.

    `to` is one address, «name <address>» or the address alone. `text` is the plain text, which every letter has. `kind`
    is the code of the letter's kind; `about` is the caller's name for what it is about («person:12»), to find it again.
    It leaves soon, or not before `due_at`. `unsubscribe_url` is a whole address for the heading List-Unsubscribe.
    `attachments` are read from the storage when the letter leaves; who may send them is the caller's to ask.

    Raises:
        LetterIsMalformed: no usable address, a heading with line breaks, no subject or no text.
        AttachmentsTooLarge: above 10 MB together.
    """
    letter = Letter(to, subject, text, html, about, due_at, unsubscribe_url, attachments)
    mail = _mail(letter, kind=kind, by=by, at=at)
    mail.save(force_insert=True)
    keep_attachments([(mail, attachments)])
    _call_postman(at, mail.due_at)
    return mail


@transaction.atomic
def queue_letters(letters: Sequence[Letter], *, kind: str, by: Actor, at: datetime) -> list[OutgoingMail]:
    """`queue_mail` for many letters of one kind at once: as many statements as for a few.

    Raises:
        LetterIsMalformed, AttachmentsTooLarge: what `queue_mail` refuses, of any of them; nothing is queued then.
    """
    mails = OutgoingMail.objects.bulk_create([_mail(letter, kind=kind, by=by, at=at) for letter in letters])
    keep_attachments((mail, letter.attachments) for mail, letter in zip(mails, letters, strict=True))
    if mails:
        # The first delivery calls the next one, so the latest need none of their own.
        _call_postman(at, min(mail.due_at for mail in mails))
    return mails


def _mail(letter: Letter, *, kind: str, by: Actor, at: datetime) -> OutgoingMail:
    recipient = parse_recipient(letter.to)
    require_one_line(letter.subject, "теме")
    require_one_line(letter.unsubscribe_url, "адресе отписки")
    if not letter.subject.strip() or not letter.text.strip():
        raise LetterIsMalformed("Письму нужны тема и текст.")
    require_fit(letter.attachments)
    return OutgoingMail(
        message_id=new_message_id(),
        to_name=recipient.name,
        to_address=recipient.address,
        subject=letter.subject.strip()[:LONGEST_SUBJECT],
        text=letter.text,
        html=letter.html,
        kind=kind,
        about=letter.about,
        unsubscribe_url=letter.unsubscribe_url,
        due_at=max(letter.due_at or at, at),
        queued_at=at,
        queued_by_kind=str(by.actor_kind),
        queued_by_id=by.actor_id,
        queued_by_name=by.actor_name[:200],
    )


@transaction.atomic
def return_mail(mail_id: int, *, code: int | None, answer: str, at: datetime) -> OutgoingMail:
    """Note that a letter which the server had taken came back: nobody has it. One already refused stays as it was.

    Raises:
        OutgoingMail.DoesNotExist: there is no such letter.
    """
    mail = OutgoingMail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.SENT:
        return mail
    mail.state = MailState.REFUSED
    mail.last_error = f"Письмо вернулось: {answer}".strip(": ")
    mail.save(update_fields=["state", "last_error"])
    DeliveryTry.objects.create(mail=mail, tried_at=at, outcome=TryOutcome.REFUSED, code=code, answer=answer)
    mail_refused.send_robust(OutgoingMail, mail=mail, code=code, answer=answer, is_about_address=True, at=at)
    return mail


def call_postman_later(due_at: datetime, *, at: datetime) -> None:
    """Have a delivery run when a letter becomes due: to the minute after, so that letters of one time share it."""
    due_at = due_at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    enqueue(DELIVERY, {}, by=POSTMAN, at=at, key=f"{DELIVERY}:{due_at:%Y%m%dT%H%M}", due_at=due_at)


def _call_postman(at: datetime, due_at: datetime) -> None:
    """Have a delivery run after this transaction, one for all letters of it; later, when they are due later."""
    if due_at > at:
        call_postman_later(due_at, at=at)
        return
    # A delivery that waits is held by our lock until we commit, so it cannot begin without seeing our letter. One that
    # somebody else holds may be beginning at this moment: it does not count.
    waiting = Job.objects.select_for_update(skip_locked=True).filter(
        name=DELIVERY, state=JobState.QUEUED, due_at__lte=at
    )
    if waiting.first() is None:
        enqueue(DELIVERY, {}, by=POSTMAN, at=at)
