"""Queueing letters. Their delivery is in `delivery`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor, System
from stellazh.jobs.enums import JobState
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.mail.messages import new_message_id
from stellazh.mail.models import OutgoingMail
from stellazh.mail.recipients import LetterIsMalformed, parse_recipient, require_one_line

__all__ = ["LetterIsMalformed", "queue_mail"]

DELIVERY = "mail.deliver"
POSTMAN = System("почта")
LONGEST_SUBJECT = 250


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
    recipient = parse_recipient(to)
    require_one_line(subject, "теме")
    if not subject.strip() or not text.strip():
        raise LetterIsMalformed("Письму нужны тема и текст.")
    mail = OutgoingMail.objects.create(
        message_id=new_message_id(),
        to_name=recipient.name,
        to_address=recipient.address,
        subject=subject.strip()[:LONGEST_SUBJECT],
        text=text,
        html=html,
        kind=kind,
        about=about,
        due_at=at,
        queued_at=at,
        queued_by_kind=str(by.actor_kind),
        queued_by_id=by.actor_id,
        queued_by_name=by.actor_name[:200],
    )
    _call_postman(at)
    return mail


def _call_postman(at: datetime) -> None:
    """Have a delivery run after this transaction, one for all letters of it."""
    # A delivery that waits is held by our lock until we commit, so it cannot begin without seeing our letter. One that
    # somebody else holds may be beginning at this moment: it does not count.
    waiting = Job.objects.select_for_update(skip_locked=True).filter(
        name=DELIVERY, state=JobState.QUEUED, due_at__lte=at
    )
    if waiting.first() is None:
        enqueue(DELIVERY, {}, by=POSTMAN, at=at)
