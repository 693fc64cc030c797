"""Queueing letters. Their delivery is in `delivery`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor, System
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.mail.messages import new_message_id
from stellazh.mail.models import OutgoingMail
from stellazh.mail.recipients import LetterIsMalformed, parse_recipient, require_one_line

__all__ = ["Letter", "LetterIsMalformed", "queue_letters", "queue_mail"]

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


@transaction.atomic
def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    kind: str,
    about: str = "",
    by: Actor,
    at: datetime,
) -> OutgoingMail:
    """Put a letter into the outbox, in the caller's transaction; it is delivered after the commit, and only then.

    `to` is one address, «name <address>» or the address alone. `text` is the plain text, which every letter has. `kind`
    is the code of the letter's kind; `about` is the caller's name for what it is about («person:12»), to find it again.

    Raises:
        LetterIsMalformed: no usable address, a heading with line breaks, no subject or no text.
    """
    mail = _mail(Letter(to, subject, text, html, about), kind=kind, by=by, at=at)
    mail.save(force_insert=True)
    _call_postman(at)
    return mail


@transaction.atomic
def queue_letters(letters: Sequence[Letter], *, kind: str, by: Actor, at: datetime) -> list[OutgoingMail]:
    """`queue_mail` for many letters of one kind at once: as many statements as for a few.

    Raises:
        LetterIsMalformed: what `queue_mail` refuses, of any of them; nothing is queued then.
    """
    mails = OutgoingMail.objects.bulk_create([_mail(letter, kind=kind, by=by, at=at) for letter in letters])
    if mails:
        _call_postman(at)
    return mails


def _mail(letter: Letter, *, kind: str, by: Actor, at: datetime) -> OutgoingMail:
    recipient = parse_recipient(letter.to)
    require_one_line(letter.subject, "теме")
    if not letter.subject.strip() or not letter.text.strip():
        raise LetterIsMalformed("Письму нужны тема и текст.")
    return OutgoingMail(
        message_id=new_message_id(),
        to_name=recipient.name,
        to_address=recipient.address,
        subject=letter.subject.strip()[:LONGEST_SUBJECT],
        text=letter.text,
        html=letter.html,
        kind=kind,
        about=letter.about,
        due_at=at,
        queued_at=at,
        queued_by_kind=str(by.actor_kind),
        queued_by_id=by.actor_id,
        queued_by_name=by.actor_name[:200],
    )


def _call_postman(at: datetime) -> None:
    """Have a delivery run after this transaction, one for all letters of it."""
    # A delivery that waits is held by our lock until we commit, so it cannot begin without seeing our letter. One that
    # somebody else holds may be beginning at this moment: it does not count.
    waiting = Job.objects.select_for_update(skip_locked=True).filter(
        name=DELIVERY, state=JobState.QUEUED, due_at__lte=at
    )
    if waiting.first() is None:
        enqueue(DELIVERY, {}, by=POSTMAN, at=at)
